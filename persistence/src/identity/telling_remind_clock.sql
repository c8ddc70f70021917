-- The beginning of the statement that finds of what somebody is to be reminded: the clocks of service levels that run out soon,
-- with those who must act before (DOMAIN F2, F4, F6, C30). Half a day before somebody is to be proposed, three days before support
-- is to be agreed for a school that gives, a day before the initial meeting and before a visit is to be written down.
WITH looked_for AS (
    SELECT id, alliance_id,
        begun_at + make_interval(hours => service_number('candidate_hours', begun_at, alliance_id)) AS due_at
    FROM (
        -- Nobody is held to what was before they came to a request.
        SELECT request.id, its.id AS alliance_id, greatest(
            coalesce(request.returned_at[cardinality(request.returned_at)], audited_by(audit), request.submitted_at),
            (SELECT came.at FROM unnest(request.came_alliances, request.came_at) AS came (id, at) WHERE came.id = its.id)
        ) AS begun_at
        FROM support_request AS request
        LEFT JOIN audit_visit AS audit ON audit.request_id = request.id
        CROSS JOIN LATERAL unnest(request.alliances) AS its (id)
        WHERE request.status IN ('triaged', 'matching') AND CASE cardinality(request.returned_at)
            WHEN 0 THEN cardinality(request.responders) = 0
            ELSE request.status = 'matching'
        END
    ) AS begun
), stepped AS (
    -- A step of the action plan by whoever gives, of which no visit was written down since the step before.
    SELECT deployment.id, home_id, record_due(step.due_on, alliance_id) AS due_at
    FROM deployment
    CROSS JOIN LATERAL (
        SELECT due_on, lag(due_on) OVER (ORDER BY due_on) AS before
        FROM jsonb_to_recordset(terms -> 'action_plan') AS plan (owner text, due_on date)
        WHERE plan.owner IN ('home', 'specialist')
        GROUP BY due_on
    ) AS step
    WHERE status = 'active' AND NOT arranged
        AND due_on < ($1::timestamptz AT TIME ZONE 'UTC')::date AND due_on > ($1::timestamptz AT TIME ZONE 'UTC')::date - 42
        AND NOT EXISTS (
            SELECT FROM visit
            WHERE visit.deployment_id = deployment.id AND visit.status <> 'cancelled'
                AND visited_on <= due_on AND visited_on > coalesce(step.before, '-infinity'))
), clock AS (
    SELECT 'request.candidate_due' AS kind, 'req_' AS prefix, id, due_at, '{}'::uuid[] AS schools, array_agg(alliance_id) AS alliances
    FROM looked_for
    WHERE due_at > $1 AND due_at <= $1::timestamptz + interval '12 hours'
    GROUP BY id, due_at
    UNION ALL
    SELECT 'request.guarantee_due', 'req_', id, begun_at + make_interval(days => guarantee_days), '{}', alliances
    FROM (
        SELECT id, alliances, CASE
            WHEN cardinality(placed_at) = 0 THEN submitted_at
            ELSE (SELECT min(at) FROM unnest(returned_at) AS back (at) WHERE at >= placed_at[cardinality(placed_at)])
        END AS begun_at
        FROM support_request
        WHERE status IN ('triaged', 'matching', 'proposed', 'unmet') AND asker_guaranteed
    ) AS waits
    CROSS JOIN LATERAL (
        SELECT guarantee_days FROM service_policy WHERE since <= begun_at ORDER BY since DESC LIMIT 1
    ) AS policy
    WHERE begun_at + make_interval(days => guarantee_days) > $1
        AND begun_at + make_interval(days => guarantee_days) <= $1::timestamptz + interval '3 days'
    UNION ALL
    SELECT 'deployment.meeting_due', 'dep_', id, due_at, ARRAY[home_id], '{}'
    FROM (
        SELECT id, home_id, planned_at + make_interval(days => service_number('meeting_days', planned_at, alliance_id)) AS due_at
        FROM deployment
        WHERE status IN ('planned', 'agreed') AND NOT arranged
            AND NOT EXISTS (SELECT FROM initial_meeting WHERE deployment_id = deployment.id)
    ) AS meets
    WHERE due_at > $1 AND due_at <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT DISTINCT 'deployment.record_due', 'dep_', id, due_at, ARRAY[home_id], '{}'::uuid[]
    FROM stepped
    WHERE due_at > $1 AND due_at <= $1::timestamptz + interval '24 hours'
)
