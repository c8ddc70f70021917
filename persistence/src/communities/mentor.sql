-- Who might mentor the head of a school, or hold a group, with what the rules weigh: the post, whether they are lent, whether
-- a designation of the scheme holds today, how many other heads they have, and whether they manage that head. Line management
-- is read from roles: the mentor leads or governs the head's school too, speaks for its trust, or leads several of its schools.
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
        WHERE held.person_id = specialist.person_id AND held.status = 'active' AND (
            held.school_id = own.id AND held.role IN ('head', 'governor', 'trust_officer')
            OR at.trust_id = own.trust_id AND held.role = 'trust_officer'
            OR at.trust_id = own.trust_id AND held.role = 'head' AND EXISTS (
                SELECT FROM membership AS second
                JOIN school AS other ON other.id = second.school_id AND other.trust_id = own.trust_id
                WHERE second.person_id = held.person_id AND second.role = 'head' AND second.status = 'active'
                    AND second.school_id <> held.school_id
            )
        )
    ) AS manages
FROM specialist
WHERE specialist.status <> 'ended' AND {which}
ORDER BY specialist.id
LIMIT 500
