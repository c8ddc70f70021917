-- Scenarios: what would be if something of the market were otherwise, beside today's plan (MATCHING 4).

CREATE TABLE scenario (
    id uuid PRIMARY KEY,
    -- Nothing where it is about the nation's market.
    alliance_id uuid REFERENCES alliance,
    name text NOT NULL,
    question text NOT NULL,
    -- The bundle: so many half-days in such half-terms.
    half_days integer NOT NULL,
    half_terms integer[] NOT NULL,
    -- What is supposed, in its canonical bytes.
    changes bytea NOT NULL,
    seed bigint NOT NULL,
    status text NOT NULL,
    readers text NOT NULL,
    written_by uuid NOT NULL REFERENCES person,
    written_at timestamptz NOT NULL,
    -- What it came to.
    policy_version integer REFERENCES match_policy,
    requests integer,
    input_hash bytea,
    -- Both plans beside each other, in canonical bytes.
    report bytea,
    reckoned_at timestamptz,
    archived_at timestamptz,
    archived_by uuid REFERENCES person,
    reason text,
    version integer NOT NULL DEFAULT 1,
    -- Whoever wrote it, and those with whom it is shared.
    audience uuid[] NOT NULL,
    CONSTRAINT scenario_bundle_sound CHECK (half_days BETWEEN 1 AND 200 AND cardinality(half_terms) BETWEEN 1 AND 6),
    CONSTRAINT scenario_forwards CHECK (
        coalesce(reckoned_at >= written_at, true) AND coalesce(archived_at >= greatest(written_at, reckoned_at), true)
    ),
    CONSTRAINT scenario_outcome_whole CHECK (
        num_nonnulls(policy_version, requests, input_hash, report, reckoned_at) IN (0, 5)
        AND (status <> 'reckoned' OR reckoned_at IS NOT NULL) AND (status <> 'written' OR reckoned_at IS NULL)
        AND coalesce(requests > 0 AND octet_length(input_hash) = 32, true)
    ),
    CONSTRAINT scenario_archived_when_it_says CHECK (
        (status = 'archived') = (archived_at IS NOT NULL) AND num_nonnulls(archived_at, archived_by, reason) IN (0, 3)
    )
);
CREATE INDEX scenario_audience ON scenario USING gin (readable_by(audience));
-- A scenario is put away, and never thrown away.
REVOKE DELETE, TRUNCATE ON scenario FROM lateral_app;
CALL guard('scenario');

-- What was asked stays as it was asked, and what came of it as it came.
CREATE FUNCTION scenario_goes_forwards() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'archived' OR NEW.status = 'written' AND OLD.status <> 'written'
        OR (OLD.alliance_id, OLD.half_days, OLD.half_terms, OLD.changes, OLD.seed, OLD.written_by, OLD.written_at)
            IS DISTINCT FROM
            (NEW.alliance_id, NEW.half_days, NEW.half_terms, NEW.changes, NEW.seed, NEW.written_by, NEW.written_at)
        OR OLD.reckoned_at IS NOT NULL
            AND (OLD.policy_version, OLD.requests, OLD.input_hash, OLD.report, OLD.reckoned_at)
            IS DISTINCT FROM (NEW.policy_version, NEW.requests, NEW.input_hash, NEW.report, NEW.reckoned_at) THEN
        RAISE EXCEPTION 'a scenario goes one way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'scenario_goes_forwards', TABLE = 'scenario';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER scenario_goes_forwards BEFORE UPDATE ON scenario FOR EACH ROW
    -- Words that were swept when their time was over are none of this.
    WHEN (OLD.status <> 'archived' OR OLD.status <> NEW.status OR OLD.report IS DISTINCT FROM NEW.report)
    EXECUTE FUNCTION scenario_goes_forwards();

-- The canonical bytes of what a scenario was made of, compressed: whoever reckons it again comes to the same.
CREATE TABLE scenario_input (
    scenario_id uuid PRIMARY KEY REFERENCES scenario,
    input bytea NOT NULL,
    read_at timestamptz NOT NULL
);
REVOKE UPDATE, DELETE, TRUNCATE ON scenario_input FROM lateral_app;
ALTER TABLE scenario_input ENABLE ROW LEVEL SECURITY;
ALTER TABLE scenario_input FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON scenario_input USING (is_service()) WITH CHECK (is_service());
