-- Who holds a support group and cannot go on: lent no longer, in a post that does not fit their place, or without a designation as a
-- facilitator that holds today. Whoever is known to be missed is not found again.
SELECT * FROM (
    SELECT support_group.id, held.side, CASE
        WHEN specialist.status = 'ended' OR specialist.post <> held.post THEN 'moved_on'
        WHEN NOT EXISTS (
            SELECT FROM designation
            WHERE designation.person_id = held.person_id AND designation.scheme = 'facilitator'
                AND designation.status = 'designated'
                AND designation.ends_on >= ($1::timestamptz AT TIME ZONE 'UTC')::date
        ) THEN 'not_available'
    END AS why
    FROM support_group
    CROSS JOIN LATERAL (VALUES
        ('head', 'headteacher', head_id, head_specialist_id, head_missed_at),
        ('adviser', 'adviser', adviser_id, adviser_specialist_id, adviser_missed_at)
    ) AS held (side, post, person_id, specialist_id, missed_at)
    JOIN specialist ON specialist.id = held.specialist_id
    WHERE support_group.status <> 'closed' AND held.missed_at IS NULL AND {which}
) AS found
WHERE why IS NOT NULL
ORDER BY id, side
