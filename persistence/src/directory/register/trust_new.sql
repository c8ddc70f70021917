SELECT DISTINCT t.trust_uid AS code
FROM staged t
WHERE t.trust_uid IS NOT NULL AND NOT EXISTS (SELECT FROM trust g WHERE g.uid = t.trust_uid)
ORDER BY 1
