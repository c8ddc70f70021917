-- By number, else by name where one trust alone has it. A name that several have says nothing, so what was known stays.
WITH sole AS (
    SELECT name, (array_agg(id))[1] AS id FROM trust GROUP BY name HAVING count(*) = 1
), found AS (
    SELECT t.urn, coalesce(g.id, sole.id) AS id
    FROM staged t
    LEFT JOIN trust g ON g.uid = t.trust_uid
    LEFT JOIN sole ON t.trust_uid IS NULL AND sole.name = t.trust_name
    WHERE t.trust_name IS NOT NULL
)
UPDATE staged t
SET trust_id = found.id, kept = CASE WHEN found.id IS NULL THEN t.kept | $1 ELSE t.kept END
FROM found
WHERE found.urn = t.urn
