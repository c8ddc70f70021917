-- Trusts that are named without a number, and by a name that none has yet.
SELECT DISTINCT t.trust_name AS code
FROM staged t
WHERE t.trust_uid IS NULL AND t.trust_name IS NOT NULL
  AND NOT EXISTS (SELECT FROM trust g WHERE g.name = t.trust_name)
ORDER BY 1
