-- What comes before the work: an audit visit before help is looked for (DOMAIN F3), and the initial meeting of those who will
-- work together (F4).

ALTER TABLE support_request
    -- Whether an audit visit is asked for that was neither held nor waived.
    ADD COLUMN audit_open boolean NOT NULL DEFAULT false,
    -- Nobody is looked for before it.
    ADD CONSTRAINT support_request_audited_first CHECK (NOT audit_open OR status IN ('triaged', 'withdrawn'));

CREATE TABLE audit_visit (
    id uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES support_request,
    planned_on date NOT NULL,
    purpose text NOT NULL,
    status text NOT NULL,
    asked_by uuid NOT NULL REFERENCES person,
    asked_at timestamptz NOT NULL,
    held_on date,
    -- What was found, or why it was not held after all.
    finding text,
    waive_reason text,
    ended_by uuid REFERENCES person,
    ended_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CONSTRAINT audit_visit_once UNIQUE (request_id),
    CONSTRAINT audit_visit_planned_ahead CHECK (planned_on >= (asked_at AT TIME ZONE 'UTC')::date),
    CONSTRAINT audit_visit_ended_after_asked CHECK (ended_at >= asked_at),
    CONSTRAINT audit_visit_ended_by_somebody CHECK (num_nulls(ended_by, ended_at) IN (0, 2)),
    CONSTRAINT audit_visit_stands_where_it_says CHECK (
        CASE status
            WHEN 'asked' THEN num_nonnulls(held_on, finding, waive_reason, ended_at) = 0
            WHEN 'held' THEN num_nonnulls(held_on, finding, ended_at) = 3 AND waive_reason IS NULL
            WHEN 'waived' THEN num_nonnulls(waive_reason, ended_at) = 2 AND num_nonnulls(held_on, finding) = 0
            ELSE false
        END
    ),
    CONSTRAINT audit_visit_held_in_time CHECK (
        held_on BETWEEN (asked_at AT TIME ZONE 'UTC')::date AND (ended_at AT TIME ZONE 'UTC')::date
    )
);
CALL guard('audit_visit');

CREATE TABLE initial_meeting (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    held_on date NOT NULL,
    attended text NOT NULL,
    focus text NOT NULL,
    frequency text NOT NULL,
    access text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES person,
    recorded_at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CONSTRAINT initial_meeting_once UNIQUE (deployment_id),
    CONSTRAINT initial_meeting_recorded_after_held CHECK ((recorded_at AT TIME ZONE 'UTC')::date >= held_on)
);
CALL guard('initial_meeting');

-- Those who work together have met by then, and were put together before.
CREATE FUNCTION meets_before_the_work() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
BEGIN
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    IF NEW.held_on < (its.planned_at AT TIME ZONE 'UTC')::date OR NEW.held_on > (its.started_at AT TIME ZONE 'UTC')::date THEN
        RAISE EXCEPTION 'an initial meeting lies outside of its time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'initial_meeting_before_the_work';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER initial_meeting_before_the_work BEFORE INSERT OR UPDATE ON initial_meeting
    FOR EACH ROW EXECUTE FUNCTION meets_before_the_work();

CREATE FUNCTION works_after_the_meeting() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM initial_meeting WHERE deployment_id = NEW.id
            AND (held_on < (NEW.planned_at AT TIME ZONE 'UTC')::date OR held_on > (NEW.started_at AT TIME ZONE 'UTC')::date)
    ) THEN
        RAISE EXCEPTION 'a deployment leaves its initial meeting outside'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_works_after_meeting';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER deployment_works_after_meeting BEFORE UPDATE OF planned_at, started_at ON deployment
    FOR EACH ROW WHEN ((OLD.planned_at, OLD.started_at) IS DISTINCT FROM (NEW.planned_at, NEW.started_at))
    EXECUTE FUNCTION works_after_the_meeting();
