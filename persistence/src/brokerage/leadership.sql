-- The leaders who are known of a school ($1), and how many of them are out on a day ($3) once this person ($2) is too. A leader
-- is whoever heads it, or leads there and is lent.
WITH leader AS (
    SELECT person_id FROM membership
    WHERE school_id = $1 AND role = 'head' AND status = 'active'
    UNION
    SELECT person_id FROM specialist
    WHERE school_id = $1 AND status <> 'ended'
        AND post IN ('headteacher', 'senior_leader', 'middle_leader', 'business_leader')
), out AS (
    SELECT $2::uuid AS person_id
    UNION
    SELECT deployment.person_id
    FROM deployment JOIN visit ON visit.deployment_id = deployment.id
    WHERE deployment.person_id IN (SELECT person_id FROM leader) AND visit.visited_on = $3
        AND visit.mode <> 'remote' AND visit.status IN ('recorded', 'disputed', 'confirmed')
)
SELECT (SELECT count(*) FROM leader)::integer AS leaders, (SELECT count(*) FROM out)::integer AS out, percent
FROM leadership_policy
WHERE since <= $3 AND $2 IN (SELECT person_id FROM leader)
ORDER BY version DESC
LIMIT 1
