    -- Mentoring: what is asked in the place of its name in check.sql.
    UNION ALL
    SELECT 'the dates of a record never run backwards', id
    FROM mentorship
    WHERE NOT coalesce(suggested_at <= offered_at, true) OR NOT coalesce(offered_at <= started_at, true)
        OR NOT coalesce(started_at <= ended_at, true) OR NOT coalesce(suggested_at <= ended_at, true)
    UNION ALL
    SELECT 'a mentorship is seen by those whom it concerns, and before it is offered by the brokers alone', id
    FROM mentorship
    WHERE CASE WHEN offered_at IS NULL THEN audience <> ARRAY[alliance_id]
        ELSE NOT ARRAY[alliance_id, mentee_id, mentor_id] <@ audience END
    UNION ALL
    SELECT 'a support group is seen by those who have a place in it, and by no other head', support_group.id
    FROM support_group
    JOIN support_group_place AS place ON place.group_id = support_group.id
    WHERE place.person_id NOT IN (head_id, adviser_id)
    GROUP BY support_group.id, place.person_id
    HAVING bool_or(place.status IN ('offered', 'accepted')) <> (place.person_id = ANY (support_group.audience))
    UNION ALL
    SELECT 'a place in a support group is seen by its head and the alliance', id
    FROM support_group_place
    WHERE NOT ARRAY[alliance_id, person_id] <@ audience
    UNION ALL
    SELECT 'a support group is seen by the alliance and by the two who hold it', id
    FROM support_group
    WHERE NOT ARRAY[alliance_id, head_id, adviser_id] <@ audience
    UNION ALL
    SELECT 'practice as a coach is seen by the coach and the heads of the school', id
    FROM coaching_practice
    WHERE cardinality(audience) < 2 OR NOT person_id = ANY (audience)
