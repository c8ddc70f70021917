-- The times during which some people led schools: what they have stated, and the roles of heads that they hold where they
-- have stated nothing of the present. Before a role on Lateral nothing is known that nobody has stated.
SELECT headship.person_id, headship.school_id, school.local_authority_id, started_on, ended_on, true AS stated
FROM headship
JOIN school ON school.id = headship.school_id
WHERE headship.person_id = ANY($1)
UNION ALL
SELECT membership.person_id, membership.school_id, school.local_authority_id,
    (membership.begun_at AT TIME ZONE 'UTC')::date, NULL, false
FROM membership
JOIN school ON school.id = membership.school_id
WHERE membership.person_id = ANY($1) AND membership.role = 'head' AND membership.status = 'active'
    AND membership.begun_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM headship
        WHERE headship.person_id = membership.person_id AND headship.school_id = membership.school_id
            AND headship.ended_on IS NULL
    )
ORDER BY started_on
