-- Every invariant of TRUST section 4 that exists so far, asked in one statement and so of one instant: what it returns
-- is broken, by rule, with some of the rows.
WITH RECURSIVE posted AS (
    -- What stands in the ledger: neither taken back nor itself a taking back.
    SELECT * FROM transfer
    WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM transfer AS back WHERE back.reverses = transfer.id)
), moved AS (
    SELECT account_id, sum(credited) AS credited, sum(debited) AS debited,
        sum(credited) FILTER (WHERE for_credit) AS credited_for_credit,
        sum(debited) FILTER (WHERE for_credit) AS debited_for_credit
    FROM ledger_movement
    GROUP BY account_id
), held AS (
    SELECT window_id,
        coalesce(sum(half_days) FILTER (WHERE state = 'reserved'), 0) AS reserved,
        coalesce(sum(half_days) FILTER (WHERE state = 'committed'), 0) AS committed
    FROM (
        SELECT window_id, half_days, state FROM reservation
        UNION ALL
        SELECT window_id, half_days, 'reserved' FROM round_hold
        UNION ALL
        SELECT window_id, half_days, 'reserved' FROM exchange_ring_hold
    ) AS part
    GROUP BY window_id
), pledged AS (
    SELECT deployment_id, sum(CASE kind WHEN 'promise' THEN amount WHEN 'release' THEN -amount ELSE 0 END) AS half_days
    FROM posted
    GROUP BY deployment_id
), followed AS (
    -- Which school took whose place, however many steps ago: posted transfers and closed records never move.
    SELECT school_id, successor_id FROM succession
    UNION
    SELECT followed.school_id, succession.successor_id
    FROM followed JOIN succession ON succession.school_id = followed.successor_id
), broken AS (
    -- The ledger.
    SELECT 'a transfer moves more than nothing, between two accounts of one kind' AS rule, transfer.id
    FROM transfer
    JOIN ledger_account AS debit ON debit.id = debit_account_id
    JOIN ledger_account AS credit ON credit.id = credit_account_id
    WHERE amount <= 0 OR debit.id = credit.id OR debit.kind <> credit.kind
    UNION ALL
    SELECT 'all accounts of a kind sum to nothing', (array_agg(id))[1]
    FROM ledger_account
    GROUP BY kind
    HAVING sum(credited) <> sum(debited)
    UNION ALL
    SELECT 'the balance of an account is the sum of its transfers', id
    FROM ledger_account
    LEFT JOIN moved ON account_id = id
    WHERE ledger_account.credited <> coalesce(moved.credited, 0) OR ledger_account.debited <> coalesce(moved.debited, 0)
    UNION ALL
    SELECT 'a confirmed visit has exactly one posting, of its half-days', visit.id
    FROM visit
    LEFT JOIN posted ON kind = 'support' AND source_id = confirmation_id
    WHERE visit.status = 'confirmed'
    GROUP BY visit.id
    HAVING count(posted.id) <> 1 OR sum(posted.amount) <> visit.half_days
    UNION ALL
    SELECT 'a posting of work stands only for a confirmed visit', posted.id
    FROM posted
    LEFT JOIN visit ON confirmation_id = source_id AND visit.status = 'confirmed'
    WHERE posted.kind = 'support' AND visit.id IS NULL
    UNION ALL
    SELECT 'a reversal is its original turned round', back.id
    FROM transfer AS back
    JOIN transfer AS original ON original.id = back.reverses
    WHERE (back.amount, back.debit_account_id, back.credit_account_id)
        IS DISTINCT FROM (original.amount, original.credit_account_id, original.debit_account_id)
        OR back.kind <> 'reversal' OR original.reverses IS NOT NULL
    UNION ALL
    SELECT 'a transfer is reversed at most once', reverses
    FROM transfer
    WHERE reverses IS NOT NULL
    GROUP BY reverses
    HAVING count(*) > 1
    UNION ALL
    SELECT 'what a deployment still promises is what the ledger holds of it', deployment.id
    FROM deployment
    LEFT JOIN pledged ON deployment_id = deployment.id
    WHERE deployment.promised <> coalesce(pledged.half_days, 0)
    UNION ALL
    SELECT 'a deployment that has ended promises nothing', id
    FROM deployment
    WHERE status IN ('completed', 'stopped', 'lapsed', 'evaluated', 'followed_up', 'closed') AND promised <> 0
    UNION ALL
    SELECT 'what the terms say is given back is owed', deployment.id
    FROM deployment
    LEFT JOIN obligation ON deployment_id = deployment.id
    WHERE (agreed_at IS NOT NULL AND terms -> 'give_back' ->> 'kind' IS NOT NULL) <> (obligation.id IS NOT NULL)

    /* and of what is settled */
    -- Capacity.
    UNION ALL
    SELECT 'nobody gives more half-days than they have', id
    FROM capacity_window
    WHERE reserved + committed > half_days
    UNION ALL
    SELECT 'what a half-term holds is the sum of its reservations', id
    FROM capacity_window
    LEFT JOIN held ON window_id = id
    WHERE (capacity_window.reserved, capacity_window.committed)
        IS DISTINCT FROM (coalesce(held.reserved, 0), coalesce(held.committed, 0))
    UNION ALL
    SELECT 'time is reserved only for an open proposal, and committed only for a confirmed one', reservation.proposal_id
    FROM reservation
    JOIN proposal ON proposal.id = proposal_id
    WHERE (state = 'reserved' AND proposal.status NOT IN ('sent', 'home_accepted', 'host_accepted', 'confirmed'))
        OR (state = 'committed' AND proposal.status <> 'confirmed')
    /* and of rounds */
    /* and of rings */

    -- Matches.
    UNION ALL
    SELECT 'a deployment has one confirmed proposal, and the other way round', coalesce(deployment.id, proposal.id)
    FROM proposal
    FULL JOIN deployment ON deployment.proposal_id = proposal.id
    WHERE (deployment.id IS NOT NULL AND proposal.status IS DISTINCT FROM 'confirmed')
        OR (deployment.id IS NULL AND proposal.status = 'confirmed')
    UNION ALL
    SELECT 'a deployment stands where its dates say', id
    FROM deployment
    WHERE (status IN ('completed', 'stopped', 'lapsed', 'evaluated', 'followed_up', 'closed')) <> (ended_at IS NOT NULL)
        OR (status IN ('evaluated', 'followed_up', 'closed')) <> (evaluated_at IS NOT NULL)
        OR (signed_off_at IS NOT NULL AND status NOT IN ('completed', 'evaluated', 'followed_up', 'closed'))
        OR (status = 'followed_up' AND followed_up_at IS NULL) OR (status = 'closed') <> (closed_at IS NOT NULL)
    UNION ALL
    SELECT 'a deployment was reviewed when it says so', deployment.id
    FROM deployment
    LEFT JOIN review ON deployment_id = deployment.id
    GROUP BY deployment.id
    HAVING (midterm_done_at IS NOT NULL) <> (count(*) FILTER (WHERE review.kind = 'midterm') > 0)
        OR signed_off_at IS NOT NULL AND count(*) FILTER (WHERE review.kind IN ('final', 'self_evaluation')) < 2
        OR (followed_up_at IS NOT NULL)::integer <> count(*) FILTER (WHERE review.kind = 'follow_up')

    /* and what comes before the work */
    UNION ALL
    SELECT 'no offer is proposed after it was withdrawn', proposal.id
    FROM proposal
    JOIN outbox ON outbox.noun_id = offer_id AND outbox.name = 'offer.withdrawn'
    WHERE sent_at > outbox.at
    UNION ALL
    SELECT 'a request with a live deployment is placed', deployment.id
    FROM deployment
    JOIN support_request ON support_request.id = request_id
    WHERE deployment.status IN ('agreed', 'active', 'paused') AND support_request.status <> 'placed'

    -- Events, the audit trail, keys.
    UNION ALL
    SELECT 'every event has its line in the audit trail, and every line its event', coalesce(outbox.id, audit_entry.id)
    FROM outbox
    FULL JOIN audit_entry ON audit_entry.id = outbox.id
    WHERE (outbox.name, outbox.noun_id) IS DISTINCT FROM (audit_entry.event, audit_entry.noun_id)
    UNION ALL
    -- Whether the entries are what they were is for `lateral audit verify`, which sums them up again.
    SELECT 'a link of the audit trail follows the one before it', entry_id
    FROM (
        SELECT entry_id, place, digest, head, lag(place, 1, 0::bigint) OVER along AS former_place,
            lag(head, 1, decode(repeat('00', 32), 'hex')) OVER along AS former_head
        FROM audit_link
        WINDOW along AS (ORDER BY place)
    ) AS link
    WHERE place <> former_place + 1 OR head <> sha256(former_head || digest)
    UNION ALL
    SELECT 'no entry of the audit trail is left behind by later ones that are linked', entry.id
    FROM audit_entry AS entry
    LEFT JOIN audit_link AS link ON link.entry_id = entry.id AND link.noun_id = entry.noun_id
    WHERE link.place IS NULL AND entry.at < (
        SELECT max(linked.at) FROM audit_link JOIN audit_entry AS linked ON linked.noun_id = audit_link.noun_id AND linked.id = entry_id
    ) - interval '1 hour'
    UNION ALL
    SELECT 'an event is of something that is there', outbox.id
    FROM outbox
    LEFT JOIN (
        SELECT id FROM offer
        UNION ALL
        SELECT id FROM support_request
        UNION ALL
        SELECT id FROM proposal
        UNION ALL
        SELECT id FROM deployment
        UNION ALL
        SELECT id FROM visit
        UNION ALL
        SELECT id FROM review
        UNION ALL
        SELECT id FROM evaluation
        UNION ALL
        SELECT id FROM obligation
        UNION ALL
        SELECT id FROM case_study
    ) AS thing ON thing.id = noun_id
    WHERE noun IN (
        'Offer', 'SupportRequest', 'Proposal', 'Deployment', 'Visit', 'Review', 'Evaluation', 'Obligation', 'CaseStudy')
        AND thing.id IS NULL
    UNION ALL
    -- Of what was agreed since kinds ask for something.
    SELECT 'what the kind of a deployment asks is written before it is agreed', id
    FROM deployment WHERE particulars IS NOT NULL AND agreed_at IS NOT NULL AND NOT is_prepared(kind, particulars, terms)
    UNION ALL
    -- Of visits that were recorded through the service; the demonstration's were not.
    SELECT 'every confirmation of a visit has its event, and every reversal', visit.id
    FROM visit
    JOIN outbox ON noun_id = visit.id
    GROUP BY visit.id
    HAVING bool_or(name = 'visit.recorded')
        AND count(*) FILTER (WHERE name = 'visit.confirmed') - count(*) FILTER (WHERE name = 'visit.reversed')
            <> (visit.status = 'confirmed')::integer
    UNION ALL
    -- A key has no id of its own: it is told by the MD5 of its parts.
    SELECT 'a key stands for work that was done or for a refusal that was told', md5(caller || operation || key)::uuid
    FROM idempotency
    WHERE outcome IS NULL AND body IS NULL
    UNION ALL
    SELECT 'what a key says was done is in the audit trail', md5(caller || operation || key)::uuid
    FROM idempotency
    WHERE outcome <> '' AND NOT EXISTS (
        SELECT FROM unnest(string_to_array(outcome, ' ')) AS done
        JOIN audit_entry ON noun_id = substring(done FROM '_([0-9a-f]{32})$')::uuid
    )
    UNION ALL
    SELECT 'no event is left behind by later ones that are relayed', id
    FROM outbox
    WHERE relayed_at IS NULL AND at < (SELECT max(at) FROM outbox WHERE relayed_at IS NOT NULL) - interval '1 hour'

    -- Whose record it is.
    UNION ALL
    SELECT 'a proposal is made to the school that asked', proposal.id
    FROM proposal
    JOIN support_request ON support_request.id = request_id
    WHERE host_id <> school_id
        -- A request that is over stays where it was, while the support that came of it passes on.
        AND NOT EXISTS (
            SELECT FROM followed
            WHERE (followed.school_id, successor_id) IN ((host_id, support_request.school_id), (support_request.school_id, host_id))
        )
    UNION ALL
    SELECT 'a deployment is between the schools of its proposal', deployment.id
    FROM deployment
    JOIN proposal ON proposal.id = proposal_id
    WHERE (deployment.host_id, deployment.home_id, deployment.request_id, deployment.offer_id, deployment.alliance_id)
        IS DISTINCT FROM (proposal.host_id, proposal.home_id, proposal.request_id, proposal.offer_id, proposal.alliance_id)
    UNION ALL
    SELECT 'a transfer runs between the two schools of its deployment', transfer.id
    FROM transfer
    JOIN deployment ON deployment.id = deployment_id
    JOIN ledger_account AS debit ON debit.id = debit_account_id
    JOIN ledger_account AS credit ON credit.id = credit_account_id
    WHERE NOT (ARRAY[debit.school_id, credit.school_id] <@ ARRAY[host_id, home_id])
        AND NOT (ARRAY[debit.school_id, credit.school_id] <@ ARRAY(
            WITH gives AS (
                SELECT unnest(ARRAY[host_id, home_id]) AS id
                UNION ALL SELECT school_id FROM former_home WHERE former_home.deployment_id = deployment.id
            )
            SELECT school_id FROM followed WHERE successor_id IN (SELECT id FROM gives)
            UNION ALL SELECT id FROM gives
        ))
    UNION ALL
    SELECT 'time that is held is the giver''s', proposal_id
    FROM reservation
    JOIN capacity_window AS slot ON slot.id = window_id
    JOIN proposal ON proposal.id = proposal_id
    WHERE NOT coalesce(slot.specialist_id = proposal.specialist_id, slot.school_id = proposal.home_id, false)
    /* and of mentoring */ UNION ALL
    /* who sees what */
    UNION ALL
    SELECT 'a closed school offers nothing that can be found', offer.id
    FROM offer JOIN school ON school.id = school_id
    WHERE offer.status IN ('published', 'stale') AND school.status = 'closed'
    UNION ALL
    SELECT 'an only successor is kept for whoever has one', school.id
    FROM school
    LEFT JOIN only_successor AS kept ON kept.predecessor_urn = urn
    LEFT JOIN (
        SELECT predecessor_urn, min(successor_urn) AS successor_urn
        FROM school_succession GROUP BY predecessor_urn HAVING count(*) = 1
    ) AS linked ON linked.predecessor_urn = urn
    WHERE kept.successor_urn IS DISTINCT FROM linked.successor_urn
    /* and that time runs forwards */
)

SELECT rule, count(*) AS rows, array_to_string((array_agg(id ORDER BY id))[1:5], ', ') AS examples
FROM broken
GROUP BY rule
ORDER BY rule
