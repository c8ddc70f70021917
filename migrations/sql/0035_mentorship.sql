-- Heads who begin, those who mentor them, and the groups that support them (DOMAIN H115 to H120). Nothing of what is said
-- in either is kept (K143).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

CREATE TABLE mentoring_policy (
    version integer PRIMARY KEY,
    settings jsonb NOT NULL,
    since timestamptz NOT NULL,
    note text NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON mentoring_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO mentoring_policy (version, since, note, settings) VALUES (
    1,
    '2026-11-22T00:00:00Z',
    'The first policy: a head is new for two years, as local leaders of education count it; one mentor has two heads at most.',
    '{"new_months": 24, "most_mentees": 2, "most_months": 24, "answer_days": 14}'
);

-- Since when and until when somebody led a school, in their own words.
CREATE TABLE headship (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    school_id uuid NOT NULL REFERENCES school,
    started_on date NOT NULL,
    ended_on date,
    stated_at timestamptz NOT NULL,
    CONSTRAINT headship_forwards CHECK (ended_on >= started_on),
    CONSTRAINT headship_in_the_past CHECK (
        started_on <= (stated_at AT TIME ZONE 'UTC')::date AND ended_on <= (stated_at AT TIME ZONE 'UTC')::date
    ),
    CONSTRAINT headship_once
        EXCLUDE USING gist (person_id WITH =, school_id WITH =, daterange(started_on, ended_on, '[]') WITH &&)
);

CREATE TABLE mentorship (
    id uuid PRIMARY KEY,
    alliance_id uuid NOT NULL REFERENCES alliance,
    mentee_id uuid NOT NULL REFERENCES person,
    school_id uuid NOT NULL REFERENCES school,
    mentor_id uuid NOT NULL REFERENCES person,
    specialist_id uuid NOT NULL REFERENCES specialist,
    home_id uuid NOT NULL REFERENCES school,
    transition text NOT NULL,
    ends_on date NOT NULL,
    status text NOT NULL,
    suggested_by uuid NOT NULL REFERENCES person,
    suggested_at timestamptz NOT NULL,
    offered_at timestamptz,
    respond_by timestamptz,
    mentee_accepted_at timestamptz,
    mentor_accepted_at timestamptz,
    home_accepted_at timestamptz,
    started_at timestamptz,
    paused_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CONSTRAINT mentorship_by_another CHECK (mentor_id <> mentee_id),
    CONSTRAINT mentorship_from_elsewhere CHECK (home_id <> school_id),
    CONSTRAINT mentorship_end_point_ahead CHECK (ends_on > (suggested_at AT TIME ZONE 'UTC')::date),
    CONSTRAINT mentorship_asked_whole CHECK (num_nonnulls(offered_at, respond_by) IN (0, 2)),
    CONSTRAINT mentorship_accepted_by_all CHECK (
        started_at IS NULL OR num_nonnulls(mentee_accepted_at, mentor_accepted_at, home_accepted_at) = 3
    ),
    CONSTRAINT mentorship_stands_where_it_says CHECK (
        CASE status
            WHEN 'suggested' THEN num_nonnulls(offered_at, started_at, paused_at, ended_at) = 0
            WHEN 'offered' THEN offered_at IS NOT NULL AND num_nonnulls(started_at, paused_at, ended_at) = 0
            WHEN 'active' THEN started_at IS NOT NULL AND num_nonnulls(paused_at, ended_at) = 0
            WHEN 'paused' THEN num_nonnulls(started_at, paused_at) = 2 AND ended_at IS NULL
            WHEN 'ended' THEN ended_at IS NOT NULL AND paused_at IS NULL
            ELSE false
        END
    ),
    CONSTRAINT mentorship_ended_for_a_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT mentorship_offered_after_suggested CHECK (offered_at >= suggested_at AND respond_by > offered_at),
    CONSTRAINT mentorship_accepted_after_offered CHECK (
        num_nonnulls(mentee_accepted_at, mentor_accepted_at, home_accepted_at) = 0
        OR (least(mentee_accepted_at, mentor_accepted_at, home_accepted_at) >= offered_at) IS TRUE
    ),
    CONSTRAINT mentorship_started_after_accepted CHECK (
        started_at >= greatest(mentee_accepted_at, mentor_accepted_at, home_accepted_at)
    ),
    CONSTRAINT mentorship_paused_after_started CHECK (paused_at >= started_at),
    CONSTRAINT mentorship_ended_last CHECK (
        ended_at >= greatest(suggested_at, offered_at, mentee_accepted_at, mentor_accepted_at, home_accepted_at, started_at)
    ),
    -- One mentor at a time, from the offer on.
    CONSTRAINT mentorship_never_overlaps
        EXCLUDE USING gist (mentee_id WITH =, tstzrange(offered_at, ended_at) WITH &&) WHERE (offered_at IS NOT NULL)
);
CREATE INDEX mentorship_audience ON mentorship USING gin (readable_by(audience));
CREATE INDEX mentorship_mentor ON mentorship (mentor_id) WHERE status IN ('offered', 'active', 'paused');
CREATE INDEX mentorship_mentee ON mentorship (mentee_id) WHERE status IN ('offered', 'active', 'paused');
CREATE INDEX mentorship_unanswered ON mentorship (respond_by) WHERE status = 'offered';
CREATE INDEX mentorship_ending ON mentorship (ends_on) WHERE status IN ('active', 'paused');
-- A broker thinks once of the same two.
CREATE UNIQUE INDEX mentorship_suggested_once ON mentorship (mentee_id, mentor_id, alliance_id)
    WHERE status = 'suggested';

CREATE TABLE support_group (
    id uuid PRIMARY KEY,
    alliance_id uuid NOT NULL REFERENCES alliance,
    name text NOT NULL,
    head_id uuid NOT NULL REFERENCES person,
    head_specialist_id uuid NOT NULL REFERENCES specialist,
    adviser_id uuid NOT NULL REFERENCES person,
    adviser_specialist_id uuid NOT NULL REFERENCES specialist,
    status text NOT NULL,
    formed_by uuid NOT NULL REFERENCES person,
    formed_at timestamptz NOT NULL,
    started_at timestamptz,
    closed_at timestamptz,
    end_reason text,
    version integer NOT NULL DEFAULT 1,
    -- Whoever forms it, whoever holds it, and those who have a place in it.
    audience uuid[] NOT NULL,
    CONSTRAINT support_group_held_by_two CHECK (head_id <> adviser_id),
    CONSTRAINT support_group_stands_where_it_says CHECK (
        CASE status
            WHEN 'forming' THEN num_nonnulls(started_at, closed_at) = 0
            WHEN 'meeting' THEN started_at IS NOT NULL AND closed_at IS NULL
            WHEN 'closed' THEN closed_at IS NOT NULL
            ELSE false
        END
    ),
    CONSTRAINT support_group_closed_for_a_reason CHECK ((closed_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT support_group_started_after_formed CHECK (started_at >= formed_at),
    CONSTRAINT support_group_closed_last CHECK (closed_at >= greatest(formed_at, started_at))
);
CREATE INDEX support_group_audience ON support_group USING gin (readable_by(audience));

CREATE TABLE support_group_place (
    id uuid PRIMARY KEY,
    group_id uuid NOT NULL REFERENCES support_group,
    alliance_id uuid NOT NULL REFERENCES alliance,
    person_id uuid NOT NULL REFERENCES person,
    school_id uuid NOT NULL REFERENCES school,
    status text NOT NULL,
    offered_at timestamptz NOT NULL,
    respond_by timestamptz NOT NULL,
    answered_at timestamptz,
    left_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CONSTRAINT support_place_stands_where_it_says CHECK (
        CASE status
            WHEN 'offered' THEN num_nonnulls(answered_at, left_at) = 0
            WHEN 'left' THEN num_nonnulls(answered_at, left_at) = 2
            WHEN 'accepted' THEN answered_at IS NOT NULL AND left_at IS NULL
            WHEN 'declined' THEN answered_at IS NOT NULL AND left_at IS NULL
            WHEN 'lapsed' THEN answered_at IS NOT NULL AND left_at IS NULL
            ELSE false
        END
    ),
    CONSTRAINT support_place_answered_after_offered CHECK (answered_at >= offered_at AND respond_by > offered_at),
    CONSTRAINT support_place_left_last CHECK (left_at >= answered_at)
);
CREATE INDEX support_group_place_group ON support_group_place (group_id, id);
CREATE INDEX support_group_place_unanswered ON support_group_place (respond_by) WHERE status = 'offered';
-- One place at a time.
CREATE UNIQUE INDEX support_place_once ON support_group_place (person_id) WHERE status IN ('offered', 'accepted');

CALL guard('headship', 'ARRAY[person_id]');
CALL guard('mentorship');
CALL guard('support_group');
CALL guard('support_group_place');
