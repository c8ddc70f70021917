-- The invariants of what comes before and after: a part of check.sql, put where its comment leaves room.
    UNION ALL
    SELECT 'the dates of a record never run backwards', id
    FROM (
        SELECT id, ARRAY[created_at, submitted_at, triaged_at] AS steps FROM support_request
        UNION ALL
        SELECT id, submitted_at || returned_at FROM support_request
        UNION ALL
        SELECT id, submitted_at || placed_at FROM support_request
        UNION ALL
        SELECT id, submitted_at || came_at FROM support_request
        UNION ALL
        SELECT id, ARRAY[created_at, published_at] FROM offer
        UNION ALL
        SELECT id, ARRAY[sent_at, least(home_accepted_at, host_accepted_at), ended_at] FROM proposal
        UNION ALL
        SELECT id, ARRAY[planned_at, agreed_at, started_at, midterm_done_at, ended_at, evaluated_at, followed_up_at,
            closed_at]
        FROM deployment
        UNION ALL
        SELECT id, ARRAY[visited_on::timestamp AT TIME ZONE 'UTC', recorded_at, confirmed_at] FROM visit
        UNION ALL
        SELECT id, ARRAY[held_on::timestamp AT TIME ZONE 'UTC', written_at] FROM review
        UNION ALL
        SELECT id, ARRAY[sent_at, answered_at] FROM referral
        UNION ALL
        SELECT id, ARRAY[proposed_at, ended_at] FROM exchange_ring
        UNION ALL
        SELECT id, ARRAY[created_at, due_at, overdue_at, ended_at] FROM obligation
        UNION ALL
        SELECT id, ARRAY[invited_at, answered_at] FROM alliance_invitation
        UNION ALL
        SELECT id, ARRAY[begun_at, ended_at] FROM membership
        UNION ALL
        SELECT id, ARRAY[applied_at, referenced_at, assessed_at, decided_at, ended_at] FROM designation
        UNION ALL
        SELECT id, ARRAY[created_at, accepted_at] FROM invitation
    ) AS record
    WHERE EXISTS (
        SELECT FROM unnest(steps) WITH ORDINALITY AS earlier (step, place)
        JOIN unnest(steps) WITH ORDINALITY AS later (step, place) ON later.place > earlier.place
        WHERE later.step < earlier.step
    )
