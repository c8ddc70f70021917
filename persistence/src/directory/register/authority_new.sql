SELECT DISTINCT t.authority_code AS code
FROM staged t
WHERE t.authority_code IS NOT NULL
  AND NOT EXISTS (SELECT FROM local_authority a WHERE a.code = t.authority_code)
ORDER BY 1
