-- The invariants of rings of schools: a part of check.sql, put where its comment leaves room.
    UNION ALL
    SELECT 'a ring of schools holds time only while it waits for their answers', hold.ring_id
    FROM exchange_ring_hold AS hold
    JOIN exchange_ring ON exchange_ring.id = hold.ring_id
    WHERE exchange_ring.status <> 'proposed'
    UNION ALL
    SELECT 'a ring of schools that waits for answers holds what each of them would give', leg.ring_id
    FROM exchange_ring_leg AS leg
    JOIN exchange_ring ON exchange_ring.id = leg.ring_id AND exchange_ring.status = 'proposed'
    WHERE leg.half_days IS DISTINCT FROM (
        SELECT sum(half_days) FROM exchange_ring_hold AS hold WHERE hold.ring_id = leg.ring_id AND hold.place = leg.place
    )
    UNION ALL
    SELECT 'in a ring of schools whoever gets gives next, and consents are counted', ring.id
    FROM exchange_ring AS ring
    LEFT JOIN exchange_ring_leg AS leg ON leg.ring_id = ring.id
    LEFT JOIN exchange_ring_leg AS next ON next.ring_id = ring.id AND next.home_id = leg.host_id
        AND next.place = leg.place % ring.schools + 1
    GROUP BY ring.id
    HAVING count(next.place) <> count(leg.place) OR count(leg.place) NOT IN (0, ring.schools) OR count(*) FILTER (WHERE leg.answer = 'consented') <> ring.consents
    UNION ALL
    SELECT 'a ring of schools that is agreed has a confirmed proposal for each of them', leg.ring_id
    FROM exchange_ring_leg AS leg
    JOIN exchange_ring ON exchange_ring.id = leg.ring_id
    LEFT JOIN proposal ON proposal.id = leg.proposal_id
    WHERE (exchange_ring.status = 'agreed') <> (proposal.id IS NOT NULL) OR proposal.status <> 'confirmed'
        OR (proposal.request_id, proposal.offer_id) IS DISTINCT FROM (leg.request_id, leg.offer_id) AND proposal.id IS NOT NULL
