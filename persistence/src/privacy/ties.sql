-- What ties a person ($1) at an instant ($2): open work of theirs, a school or a service that would be left without anybody,
-- and when work of theirs last ended.
WITH own AS (
    SELECT deployment.status, deployment.ended_at
    FROM deployment
    LEFT JOIN specialist ON specialist.id = deployment.specialist_id
    WHERE deployment.person_id = $1 OR specialist.person_id = $1
), held AS (
    SELECT role, school_id
    FROM membership
    WHERE person_id = $1 AND status = 'active' AND role IN ('head', 'operator')
), others AS (
    SELECT role, school_id
    FROM membership
    JOIN person ON person.id = person_id AND person.suspended_at IS NULL
    WHERE person_id <> $1 AND status = 'active' AND (until IS NULL OR until > $2) AND role IN ('head', 'operator')
)
SELECT
    EXISTS (SELECT FROM own WHERE status IN ('planned', 'agreed', 'active', 'paused')) OR EXISTS (
        SELECT FROM proposal
        JOIN specialist ON specialist.id = specialist_id
        WHERE specialist.person_id = $1 AND proposal.status IN ('sent', 'home_accepted', 'host_accepted')
    ) AS has_open_work,
    EXISTS (
        SELECT FROM held
        JOIN school ON school.id = held.school_id AND school.status <> 'closed'
        WHERE role = 'head' AND NOT EXISTS (
            SELECT FROM others WHERE others.role = 'head' AND others.school_id = held.school_id
        )
    ) AS is_only_head,
    EXISTS (SELECT FROM held WHERE role = 'operator')
        AND NOT EXISTS (SELECT FROM others WHERE role = 'operator') AS is_only_operator,
    (SELECT max(ended_at) FROM own) AS worked_until
