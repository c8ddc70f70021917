-- Service levels with a clock (DOMAIN F2, F4, F6, C30): the numbers that hold nationally, the days on which nobody works, and
-- every breach, once for each step to which it was carried.

-- A version is added, never changed. It holds for what begins while it does; what began before the first is not judged.
CREATE TABLE service_policy (
    version integer PRIMARY KEY,
    since timestamptz NOT NULL UNIQUE,
    settings jsonb NOT NULL,
    note text NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON service_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO service_policy (version, since, note, settings) VALUES (
    1,
    '2026-11-01T00:00:00Z',
    'The first policy: what the published protocols of alliances have in common.',
    '{"candidate_hours": 48, "meeting_days": 7, "record_days": 5, "alliance_hours": 24, "pool_hours": 72}'
);

-- The bank holidays of England, as they are announced. A day of the week on which nobody works is not here.
CREATE TABLE bank_holiday (
    day date PRIMARY KEY,
    name text NOT NULL
);
INSERT INTO bank_holiday (day, name) VALUES
    ('2026-12-25', 'Christmas Day'),
    ('2026-12-28', 'Boxing Day, in its place'),
    ('2027-01-01', 'New Year''s Day'),
    ('2027-03-26', 'Good Friday'),
    ('2027-03-29', 'Easter Monday'),
    ('2027-05-03', 'Early May bank holiday'),
    ('2027-05-31', 'Spring bank holiday'),
    ('2027-08-30', 'Summer bank holiday'),
    ('2027-12-27', 'Christmas Day, in its place'),
    ('2027-12-28', 'Boxing Day, in its place'),
    ('2028-01-03', 'New Year''s Day, in its place'),
    ('2028-04-14', 'Good Friday'),
    ('2028-04-17', 'Easter Monday'),
    ('2028-05-01', 'Early May bank holiday'),
    ('2028-05-29', 'Spring bank holiday'),
    ('2028-08-28', 'Summer bank holiday'),
    ('2028-12-25', 'Christmas Day'),
    ('2028-12-26', 'Boxing Day');

CREATE TABLE service_breach (
    id uuid PRIMARY KEY,
    level text NOT NULL,
    step text NOT NULL,
    request_id uuid NOT NULL REFERENCES support_request,
    proposal_id uuid REFERENCES proposal,
    deployment_id uuid REFERENCES deployment,
    visit_id uuid REFERENCES visit,
    -- What the clock runs for: the last of these that there is.
    subject_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(visit_id, deployment_id, proposal_id, request_id)) STORED,
    -- Whose level it is; nobody's, where a request waits in the national pool.
    alliance_id uuid REFERENCES alliance,
    -- The broker who held it then, if one did.
    held_by uuid REFERENCES person,
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    noted_at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CONSTRAINT service_breach_once UNIQUE NULLS NOT DISTINCT (subject_id, level, step, alliance_id),
    CONSTRAINT service_breach_of_its_subject CHECK (
        CASE level
            WHEN 'triage' THEN num_nonnulls(proposal_id, deployment_id, visit_id) = 0
            WHEN 'named_candidate' THEN num_nonnulls(proposal_id, deployment_id, visit_id) = 0
            WHEN 'answer' THEN proposal_id IS NOT NULL AND num_nonnulls(deployment_id, visit_id) = 0
            WHEN 'initial_meeting' THEN deployment_id IS NOT NULL AND num_nonnulls(proposal_id, visit_id) = 0
            WHEN 'visit_record' THEN num_nonnulls(deployment_id, visit_id) = 2 AND proposal_id IS NULL
            ELSE false
        END
    ),
    -- Only a request can be taken on by others, and one of two schools that have not met needs its own brokers.
    CONSTRAINT service_breach_carried_so_far CHECK (
        step = 'broker' OR step = 'alliance' AND level IN ('triage', 'named_candidate', 'initial_meeting')
            OR step = 'national_pool' AND level IN ('triage', 'named_candidate')
    ),
    CONSTRAINT service_breach_due_after_start CHECK (due_at > started_at),
    CONSTRAINT service_breach_noted_after_due CHECK (noted_at > due_at),
    CONSTRAINT service_breach_seen_by_its_alliance CHECK (audience = array_remove(ARRAY[alliance_id], NULL))
);
CREATE INDEX service_breach_alliance ON service_breach (alliance_id, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON service_breach FOR EACH ROW EXECUTE FUNCTION refuse_change();
CALL guard('service_breach');

-- Until when a visit is to be written down, and when it first was: a correction takes nothing back. What was written down
-- before this has neither, and is not judged.
ALTER TABLE visit
    ADD COLUMN record_due_at timestamptz,
    ADD COLUMN first_recorded_at timestamptz,
    ADD CONSTRAINT visit_record_judged_whole CHECK (num_nulls(record_due_at, first_recorded_at) IN (0, 2));

-- What the clocks look at: little at any time, and nothing of it is touched when a request is raised.
CREATE INDEX support_request_unread ON support_request (respond_by) WHERE status = 'submitted' AND overdue_at IS NOT NULL;
CREATE INDEX support_request_unnamed ON support_request (submitted_at)
    WHERE status IN ('triaged', 'matching') AND cardinality(responders) = 0;
CREATE INDEX deployment_unmet ON deployment (planned_at) WHERE status IN ('planned', 'agreed');

-- Who may take on what waits in the national pool.
CREATE INDEX membership_broker ON membership (alliance_id) WHERE role = 'broker';

-- When the clocks were last looked at, by whichever process.
INSERT INTO installation (key, value) VALUES ('service_levels_at', '-infinity') ON CONFLICT DO NOTHING;
