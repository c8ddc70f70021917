-- The heads of some alliances who are new at their schools, each with the mentorship and the place in a support group that
-- are under way, the first to take up the role first. Whoever may read the list is decided above.
SELECT fresh.*
FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT asked.id AS alliance_id, membership.id AS membership_id, membership.person_id, person.name, membership.school_id,
        since.started_on, since.stated, mentored.id AS mentorship_id, mentored.status AS mentorship_status,
        taken.id AS place_id, taken.status AS place_status
    FROM alliance_member AS member
    JOIN membership ON membership.school_id = member.school_id AND membership.role = 'head'
        AND membership.status = 'active' AND membership.begun_at IS NOT NULL
    JOIN person ON person.id = membership.person_id
    LEFT JOIN headship ON headship.person_id = membership.person_id AND headship.school_id = membership.school_id
        AND headship.ended_on IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(headship.started_on, (membership.begun_at AT TIME ZONE 'UTC')::date) AS started_on,
            headship.id IS NOT NULL AS stated
    ) AS since
    LEFT JOIN mentorship AS mentored ON mentored.mentee_id = membership.person_id
        AND mentored.status IN ('offered', 'active', 'paused')
    LEFT JOIN support_group_place AS taken ON taken.person_id = membership.person_id
        AND taken.status IN ('offered', 'accepted')
    WHERE member.alliance_id = asked.id AND member.until IS NULL
        AND (membership.until IS NULL OR membership.until > $2)
        AND since.started_on + make_interval(months => $3) > ($2::timestamptz AT TIME ZONE 'UTC')::date
        AND ($4::uuid IS NULL OR membership.id {than} $4)
    ORDER BY membership.id {way}
    LIMIT $5
) AS fresh
