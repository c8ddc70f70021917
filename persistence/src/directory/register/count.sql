SELECT
    count(*) FILTER (WHERE c.before IN ('open', 'closing') AND c.after = 'closed') AS closed,
    count(*) FILTER (WHERE c.before = 'closed' AND c.after IN ('open', 'closing')) AS reopened,
    (SELECT count(*) FROM school s
     WHERE s.status IN ('open', 'closing') AND NOT EXISTS (SELECT FROM staged t WHERE t.urn = s.urn)) AS absent
FROM changed c
WHERE c.field = 'status'
