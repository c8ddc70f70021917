-- Who might mentor the head of a school, or hold a group, with what the rules weigh: the post, whether they are lent, whether
-- a designation of the scheme holds today, how many other heads they have, and whether they manage that head.
SELECT specialist.id AS specialist_id, specialist.person_id, specialist.school_id AS home_id, specialist.post,
    specialist.status = 'listed' AS is_lent,
    EXISTS (
        SELECT FROM designation
        WHERE designation.person_id = specialist.person_id AND designation.scheme = $1
            AND designation.status = 'designated' AND designation.since <= $2 AND designation.ends_on >= $2
    ) AS is_designated,
    (
        SELECT count(*)::integer FROM mentorship
        WHERE mentorship.mentor_id = specialist.person_id AND mentorship.status IN ('offered', 'active', 'paused')
            AND mentorship.mentee_id IS DISTINCT FROM $3
    ) AS mentees,
    EXISTS (
        SELECT FROM membership AS held
        JOIN school AS at ON at.id = held.school_id
        JOIN school AS own ON own.id = $4
        WHERE held.person_id = specialist.person_id AND held.status = 'active' AND {manages}
    ) AS manages
FROM specialist
WHERE specialist.status <> 'ended' AND {which}
ORDER BY specialist.id
LIMIT 500
