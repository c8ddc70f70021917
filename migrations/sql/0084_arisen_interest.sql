-- An interest that arises after the agreement is declared, and a second broker looks at it within a week (DOMAIN E58).

CREATE TABLE arisen_interest (
    deployment_id uuid NOT NULL REFERENCES deployment,
    -- From 1.
    nth integer NOT NULL CHECK (nth >= 1),
    interests text[] NOT NULL,
    note text,
    declared_by uuid NOT NULL REFERENCES person,
    declared_at timestamptz NOT NULL,
    respond_by timestamptz NOT NULL,
    -- When it was told that nobody had looked at it.
    overdue_at timestamptz,
    status text NOT NULL,
    -- Who let the work go on, when and why; of work that ended, only when.
    ended_by uuid REFERENCES person,
    ended_at timestamptz,
    reason text,
    PRIMARY KEY (deployment_id, nth),
    CONSTRAINT arisen_interest_names_one CHECK (cardinality(interests) >= 1),
    CONSTRAINT arisen_interest_forwards
        CHECK (respond_by > declared_at AND coalesce(overdue_at > respond_by, true) AND coalesce(ended_at >= declared_at, true)),
    CONSTRAINT arisen_interest_ended_when_it_says CHECK ((status = 'waiting') = (ended_at IS NULL)),
    CONSTRAINT arisen_interest_goes_on_by_somebody CHECK ((status = 'goes_on') = (ended_by IS NOT NULL)),
    CONSTRAINT arisen_interest_let_on_by_another CHECK (ended_by <> declared_by)
);
-- Nobody declares a second one while the first waits.
CREATE UNIQUE INDEX arisen_interest_waits_once ON arisen_interest (deployment_id, declared_by) WHERE status = 'waiting';
CREATE INDEX arisen_interest_due ON arisen_interest (respond_by) WHERE status = 'waiting' AND overdue_at IS NULL;
REVOKE DELETE, TRUNCATE ON arisen_interest FROM lateral_app;
-- The two schools as they are now, the alliance, and whoever declared it.
CALL guard('arisen_interest', $$(
    SELECT ARRAY[its.home_id, its.host_id, its.alliance_id, arisen_interest.declared_by]
    FROM deployment AS its WHERE its.id = arisen_interest.deployment_id)$$);

-- Whether a second broker should have looked at an interest before that day, and none has.
CREATE FUNCTION undecided_on(deployment uuid, day date) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM arisen_interest
        WHERE deployment_id = $1 AND status = 'waiting' AND $2 > (respond_by AT TIME ZONE 'UTC')::date
    )
$$;

CREATE FUNCTION visits_what_is_decided() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF undecided_on(NEW.deployment_id, NEW.visited_on) THEN
        RAISE EXCEPTION 'an interest in this work waits for a second broker'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_waits_for_a_second_broker', TABLE = 'visit';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER visits_what_is_decided BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION visits_what_is_decided();
CREATE TRIGGER still_visits_what_is_decided BEFORE UPDATE OF visited_on ON visit FOR EACH ROW
    WHEN (OLD.visited_on <> NEW.visited_on) EXECUTE FUNCTION visits_what_is_decided();

CREATE FUNCTION begins_what_is_decided() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF undecided_on(NEW.id, (NEW.started_at AT TIME ZONE 'UTC')::date) THEN
        RAISE EXCEPTION 'an interest in this work waits for a second broker'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_waits_for_a_second_broker', TABLE = 'deployment';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER begins_what_is_decided BEFORE UPDATE OF status ON deployment FOR EACH ROW
    WHEN (OLD.status = 'agreed' AND NEW.status = 'active') EXECUTE FUNCTION begins_what_is_decided();
