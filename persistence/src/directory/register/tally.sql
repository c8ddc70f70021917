SELECT count(*) AS open, count(*) FILTER (WHERE t.status = 'closed') AS closing, count(*) FILTER (WHERE t.urn IS NULL) AS absent
FROM school s
LEFT JOIN staged t ON t.urn = s.urn
WHERE s.status IN ('open', 'closing')
