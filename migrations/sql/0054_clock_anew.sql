-- Clocks that begin anew when a request comes back to the search, and the guarantee of a school that gives until support is
-- agreed for it (DOMAIN C30).

-- What came back, or was placed, before this is not written down: it is not judged anew.
CREATE FUNCTION runs_forwards(instants timestamptz[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NOT EXISTS (
        SELECT FROM generate_series(2, cardinality(instants)) AS nth (n) WHERE instants[n] < instants[n - 1]
    );

ALTER TABLE support_request
    -- Each time that it came back to the search, and each time that support was agreed for it.
    ADD COLUMN returned_at timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN placed_at timestamptz[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT support_request_returned_forwards CHECK (
        cardinality(returned_at) = 0 OR runs_forwards(submitted_at || returned_at)
    ),
    ADD CONSTRAINT support_request_placed_forwards CHECK (
        cardinality(placed_at) = 0 OR runs_forwards(submitted_at || placed_at)
    );

-- What the clocks look at besides: what came back, and what a school that gives waits for. Nothing of it is touched when a
-- request is raised.
CREATE INDEX support_request_returned ON support_request (submitted_at)
    WHERE status = 'matching' AND cardinality(returned_at) > 0;
CREATE INDEX support_request_guaranteed ON support_request (submitted_at)
    WHERE status IN ('triaged', 'matching', 'proposed') AND asker_guaranteed;

-- Within how many days support is agreed for a school that gives; nothing, where a version guarantees an answer alone.
ALTER TABLE service_policy
    ADD COLUMN guarantee_days integer CONSTRAINT service_policy_guarantee_days CHECK (guarantee_days BETWEEN 1 AND 42);
INSERT INTO service_policy (version, since, note, settings, guarantee_days)
SELECT 2, '2026-11-23T00:00:00Z', 'Support is agreed for a school that gives within two days for a name, five for the answers and '
    'fourteen for the signatures.', settings, 21
FROM service_policy WHERE version = 1;

ALTER TABLE service_breach
    -- How often the same clock had run for the same before.
    ADD COLUMN round integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT service_breach_once,
    DROP CONSTRAINT service_breach_of_its_subject,
    DROP CONSTRAINT service_breach_carried_so_far,
    ADD CONSTRAINT service_breach_once UNIQUE NULLS NOT DISTINCT (subject_id, level, step, alliance_id, round),
    ADD CONSTRAINT service_breach_of_its_subject CHECK (
        CASE level
            WHEN 'triage' THEN num_nonnulls(proposal_id, deployment_id, visit_id) = 0
            WHEN 'named_candidate' THEN num_nonnulls(proposal_id, deployment_id, visit_id) = 0
            WHEN 'guarantee' THEN num_nonnulls(proposal_id, deployment_id, visit_id) = 0
            WHEN 'answer' THEN proposal_id IS NOT NULL AND num_nonnulls(deployment_id, visit_id) = 0
            WHEN 'initial_meeting' THEN deployment_id IS NOT NULL AND num_nonnulls(proposal_id, visit_id) = 0
            WHEN 'visit_record' THEN num_nonnulls(deployment_id, visit_id) = 2 AND proposal_id IS NULL
            ELSE false
        END
    ),
    ADD CONSTRAINT service_breach_carried_so_far CHECK (
        step = 'broker' OR step = 'alliance' AND level IN ('triage', 'named_candidate', 'initial_meeting', 'guarantee')
            OR step = 'national_pool' AND level IN ('triage', 'named_candidate', 'guarantee')
    ),
    ADD CONSTRAINT service_breach_of_a_round CHECK (round = 0 OR round > 0 AND level IN ('named_candidate', 'guarantee'));
