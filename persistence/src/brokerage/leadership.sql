-- The leaders who are known of a school ($1), and how many of them are out once this person ($2) is too: on the day from $3 to
-- $4 on which most are. A leader is whoever heads it, or leads there and is lent. Out is whoever has made a visit, or will be
-- away by what was agreed: for a whole post, or because the work is of one day. Who is visited is at the own school.
WITH leader AS (
    SELECT person_id FROM membership
    WHERE school_id = $1 AND role = 'head' AND status = 'active'
    UNION
    SELECT person_id FROM specialist
    WHERE school_id = $1 AND status <> 'ended'
        AND post IN ('headteacher', 'senior_leader', 'middle_leader', 'business_leader')
), day AS (
    SELECT day::date AS day FROM generate_series($3::date, $4::date, interval '1 day') AS listed (day)
    -- Of a longer time, the days on which schools are at work.
    WHERE $3 = $4 OR extract(isodow FROM day) < 6
), agreed AS (
    SELECT deployment.person_id,
        CASE WHEN kind = 'secondment' AND particulars #>> '{post,fte}' = '100' THEN daterange(
            (particulars #>> '{post,starts_on}')::date, (particulars #>> '{post,ends_on}')::date, '[]')
        WHEN terms ->> 'starts_on' = terms ->> 'ends_on' THEN daterange(
            (terms ->> 'starts_on')::date, (terms ->> 'ends_on')::date, '[]')
        END AS days
    FROM deployment
    WHERE deployment.person_id IN (SELECT person_id FROM leader) AND status IN ('agreed', 'active', 'paused')
        AND 'home' = ANY (travellers(kind))
        AND EXISTS (
            SELECT FROM support_request AS request WHERE request.id = request_id AND request.modes <> ARRAY['remote']
        )
), out AS (
    SELECT day, $2::uuid AS person_id FROM day
    UNION
    SELECT visit.visited_on, deployment.person_id
    FROM deployment JOIN visit ON visit.deployment_id = deployment.id
    WHERE deployment.person_id IN (SELECT person_id FROM leader) AND visit.visited_on BETWEEN $3 AND $4
        AND 'home' = ANY (travellers(deployment.kind)) AND visit.mode <> 'remote' AND visit.status IN ('recorded', 'disputed', 'confirmed')
    UNION
    SELECT day, agreed.person_id FROM agreed JOIN day ON agreed.days @> day
), most AS (
    SELECT day, count(*) AS out FROM out GROUP BY day ORDER BY count(*) DESC, day LIMIT 1
)
SELECT most.day AS on_day, (SELECT count(*) FROM leader)::integer AS leaders, most.out::integer AS out, percent
FROM most JOIN leadership_policy ON since <= most.day
WHERE $2 IN (SELECT person_id FROM leader)
ORDER BY version DESC
LIMIT 1
