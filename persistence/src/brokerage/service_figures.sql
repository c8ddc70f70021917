-- For each alliance and level, and for each of the alliance's work-streams if $5, what became of all that fell due from $2 until before $3, by now ($4). What was noted as a
-- breach stays one. What ended before anybody had to do anything counts for nothing, nor does a peer visit that two heads
-- arrange. A request that comes back to the search is looked after anew, and each time counts.
WITH policy AS (
    SELECT since, lead(since, 1, 'infinity') OVER (ORDER BY since) AS until,
        make_interval(hours => (settings ->> 'candidate_hours')::integer) AS candidate,
        make_interval(days => (settings ->> 'meeting_days')::integer) AS meeting,
        make_interval(days => guarantee_days) AS guarantee
    FROM service_policy
), asked AS (
    SELECT whose.id AS alliance_id, request.*, audit.ended_at AS audited_at,
        -- Nobody is held to what was before they came to a request.
        (SELECT came.at FROM unnest(came_alliances, came_at) AS came (id, at) WHERE came.id = whose.id) AS here_since
    FROM unnest($1::uuid[]) AS whose (id)
    JOIN support_request AS request ON readable_by(request.audience) && ARRAY[whose.id] AND whose.id = ANY (request.alliances)
    LEFT JOIN audit_visit AS audit ON audit.request_id = request.id
    WHERE kind <> 'peer_visit' OR triaged_at IS NOT NULL OR respond_by IS NOT NULL
), worked AS (
    SELECT whose.id AS for_alliance, deployment.*
    FROM unnest($1::uuid[]) AS whose (id)
    JOIN deployment ON readable_by(deployment.audience) && ARRAY[whose.id] AND deployment.alliance_id = whose.id
    WHERE NOT arranged
), clock AS (
    SELECT alliance_id, 'triage' AS level, id AS subject_id, id AS request_id, 0 AS round, begun_at AS started_at,
        respond_by + (begun_at - submitted_at) AS due_at, triaged_at AS met_at, status = 'withdrawn' AS gone
    FROM asked
    CROSS JOIN LATERAL (SELECT greatest(submitted_at, here_since) AS begun_at) AS begun
    JOIN policy ON begun_at >= since AND begun_at < until
    WHERE (coalesce(triaged_at, here_since) >= here_since) IS NOT FALSE
    UNION ALL
    SELECT asked.alliance_id, 'named_candidate', id, id, round, begun_at,
        begun_at + least(policy.candidate, make_interval(hours => own.candidate_hours)), found_at,
        status = 'withdrawn' AND ends_at IS NULL
    FROM asked
    CROSS JOIN LATERAL (
        SELECT 0 AS round, coalesce(audited_at, submitted_at) AS searched_at, returned_at[1] AS ends_at
        UNION ALL
        SELECT nth, returned_at[nth], returned_at[nth + 1] FROM generate_series(1, cardinality(returned_at)) AS nth
    ) AS search
    CROSS JOIN LATERAL (SELECT greatest(searched_at, here_since) AS begun_at) AS begun
    CROSS JOIN LATERAL (
        SELECT min(sent_at) AS found_at FROM proposal
        WHERE proposal.request_id = asked.id AND (round = 0 OR sent_at >= searched_at)
            AND sent_at <= coalesce(ends_at, 'infinity')
    ) AS found
    JOIN policy ON begun_at >= since AND begun_at < until
    LEFT JOIN LATERAL (
        SELECT candidate_hours FROM alliance_policy
        WHERE alliance_id = asked.alliance_id AND alliance_policy_begins(from_on, set_at) <= begun_at
        ORDER BY alliance_policy.version DESC LIMIT 1
    ) AS own ON true
    WHERE NOT audit_open AND (coalesce(found_at, ends_at, here_since) >= here_since) IS NOT FALSE
    UNION ALL
    -- What a school that gives waits for begins anew only with the end of support that was agreed.
    SELECT alliance_id, 'guarantee', id, id, round, begun_at, begun_at + guarantee, placed_at[round + 1],
        status = 'withdrawn' AND placed_at[round + 1] IS NULL
    FROM asked
    CROSS JOIN LATERAL (
        SELECT 0 AS round, submitted_at AS waits_since
        UNION ALL
        SELECT nth, (SELECT min(at) FROM unnest(returned_at) AS back (at) WHERE at >= placed_at[nth])
        FROM generate_series(1, cardinality(placed_at)) AS nth
    ) AS promise
    CROSS JOIN LATERAL (SELECT greatest(waits_since, here_since) AS begun_at WHERE waits_since IS NOT NULL) AS begun
    JOIN policy ON begun_at >= since AND begun_at < until AND guarantee IS NOT NULL
    WHERE asker_guaranteed AND (coalesce(placed_at[round + 1], here_since) >= here_since) IS NOT FALSE
    UNION ALL
    SELECT whose.id, 'answer', proposal.id, request_id, 0, sent_at, proposal.respond_by,
        CASE WHEN proposal.status IN ('confirmed', 'declined') THEN ended_at END,
        proposal.status IN ('withdrawn', 'superseded')
    FROM unnest($1::uuid[]) AS whose (id)
    JOIN proposal ON readable_by(proposal.audience) && ARRAY[whose.id] AND proposal.alliance_id = whose.id
    JOIN policy ON sent_at >= since AND sent_at < until
    WHERE NOT EXISTS (
        SELECT FROM support_request AS request
        WHERE request.id = request_id AND kind = 'peer_visit' AND triaged_at IS NULL AND request.respond_by IS NULL
    )
    UNION ALL
    SELECT for_alliance, 'initial_meeting', worked.id, request_id, 0, planned_at,
        planned_at + least(meeting, make_interval(days => own.meeting_days)),
        least(started_at,
            CASE WHEN held_on IS NOT NULL THEN greatest(planned_at, held_on::timestamp AT TIME ZONE 'UTC') END),
        worked.status IN ('lapsed', 'stopped')
    FROM worked
    JOIN policy ON planned_at >= since AND planned_at < until
    LEFT JOIN initial_meeting ON deployment_id = worked.id
    LEFT JOIN LATERAL (
        SELECT meeting_days FROM alliance_policy
        WHERE alliance_id = for_alliance AND alliance_policy_begins(from_on, set_at) <= planned_at
        ORDER BY alliance_policy.version DESC LIMIT 1
    ) AS own ON true
    UNION ALL
    SELECT for_alliance, 'visit_record', visit.id, worked.request_id, 0, visited_on::timestamp AT TIME ZONE 'UTC', record_due_at,
        first_recorded_at, visit.status = 'cancelled'
    FROM worked
    JOIN visit ON visit.deployment_id = worked.id AND record_due_at IS NOT NULL
), judged AS (
    SELECT clock.*, noted.is AS noted, noted.is OR coalesce(met_at, $4) > due_at AS breached,
        CASE WHEN $5 THEN (
            SELECT workstream FROM support_request
            WHERE id = clock.request_id AND workstream_of = clock.alliance_id
        ) END AS workstream
    FROM clock
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM service_breach AS breach
        WHERE breach.subject_id = clock.subject_id AND breach.level = clock.level
            AND breach.alliance_id = clock.alliance_id AND breach.round = clock.round
    ) AS is) AS noted
    WHERE due_at >= $2 AND due_at < least($3, $4)
)
SELECT alliance_id, level, workstream, count(*) AS fell_due, count(*) FILTER (WHERE NOT breached) AS met,
    count(*) FILTER (WHERE breached) AS breached,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM met_at - started_at) / 3600))::bigint AS median_hours
FROM judged
WHERE NOT gone OR met_at IS NOT NULL OR noted
GROUP BY alliance_id, level, workstream
