-- The requests of schools that give for which no support was agreed by the day that is guaranteed, while it was not noted of this
-- time that they wait. Of what nobody has read it was noted before that it is overdue.
WITH policy AS (
    SELECT since, lead(since, 1, 'infinity') OVER (ORDER BY since) AS until, make_interval(days => guarantee_days) AS guarantee
    FROM service_policy
), asked AS (
    SELECT id, submitted_at, returned_at, placed_at, support_missed_at FROM support_request
    WHERE status IN ('triaged', 'matching', 'proposed', 'unmet') AND asker_guaranteed AND submitted_at < $1
    UNION ALL
    SELECT id, submitted_at, returned_at, placed_at, support_missed_at FROM support_request
    WHERE status = 'submitted' AND overdue_at IS NOT NULL AND respond_by < $1 AND asker_guaranteed
)
SELECT id
FROM asked
CROSS JOIN LATERAL (SELECT CASE
    WHEN cardinality(placed_at) = 0 THEN submitted_at
    -- It waits anew since support that was agreed came to nothing.
    ELSE (SELECT min(at) FROM unnest(returned_at) AS back (at) WHERE at >= placed_at[cardinality(placed_at)])
END AS waits_since) AS waits
JOIN policy ON waits_since >= since AND waits_since < until AND waits_since + guarantee < $1
WHERE (support_missed_at[cardinality(support_missed_at)] >= waits_since) IS NOT TRUE
ORDER BY waits_since, id
LIMIT $2
