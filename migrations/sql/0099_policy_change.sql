-- Changes of the matching policy: put forward with a reckoned scenario, approved by a second person, and no version without one
-- (MATCHING 4).

CREATE TABLE policy_change (
    id uuid PRIMARY KEY,
    scenario_id uuid NOT NULL REFERENCES scenario,
    -- The policy as it would be, under the number that it would have.
    policy_version integer NOT NULL,
    weights jsonb NOT NULL,
    settings jsonb NOT NULL,
    reason text NOT NULL,
    holds_from timestamptz NOT NULL,
    status text NOT NULL,
    proposed_by uuid NOT NULL REFERENCES person,
    proposed_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by uuid REFERENCES person,
    ended_for text,
    version integer NOT NULL DEFAULT 1,
    -- Every broker, the analysts and the operators.
    audience uuid[] NOT NULL,
    CONSTRAINT policy_change_after_the_first CHECK (policy_version >= 2),
    CONSTRAINT policy_change_forwards CHECK (
        answer_by > proposed_at AND holds_from >= proposed_at AND coalesce(ended_at >= proposed_at, true)
    ),
    CONSTRAINT policy_change_ended_when_it_says CHECK (
        (status <> 'proposed') = (ended_at IS NOT NULL)
        AND (status IN ('approved', 'refused', 'withdrawn')) = (ended_by IS NOT NULL)
        AND (status IN ('refused', 'withdrawn')) = (ended_for IS NOT NULL)
    ),
    CONSTRAINT policy_change_second_person CHECK (status NOT IN ('approved', 'refused') OR ended_by <> proposed_by),
    CONSTRAINT policy_change_approved_before_it_holds CHECK (status <> 'approved' OR holds_from >= ended_at),
    -- What a version of the policy is made of: named by the version that comes of it.
    CONSTRAINT policy_change_whole UNIQUE (id, policy_version, weights, settings, holds_from)
);
-- One change at a time waits for its answer: each is seen beside the policy that it would change.
CREATE UNIQUE INDEX policy_change_one_open ON policy_change ((true)) WHERE status = 'proposed';
CREATE UNIQUE INDEX policy_change_approved_once ON policy_change (policy_version) WHERE status = 'approved';
CREATE INDEX policy_change_scenario ON policy_change (scenario_id);
CREATE INDEX policy_change_audience ON policy_change USING gin (readable_by(audience));
REVOKE DELETE, TRUNCATE ON policy_change FROM lateral_app;
CALL guard('policy_change');

-- What was answered, taken back or has lapsed stays so, and what was put forward as it was.
CREATE FUNCTION policy_change_goes_forwards() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'proposed'
        OR (OLD.scenario_id, OLD.policy_version, OLD.weights, OLD.settings, OLD.proposed_by, OLD.proposed_at)
            IS DISTINCT FROM
            (NEW.scenario_id, NEW.policy_version, NEW.weights, NEW.settings, NEW.proposed_by, NEW.proposed_at) THEN
        RAISE EXCEPTION 'a change of the policy goes one way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_change_goes_forwards', TABLE = 'policy_change';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER policy_change_goes_forwards BEFORE UPDATE ON policy_change FOR EACH ROW
    -- Words that were swept when their time was over are none of this.
    WHEN (OLD.status = 'proposed' OR (to_jsonb(OLD) - '{reason,ended_for}'::text[]) <> (to_jsonb(NEW) - '{reason,ended_for}'::text[]))
    EXECUTE FUNCTION policy_change_goes_forwards();

-- A version comes of an approved change, number for number; the first one came with the service.
ALTER TABLE match_policy
    ADD COLUMN change_id uuid,
    ADD CONSTRAINT match_policy_by_change CHECK (version = 1 OR change_id IS NOT NULL),
    ADD CONSTRAINT match_policy_as_approved FOREIGN KEY (change_id, version, weights, settings, since)
        REFERENCES policy_change (id, policy_version, weights, settings, holds_from);

CREATE FUNCTION match_policy_follows() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM policy_change WHERE id = NEW.change_id AND status = 'approved') THEN
        RAISE EXCEPTION 'nobody approved this version of the policy'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_policy_approved', TABLE = 'match_policy';
    END IF;
    -- The first one holds also before its day.
    IF NOT EXISTS (
        SELECT FROM match_policy WHERE version = NEW.version - 1 AND (version = 1 OR since <= NEW.since)
    ) THEN
        RAISE EXCEPTION 'a version follows the one before it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_policy_follows', TABLE = 'match_policy';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER match_policy_follows BEFORE INSERT ON match_policy FOR EACH ROW EXECUTE FUNCTION match_policy_follows();
