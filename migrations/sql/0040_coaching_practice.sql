-- Practice as a coach at one's own school, and what was heard of it (DOMAIN H121). And who held a support group before, with
-- whoever cannot go on (H117).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

CREATE TABLE coaching_practice (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    school_id uuid NOT NULL REFERENCES school,
    begun_on date NOT NULL,
    begun_by uuid NOT NULL REFERENCES person,
    recorded_at timestamptz NOT NULL,
    feedback_due_on date NOT NULL,
    status text NOT NULL,
    feedback_by uuid REFERENCES person,
    feedback_at timestamptz,
    feedback text,
    ended_at timestamptz,
    end_reason text,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CONSTRAINT coaching_practice_stands_where_it_says CHECK (
        CASE status
            WHEN 'practising' THEN num_nonnulls(feedback_at, ended_at) = 0
            WHEN 'feedback_given' THEN feedback_at IS NOT NULL AND ended_at IS NULL
            WHEN 'ended' THEN ended_at IS NOT NULL AND feedback_at IS NULL
            ELSE false
        END
    ),
    CONSTRAINT coaching_feedback_whole CHECK (num_nonnulls(feedback_by, feedback_at, feedback) IN (0, 3)),
    CONSTRAINT coaching_practice_ended_for_a_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT coaching_practice_begun_in_the_past CHECK (begun_on <= (recorded_at AT TIME ZONE 'UTC')::date),
    CONSTRAINT coaching_feedback_due_in_six_months CHECK (
        feedback_due_on = (begun_on + interval '6 months')::date
    ),
    CONSTRAINT coaching_feedback_in_time CHECK (
        feedback_at >= recorded_at AND (feedback_at AT TIME ZONE 'UTC')::date >= feedback_due_on
    ),
    CONSTRAINT coaching_feedback_by_another CHECK (feedback_by <> person_id),
    CONSTRAINT coaching_practice_ended_last CHECK (ended_at >= recorded_at)
);
CREATE INDEX coaching_practice_audience ON coaching_practice USING gin (readable_by(audience));
CREATE INDEX coaching_practice_due ON coaching_practice (feedback_due_on) WHERE status = 'practising';
CREATE INDEX coaching_practice_heard ON coaching_practice (person_id) WHERE status = 'feedback_given';
-- Somebody begins once, and goes on until there is feedback or an end.
CREATE UNIQUE INDEX coaching_practice_once ON coaching_practice (person_id) WHERE status = 'practising';
CALL guard('coaching_practice');

ALTER TABLE support_group
    ADD COLUMN head_missed_at timestamptz,
    ADD COLUMN head_missed_for text,
    ADD COLUMN adviser_missed_at timestamptz,
    ADD COLUMN adviser_missed_for text,
    ADD CONSTRAINT support_group_missed_for_a_reason CHECK (
        (head_missed_at IS NULL) = (head_missed_for IS NULL)
        AND (adviser_missed_at IS NULL) = (adviser_missed_for IS NULL)
    ),
    ADD CONSTRAINT support_group_missed_after_formed CHECK (
        coalesce(head_missed_at >= formed_at, true) AND coalesce(adviser_missed_at >= formed_at, true)
    );
CREATE INDEX support_group_head ON support_group (head_id) WHERE status <> 'closed';
CREATE INDEX support_group_adviser ON support_group (adviser_id) WHERE status <> 'closed';

CREATE TABLE former_facilitator (
    group_id uuid NOT NULL REFERENCES support_group,
    side text NOT NULL,
    person_id uuid NOT NULL REFERENCES person,
    specialist_id uuid NOT NULL REFERENCES specialist,
    held_from timestamptz NOT NULL,
    held_until timestamptz NOT NULL,
    reason text NOT NULL,
    replaced_by uuid NOT NULL REFERENCES person,
    PRIMARY KEY (group_id, side, held_until),
    CONSTRAINT former_facilitator_side CHECK (side IN ('head', 'adviser')),
    CONSTRAINT former_facilitator_forwards CHECK (held_until >= held_from),
    CONSTRAINT former_facilitator_one_at_a_time
        EXCLUDE USING gist (group_id WITH =, side WITH =, tstzrange(held_from, held_until) WITH &&)
);

-- It is seen by whoever sees the group.
ALTER TABLE former_facilitator ENABLE ROW LEVEL SECURITY;
ALTER TABLE former_facilitator FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON former_facilitator USING (
    is_service() OR EXISTS (SELECT FROM support_group WHERE support_group.id = former_facilitator.group_id)
);
