-- The schools that may match otherwise since an event ($1), and which of them may stand otherwise too, by the outbox; no school
-- where it is the policy that may be otherwise. The list
-- of nouns is that of the index which serves it.
SELECT event.id, touched.school_id, event.noun IN ('Deployment', 'Visit') AS stands
FROM outbox AS event
CROSS JOIN LATERAL (
    SELECT school_id FROM offer WHERE event.noun = 'Offer' AND offer.id = event.noun_id
    UNION ALL
    SELECT coalesce(capacity_window.school_id, specialist.school_id)
    FROM capacity_window LEFT JOIN specialist ON specialist.id = specialist_id
    WHERE event.noun = 'CapacityWindow' AND capacity_window.id = event.noun_id
    UNION ALL
    SELECT home_id FROM proposal WHERE event.noun = 'Proposal' AND proposal.id = event.noun_id
    UNION ALL
    SELECT unnest(ARRAY[home_id, host_id]) FROM deployment
    WHERE event.noun = 'Deployment' AND deployment.id = event.noun_id
    UNION ALL
    SELECT school_id FROM former_home WHERE event.noun = 'Deployment' AND deployment_id = event.noun_id
    UNION ALL
    -- Whoever has moved since is counted where they are.
    SELECT school_id FROM deployment JOIN specialist ON specialist.id = specialist_id
    WHERE event.noun = 'Deployment' AND deployment.id = event.noun_id AND school_id <> home_id
    UNION ALL
    SELECT unnest(ARRAY[home_id, host_id]) FROM visit JOIN deployment ON deployment.id = deployment_id
    WHERE event.noun = 'Visit' AND visit.id = event.noun_id
    UNION ALL
    SELECT school_id FROM specialist WHERE event.noun = 'Specialist' AND specialist.id = event.noun_id
    UNION ALL
    SELECT school_id FROM designation
    JOIN specialist ON specialist.person_id = designation.person_id AND specialist.status <> 'ended'
    WHERE event.noun = 'Designation' AND designation.id = event.noun_id
    UNION ALL
    -- What the plan of a round holds, or holds no longer because it is over or the request was proposed.
    SELECT home_id FROM round_line WHERE event.noun = 'Round' AND round_id = event.noun_id AND home_id IS NOT NULL
    UNION ALL
    SELECT home_id FROM round_line WHERE event.noun = 'Proposal' AND proposal_id = event.noun_id AND home_id IS NOT NULL
    UNION ALL
    -- What a ring of schools holds, or holds no longer.
    SELECT home_id FROM exchange_ring_leg WHERE event.noun = 'ExchangeRing' AND ring_id = event.noun_id
    UNION ALL
    -- A version of the policy is nobody's in particular.
    SELECT NULL WHERE event.name = 'policy_change.approved'
) AS touched
WHERE event.id > $1
    -- What follows the end of the work changes no match.
    AND event.name NOT IN (
        'deployment.evaluated', 'deployment.evaluation_lapsed', 'deployment.follow_up_scheduled', 'deployment.followed_up',
        'deployment.closed', 'deployment.closed_without_follow_up', 'deployment.signed_off', 'deployment.measured'
    )
    AND event.noun IN ('Offer', 'CapacityWindow', 'Proposal', 'Deployment', 'Visit', 'Specialist', 'Designation', 'Round', 'ExchangeRing', 'PolicyChange')
ORDER BY event.id
