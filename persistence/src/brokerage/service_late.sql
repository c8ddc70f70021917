-- The clocks that have run out, with each step to which that is to be carried by now and was not, the longest overdue first.
-- A request that nobody has read is told as that alone; what was done late is noted where it is done. Nobody is looked for
-- while an audit visit is open, so that clock begins at its end; and a peer visit that two heads arrange is held to none of them. Those up to the one
-- that the parameters from $3 name were looked at already.
WITH policy AS (
    SELECT since, lead(since, 1, 'infinity') OVER (ORDER BY since) AS until,
        make_interval(hours => (settings ->> 'candidate_hours')::integer) AS candidate,
        make_interval(days => (settings ->> 'meeting_days')::integer) AS meeting,
        make_interval(hours => (settings ->> 'alliance_hours')::integer) AS alliance,
        make_interval(hours => (settings ->> 'pool_hours')::integer) AS pool,
        make_interval(days => guarantee_days) AS guarantee
    FROM service_policy
), clock AS (
    SELECT 'triage' AS level, request.id AS subject_id, request.id AS request_id, NULL::uuid AS deployment_id,
        request.alliances, NULL::uuid AS held_by, 0 AS round, submitted_at AS started_at, respond_by AS due, came_alliances, came_at
    FROM support_request AS request
    WHERE status = 'submitted' AND overdue_at IS NOT NULL AND respond_by < $1
    UNION ALL
    SELECT 'named_candidate', request.id, request.id, NULL, request.alliances, NULL, 0, begun_at, NULL, came_alliances, came_at
    FROM support_request AS request
    LEFT JOIN audit_visit AS audit ON audit.request_id = request.id
    CROSS JOIN LATERAL (SELECT coalesce(audit.ended_at, submitted_at) AS begun_at) AS begun
    WHERE request.status IN ('triaged', 'matching') AND cardinality(responders) = 0 AND cardinality(returned_at) = 0
        AND NOT audit_open AND submitted_at < $1
    UNION ALL
    -- For what came back to the search somebody is looked for anew, and the clock begins then.
    SELECT 'named_candidate', id, id, NULL, alliances, NULL, cardinality(returned_at), begun_at, NULL, came_alliances, came_at
    FROM support_request
    CROSS JOIN LATERAL (SELECT returned_at[cardinality(returned_at)] AS begun_at) AS begun
    WHERE status = 'matching' AND cardinality(returned_at) > 0 AND submitted_at < $1
    UNION ALL
    -- A school that gives waits until support is agreed, and from the end of it on if it comes too soon.
    SELECT 'guarantee', id, id, NULL, alliances, NULL, cardinality(placed_at), begun_at, NULL, came_alliances, came_at
    FROM support_request
    CROSS JOIN LATERAL (SELECT CASE
        WHEN cardinality(placed_at) = 0 THEN submitted_at
        ELSE (SELECT min(at) FROM unnest(returned_at) AS back (at) WHERE at >= placed_at[cardinality(placed_at)])
    END AS begun_at) AS begun
    WHERE status IN ('triaged', 'matching', 'proposed') AND asker_guaranteed AND submitted_at < $1
    UNION ALL
    SELECT 'initial_meeting', deployment.id, deployment.request_id, deployment.id, ARRAY[deployment.alliance_id],
        deployment.brokered_by, 0, planned_at, NULL, '{}', '{}'
    FROM deployment
    WHERE status IN ('planned', 'agreed') AND NOT arranged AND planned_at < $1
        AND NOT EXISTS (SELECT FROM initial_meeting WHERE deployment_id = deployment.id)
), held AS (
    -- Nobody is held to what was before they came to a request: for them a clock begins then, and runs as long.
    SELECT level, subject_id, request_id, deployment_id, held_by, round, whose.alliance_id,
        greatest(started_at, whose.at) AS started_at, due + (greatest(started_at, whose.at) - started_at) AS due
    FROM clock
    CROSS JOIN LATERAL (
        SELECT its.id AS alliance_id, (
            SELECT came.at FROM unnest(came_alliances, came_at) AS came (id, at) WHERE came.id = its.id
        ) AS at
        FROM unnest(alliances) AS its (id)
        UNION ALL
        SELECT NULL, NULL WHERE cardinality(alliances) = 0
    ) AS whose
    WHERE started_at IS NOT NULL
), step AS (
    SELECT held.*, coalesce(due, started_at + CASE level
        -- An alliance may be sooner than it is nationally; what began before it said so keeps its time.
        WHEN 'named_candidate' THEN least(policy.candidate, make_interval(hours => own.candidate_hours))
        WHEN 'guarantee' THEN policy.guarantee
        ELSE least(policy.meeting, make_interval(days => own.meeting_days))
    END) AS due_at, step.nth, step.name, step.after
    FROM held
    JOIN policy ON started_at >= since AND started_at < until AND (level <> 'guarantee' OR guarantee IS NOT NULL)
    LEFT JOIN LATERAL (
        SELECT candidate_hours, meeting_days FROM alliance_policy AS own
        WHERE own.alliance_id = held.alliance_id AND alliance_policy_begins(from_on, set_at) <= started_at
        ORDER BY version DESC LIMIT 1
    ) AS own ON true
    CROSS JOIN LATERAL (VALUES
        (1, 'broker', interval '0'),
        (2, 'alliance', policy.alliance),
        (3, 'national_pool', policy.pool)
    ) AS step (nth, name, after)
    WHERE (step.name = 'broker' OR held.alliance_id IS NOT NULL)
        AND (step.name <> 'national_pool' OR level <> 'initial_meeting')
), late AS (
    SELECT * FROM step
    WHERE due_at + after < $1 AND (
        $3::timestamptz IS NULL OR (due_at, subject_id, level, nth, coalesce(alliance_id, subject_id))
            > ($3, $4::uuid, $5::text, $6::integer, coalesce($7::uuid, $4))
    ) AND NOT EXISTS (
        SELECT FROM service_breach AS breach
        WHERE breach.subject_id = step.subject_id AND breach.level = step.level AND breach.step = step.name
            AND breach.alliance_id IS NOT DISTINCT FROM step.alliance_id AND breach.round = step.round
    )
    ORDER BY due_at, subject_id, level, nth, coalesce(alliance_id, subject_id) LIMIT $2
)
SELECT level, name AS step, request_id, deployment_id, alliance_id, round, started_at, due_at,
    -- Whoever read a request last, or looked for somebody, holds it.
    coalesce(held_by, CASE WHEN deployment_id IS NULL THEN (
        SELECT actor_person_id FROM audit_entry
        WHERE noun_id = late.request_id AND actor_role = 'broker' ORDER BY id DESC LIMIT 1
    ) END) AS held_by
FROM late
ORDER BY due_at, subject_id, level, nth, coalesce(alliance_id, subject_id)
