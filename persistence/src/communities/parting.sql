-- Mentorships that rest on something that is gone, and what that is: the head who is mentored leads the school no longer; the
-- mentor has left the school that lends them; or they are lent no longer, or designated as a mentor no longer. A listing that
-- rests and a designation that is suspended end nothing: both are for a while.
SELECT * FROM (
    SELECT mentorship.id, CASE
        WHEN NOT EXISTS (
            SELECT FROM membership AS led
            WHERE led.person_id = mentorship.mentee_id AND led.school_id = mentorship.school_id AND led.role = 'head'
                AND led.status = 'active' AND (led.until IS NULL OR led.until > $1)
        ) THEN 'head_left'
        WHEN specialist.school_id <> mentorship.home_id THEN 'mentor_left'
        WHEN specialist.status = 'ended' AND NOT EXISTS (
            SELECT FROM membership AS held
            WHERE held.person_id = mentorship.mentor_id AND held.school_id = mentorship.home_id AND held.status <> 'ended'
        ) THEN 'mentor_left'
        WHEN specialist.status = 'ended' OR NOT EXISTS (
            SELECT FROM designation
            WHERE designation.person_id = mentorship.mentor_id AND designation.scheme = 'mentor'
                AND designation.status IN ('designated', 'suspended')
                AND designation.ends_on >= ($1::timestamptz AT TIME ZONE 'UTC')::date
        ) THEN 'mentor_not_available'
    END AS parting
    FROM mentorship
    JOIN specialist ON specialist.id = mentorship.specialist_id
    WHERE mentorship.status IN ('offered', 'active', 'paused') AND {which}
) AS found
WHERE parting IS NOT NULL
ORDER BY id
