SELECT count(*) AS open, count(*) FILTER (WHERE t.status = 'closed') AS closing
FROM school s
LEFT JOIN staged t ON t.urn = s.urn
WHERE s.status IN ('open', 'closing')
