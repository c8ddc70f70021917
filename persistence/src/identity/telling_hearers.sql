-- The people behind the audiences of some events, each once for an event, but for whoever did it and owes nothing. What an event concerns
-- is found by the ids among its facts; of a draft no broker hears.
WITH told AS (
    SELECT it.*, outbox.noun_id, outbox.body::jsonb -> 'data' AS facts
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::text[]) AS it (event_id, topic, hearer, owing, due)
    JOIN outbox ON outbox.id = it.event_id
), about AS (
    SELECT told.event_id, told.noun_id, told.topic, told.hearer, told.owing,
        CASE
            WHEN told.due = '' THEN NULL
            WHEN facts ->> told.due IS NOT NULL THEN (facts ->> told.due)::timestamptz
            -- A referral without a day waits in the national pool, where nobody owes an answer.
            WHEN referral.id IS NULL THEN request.respond_by
        END AS due_at,
        CASE
            WHEN told.hearer = 'referees' AND designation.post = 'headteacher' THEN 'governor'
            WHEN told.hearer <> 'consenters' THEN 'head'
            WHEN facts ->> 'kind' = 'CHAIR_OF_GOVERNORS' THEN 'governor'
            WHEN facts ->> 'kind' = 'TRUST' THEN 'trust_officer'
            ELSE 'head'
        END AS role,
        CASE told.hearer
            WHEN 'home_heads' THEN coalesce(deployment.home_id, proposal.home_id, designation.home_id, specialist.school_id)
            WHEN 'referees' THEN designation.home_id
            -- How somebody sees the own work is not for the school that received it (DOMAIN F8).
            WHEN 'host_heads' THEN CASE WHEN told.facts ->> 'kind' IS DISTINCT FROM 'SELF_EVALUATION'
                THEN coalesce(deployment.host_id, proposal.host_id, request.school_id) END
            WHEN 'unguaranteed_heads' THEN CASE WHEN NOT coalesce(request.asker_guaranteed, false) THEN request.school_id END
            WHEN 'school_heads' THEN coalesce(split_part(facts ->> 'school', '_', 2)::uuid, programme_grant.school_id)
            WHEN 'consenters' THEN CASE facts ->> 'side' WHEN 'HOME' THEN deployment.home_id ELSE deployment.host_id END
            WHEN 'pool_keepers' THEN pool.lead_id
            WHEN 'debtor_heads' THEN obligation.debtor_id
            WHEN 'creditor_heads' THEN obligation.creditor_id
            WHEN 'successor_heads' THEN split_part(facts ->> 'successor', '_', 2)::uuid
            -- Of what was never offered nobody hears but the brokers.
            WHEN 'mentor_heads' THEN CASE WHEN mentorship.offered_at IS NOT NULL THEN mentorship.home_id END
        END AS school_id,
        CASE told.hearer
            WHEN 'brokers' THEN coalesce(
                ARRAY[coalesce(deployment.alliance_id, proposal.alliance_id, designation.alliance_id, obligation.alliance_id)]
                    || CASE WHEN coalesce(deployment.id, proposal.id) IS NULL AND request.status <> 'draft'
                        THEN request.alliances END,
                '{}')
            WHEN 'pool_keepers' THEN CASE WHEN pool.lead_id IS NULL THEN ARRAY[pool.alliance_id] END
            WHEN 'assessors' THEN ARRAY[designation.alliance_id]
            WHEN 'asked_assessors' THEN
                CASE WHEN designation.referenced_at IS NOT NULL AND designation.since IS NULL
                    THEN ARRAY[designation.alliance_id] END
            WHEN 'brokers_of_head' THEN CASE WHEN designation.post = 'headteacher' THEN ARRAY[designation.alliance_id] END
            WHEN 'referees' THEN CASE WHEN designation.post = 'headteacher' AND NOT EXISTS (
                SELECT FROM membership AS governor
                WHERE governor.school_id = designation.home_id AND governor.role = 'governor'
                    AND governor.status = 'active' AND (governor.until IS NULL OR governor.until > $6)
                    AND governor.person_id <> designation.person_id
            ) THEN ARRAY[designation.alliance_id] END
            -- Whoever does not hold it any more hears nothing: then all of the alliance do.
            WHEN 'breach_holder' THEN CASE WHEN holder.id IS NULL THEN ARRAY[breach.alliance_id] END
            WHEN 'asked_brokers' THEN ARRAY[referral.to_alliance_id]
            WHEN 'referring_brokers' THEN ARRAY[referral.from_alliance_id]
            WHEN 'alliance_brokers' THEN ARRAY[split_part(facts ->> 'alliance', '_', 2)::uuid]
            WHEN 'round_runners' THEN ARRAY[round.alliance_id]
            WHEN 'round_brokers' THEN CASE WHEN round.alliance_id IS NULL
                THEN ARRAY(
                    SELECT unnest(its.alliances) FROM round_line JOIN support_request AS its ON its.id = request_id
                    WHERE round_id = round.id)
                ELSE ARRAY[round.alliance_id] END
            WHEN 'ring_brokers' THEN ARRAY[ring.alliance_id]
            WHEN 'member_brokers' THEN ARRAY(
                SELECT member.alliance_id FROM alliance_member AS member
                WHERE member.school_id = claimed.school_id AND member.until IS NULL)
        END AS alliances,
        CASE told.hearer
            WHEN 'person' THEN coalesce(split_part(facts ->> 'person', '_', 2)::uuid, designation.person_id, place.person_id, consent.said_by)
            WHEN 'specialist' THEN coalesce(deployment.person_id, specialist.person_id)
            WHEN 'breach_holder' THEN holder.person_id
            WHEN 'mentee' THEN CASE WHEN mentorship.offered_at IS NOT NULL THEN mentorship.mentee_id END
            WHEN 'mentor' THEN CASE WHEN mentorship.offered_at IS NOT NULL THEN mentorship.mentor_id END
            WHEN 'head_facilitator' THEN support_group.head_id
            WHEN 'adviser' THEN support_group.adviser_id
        END AS person_id,
        -- Nobody speaks for themselves.
        CASE WHEN told.hearer = 'referees' THEN designation.person_id END AS but,
        coalesce(deployment.alliance_id, proposal.alliance_id) AS alliance_id,
        ARRAY[coalesce(deployment.home_id, proposal.home_id), coalesce(deployment.host_id, proposal.host_id)] AS sides,
        -- Nobody approves what they proposed in their own interest, or a waiver that they wrote.
        array_remove(
            ARRAY[
                CASE WHEN deployment.own_placement OR deployment.home_interest OR deployment.host_interest
                    OR arisen.declared_by IS NOT NULL THEN deployment.brokered_by END,
                CASE WHEN deployment.terms -> 'settlement' ->> 'kind' = 'waived' THEN deployment.drafted_by END,
                proposal.sent_by
            ],
            NULL) || arisen.declared_by AS involved,
        -- Whose brokers have what waits in the national pool already; nothing where it does not wait there.
        CASE WHEN told.hearer = 'pool_brokers' AND CASE
            WHEN referral.id IS NULL THEN cardinality(request.alliances) = 0 AND request.status <> 'draft'
            ELSE referral.to_alliance_id IS NULL AND referral.status = 'sent'
        END THEN request.alliances END AS pool_but
    FROM told
    LEFT JOIN deployment ON deployment.id = split_part(facts ->> 'deployment', '_', 2)::uuid
    LEFT JOIN LATERAL (
        SELECT array_agg(declared_by) AS declared_by FROM arisen_interest
        WHERE deployment_id = deployment.id AND status = 'waiting'
    ) AS arisen ON true
    LEFT JOIN proposal ON proposal.id = split_part(facts ->> 'proposal', '_', 2)::uuid
    LEFT JOIN referral ON referral.id = split_part(facts ->> 'referral', '_', 2)::uuid
    LEFT JOIN support_request AS request ON request.id = split_part(facts ->> 'request', '_', 2)::uuid
    LEFT JOIN specialist ON specialist.id = split_part(facts ->> 'specialist', '_', 2)::uuid
    LEFT JOIN designation ON designation.id = split_part(facts ->> 'designation', '_', 2)::uuid
    LEFT JOIN obligation ON obligation.id = split_part(facts ->> 'obligation', '_', 2)::uuid
    LEFT JOIN programme_grant ON programme_grant.id = split_part(facts ->> 'grant', '_', 2)::uuid
    LEFT JOIN pooled_budget AS pool ON pool.id = split_part(facts ->> 'pool', '_', 2)::uuid
    LEFT JOIN service_breach AS breach ON breach.id = split_part(facts ->> 'breach', '_', 2)::uuid
    LEFT JOIN LATERAL (
        SELECT id, person_id FROM membership
        WHERE person_id = breach.held_by AND alliance_id = breach.alliance_id AND role = 'broker'
            AND status = 'active' AND (until IS NULL OR until > $6)
        LIMIT 1
    ) AS holder ON true
    LEFT JOIN mentorship ON mentorship.id = split_part(facts ->> 'mentorship', '_', 2)::uuid
    LEFT JOIN support_group ON support_group.id = split_part(facts ->> 'group', '_', 2)::uuid
    LEFT JOIN support_group_place AS place ON place.id = split_part(facts ->> 'place', '_', 2)::uuid
    LEFT JOIN consent ON consent.id = split_part(facts ->> 'consent', '_', 2)::uuid
    LEFT JOIN brokerage_round AS round ON round.id = split_part(facts ->> 'round', '_', 2)::uuid
    LEFT JOIN exchange_ring AS ring ON ring.id = split_part(facts ->> 'ring', '_', 2)::uuid
    LEFT JOIN membership AS claimed ON claimed.id = split_part(facts ->> 'membership', '_', 2)::uuid
), heard AS (
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN membership ON membership.school_id = about.school_id AND membership.role = about.role
        AND membership.person_id IS DISTINCT FROM about.but
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN membership ON membership.alliance_id = ANY(about.alliances)
        AND membership.role = CASE WHEN about.hearer IN ('assessors', 'asked_assessors') THEN 'qa_assessor' ELSE 'broker' END
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN membership ON about.pool_but IS NOT NULL AND membership.role = 'broker'
        AND membership.alliance_id <> ALL (about.pool_but)
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN membership ON membership.role = 'operator'
        AND (about.hearer = 'operators' OR about.hearer = 'round_runners' AND about.alliances[1] IS NULL)
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN membership ON about.hearer = 'policy_keepers' AND membership.role IN ('analyst', 'operator')
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN pool_member ON about.hearer = 'pool_heads' AND pool_id = about.noun_id AND pool_member.status = 'joined'
    JOIN membership ON membership.school_id = pool_member.school_id AND membership.role = 'head'
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN exchange_ring_leg AS leg ON about.hearer = 'ring_heads' AND leg.ring_id = about.noun_id
    JOIN membership ON membership.school_id = leg.home_id AND membership.role = 'head'
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, membership.person_id
    FROM about
    JOIN commission_backer AS backer ON about.hearer = 'backer_heads' AND commission_id = about.noun_id
    JOIN membership ON membership.school_id = backer.school_id AND membership.role = 'head'
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $6)
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, seat.person_id
    FROM about
    JOIN support_group_place AS seat ON about.hearer = 'group_members' AND seat.group_id = about.noun_id
        AND seat.status = 'accepted'
    UNION ALL
    SELECT about.event_id, about.noun_id, about.topic, about.owing, about.due_at, second.person_id
    FROM about
    CROSS JOIN LATERAL second_brokers(about.alliance_id, about.sides, about.involved, $6) AS second (person_id)
    WHERE about.hearer = 'second_brokers'
    UNION ALL
    SELECT event_id, noun_id, topic, owing, due_at, person_id FROM about WHERE person_id IS NOT NULL
)
SELECT heard.event_id, heard.person_id, bool_or(heard.owing) AS owing, max(heard.due_at) AS due_at,
    max(preference.way) AS way
FROM heard
JOIN person ON person.id = heard.person_id AND person.suspended_at IS NULL
LEFT JOIN audit_entry AS audit ON audit.noun_id = heard.noun_id AND audit.id = heard.event_id
LEFT JOIN notification_preference AS preference
    ON preference.person_id = heard.person_id AND preference.topic = heard.topic
WHERE heard.owing OR audit.actor_person_id IS DISTINCT FROM heard.person_id
GROUP BY heard.event_id, heard.person_id
ORDER BY heard.event_id, heard.person_id
