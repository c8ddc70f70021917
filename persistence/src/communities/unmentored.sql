-- Those who lead the schools of an alliance, by the last to take up the role at each, and to whom no mentorship is offered and
-- with whom none goes on. Whoever leads several of them is told once, by the school that they took up last.
SELECT DISTINCT ON (head.person_id) head.person_id, head.school_id
FROM (
    SELECT DISTINCT ON (membership.school_id) membership.id, membership.person_id, membership.school_id, membership.begun_at
    FROM alliance_member AS member
    JOIN membership ON membership.school_id = member.school_id AND membership.role = 'head'
        AND membership.status = 'active' AND membership.begun_at IS NOT NULL
        AND (membership.until IS NULL OR membership.until > $2)
    WHERE member.alliance_id = $1 AND member.until IS NULL
    ORDER BY membership.school_id, membership.begun_at DESC, membership.id DESC
) AS head
WHERE NOT EXISTS (
    SELECT FROM mentorship
    WHERE mentorship.mentee_id = head.person_id AND mentorship.status IN ('offered', 'active', 'paused')
)
ORDER BY head.person_id, head.begun_at DESC, head.id DESC
