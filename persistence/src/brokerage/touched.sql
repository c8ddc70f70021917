-- The schools whose offers may match otherwise since an event ($1), by the outbox.
SELECT event.id, event.school_id
FROM (
    SELECT
        outbox.id,
        coalesce(
            offer.school_id, window_of_person.school_id, capacity_window.school_id, proposal.home_id,
            deployment.home_id, specialist.school_id
        ) AS school_id
    FROM outbox
    LEFT JOIN offer ON outbox.noun = 'Offer' AND offer.id = outbox.noun_id
    LEFT JOIN capacity_window ON outbox.noun = 'CapacityWindow' AND capacity_window.id = outbox.noun_id
    LEFT JOIN specialist AS window_of_person ON window_of_person.id = capacity_window.specialist_id
    LEFT JOIN proposal ON outbox.noun = 'Proposal' AND proposal.id = outbox.noun_id
    LEFT JOIN deployment ON outbox.noun = 'Deployment' AND deployment.id = outbox.noun_id
    LEFT JOIN specialist ON outbox.noun = 'Specialist' AND specialist.id = outbox.noun_id
    WHERE outbox.id > $1
        AND outbox.noun IN ('Offer', 'CapacityWindow', 'Proposal', 'Deployment', 'Specialist')
) AS event
WHERE event.school_id IS NOT NULL
ORDER BY event.id
