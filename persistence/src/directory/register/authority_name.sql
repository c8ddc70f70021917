-- The name and region that most of its rows give; the closed rows of a reorganised authority give neither better.
WITH said AS (
    SELECT authority_code AS code,
        mode() WITHIN GROUP (ORDER BY authority_name) AS name,
        mode() WITHIN GROUP (ORDER BY region) AS region
    FROM staged
    WHERE authority_code IS NOT NULL
    GROUP BY authority_code
)
UPDATE local_authority a
SET name = coalesce(said.name, a.name), region = coalesce(said.region, a.region)
FROM said
WHERE said.code = a.code
  AND (a.name, a.region) IS DISTINCT FROM (coalesce(said.name, a.name), coalesce(said.region, a.region))
