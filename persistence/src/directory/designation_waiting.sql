-- The designations that wait for one person in one role, newest first. Who speaks for a school and who has a post there is asked
-- here, and is not for everybody to see: what is shown is decided by the readers of each designation alone.
SELECT it.*
FROM designation AS it
WHERE readable_by(it.audience) && $1
    AND it.status = ANY (CASE WHEN it.post = 'headteacher' THEN $3::text[] ELSE $2::text[] END)
    AND it.person_id <> $4
    AND NOT ($5 AND (
        EXISTS (
            SELECT FROM employment
            WHERE employment.person_id = $4 AND employment.school_id = it.home_id
                AND (employment.ended_on IS NULL OR employment.ended_on >= ($8::timestamptz AT TIME ZONE 'UTC')::date)
        )
        OR EXISTS (
            SELECT FROM membership
            WHERE membership.person_id = $4 AND membership.school_id = it.home_id AND membership.ended_at IS NULL
        )
    ))
    AND NOT ($6 AND it.assessments @> jsonb_build_array(jsonb_build_object('by', $4::uuid)))
    AND NOT ($7 AND it.status = 'applied' AND EXISTS (
        SELECT FROM membership
        JOIN person ON person.id = membership.person_id
        WHERE membership.school_id = it.home_id AND membership.role = 'governor' AND membership.status = 'active'
            AND membership.person_id <> it.person_id AND (membership.until IS NULL OR membership.until > $8)
            AND person.suspended_at IS NULL
    ))
    AND ($9::uuid IS NULL OR it.id {than} $9)
ORDER BY it.id {way}
LIMIT {limit}
