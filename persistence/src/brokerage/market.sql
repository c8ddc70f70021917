-- What matching knows of offers: those that may come into view or say why not, with what their holder has free from a
-- half-term on ($1), does now and has done. One holder's offers draw on the same capacity (SETTLED 5). The whole market
-- is read by this, and the offers of some schools ($2), with the condition put where the comment stands.
WITH chosen AS (
    SELECT * FROM offer
    WHERE status IN ('published', 'stale', 'paused') /* of some schools */
), person_free AS (
    SELECT specialist_id, array_agg(half_term) AS half_terms, array_agg(half_days - reserved - committed) AS half_days
    FROM capacity_window
    WHERE half_term >= $1 AND half_days > 0 AND specialist_id IN (SELECT specialist_id FROM chosen)
    GROUP BY specialist_id
), school_free AS (
    SELECT school_id, array_agg(half_term) AS half_terms, array_agg(half_days - reserved - committed) AS half_days
    FROM capacity_window
    WHERE half_term >= $1 AND half_days > 0 AND school_id IN (SELECT school_id FROM chosen)
    GROUP BY school_id
), held AS (
    -- What an offer's own proposals hold, the plans of rounds, and rings: it states how much may be asked of it in one half-term.
    SELECT offer_id, array_agg(half_term) AS half_terms, array_agg(half_days) AS half_days
    FROM (SELECT offer_id, half_term, sum(half_days)::integer AS half_days FROM (
        SELECT proposal.offer_id, capacity_window.half_term, sum(reservation.half_days)::integer AS half_days
        FROM reservation
        JOIN capacity_window ON capacity_window.id = window_id
        JOIN proposal ON proposal.id = proposal_id
        WHERE half_term >= $1 AND state <> 'released' AND proposal.home_id IN (SELECT school_id FROM chosen)
        GROUP BY proposal.offer_id, capacity_window.half_term
        UNION ALL
        SELECT line.offer_id, capacity_window.half_term, sum(hold.half_days)::integer
        FROM round_hold AS hold
        JOIN capacity_window ON capacity_window.id = window_id
        JOIN round_line AS line ON line.round_id = hold.round_id AND line.request_id = hold.request_id
        WHERE half_term >= $1 AND line.home_id IN (SELECT school_id FROM chosen)
        GROUP BY line.offer_id, capacity_window.half_term
        UNION ALL
        SELECT leg.offer_id, capacity_window.half_term, sum(hold.half_days)::integer
        FROM exchange_ring_hold AS hold
        JOIN capacity_window ON capacity_window.id = window_id
        JOIN exchange_ring_leg AS leg ON leg.ring_id = hold.ring_id AND leg.place = hold.place
        WHERE half_term >= $1 AND leg.home_id IN (SELECT school_id FROM chosen)
        GROUP BY leg.offer_id, capacity_window.half_term
    ) AS part GROUP BY offer_id, half_term) AS of_half_term
    GROUP BY offer_id
), held_now AS (
    -- What is or will be held, by the days on which it is: a person's, whoever employs them.
    SELECT person_id, array_agg(scheme) AS schemes, array_agg(since) AS since, array_agg(ends_on) AS ends
    FROM designation
    WHERE status = 'designated' AND person_id IN (
        SELECT person_id FROM specialist WHERE specialist.id IN (SELECT specialist_id FROM chosen)
    )
    GROUP BY person_id
), supported AS (
    -- Whom somebody supports: whom the listing names, as far as every designation that they hold is for them (DOMAIN B15).
    SELECT specialist.id, array_agg(named.post) AS posts
    FROM specialist CROSS JOIN unnest(specialist.supports) AS named (post)
    WHERE specialist.id IN (SELECT specialist_id FROM chosen) AND NOT EXISTS (
        SELECT FROM designation
        JOIN designation_criteria ON designation_criteria.scheme = designation.scheme
            AND designation_criteria.version = designation.criteria_version
        WHERE designation.person_id = specialist.person_id AND designation.status = 'designated'
            AND named.post <> ALL (designation_criteria.supports)
    )
    GROUP BY specialist.id
), work AS (
    -- What somebody does and has done goes with them from school to school.
    SELECT specialist_id,
        count(*) FILTER (WHERE status IN ('planned', 'agreed', 'active', 'paused'))::integer AS jobs,
        count(*) FILTER (WHERE status IN ('completed', 'evaluated', 'followed_up', 'closed'))::integer AS completed
    FROM deployment
    WHERE specialist_id IN (SELECT specialist_id FROM chosen)
    GROUP BY specialist_id
), own_work AS (
    -- What a school does as a school.
    SELECT home_id,
        count(*) FILTER (WHERE status IN ('planned', 'agreed', 'active', 'paused'))::integer AS jobs,
        count(*) FILTER (WHERE status IN ('completed', 'evaluated', 'followed_up', 'closed'))::integer AS completed
    FROM deployment
    WHERE specialist_id IS NULL AND home_id IN (SELECT school_id FROM chosen)
    GROUP BY home_id
)
SELECT
    chosen.id,
    chosen.school_id,
    chosen.specialist_id,
    chosen.status,
    chosen.kind,
    chosen.expertise,
    chosen.key_stages,
    chosen.modes,
    chosen.format,
    coalesce(chosen.travel_minutes, specialist.travel_minutes) AS travel_minutes,
    (chosen.last_confirmed_at AT TIME ZONE 'UTC')::date AS confirmed_on,
    chosen.evidence IS NOT NULL AS stated,
    coalesce(held_now.schemes, '{}') AS schemes,
    coalesce(held_now.since, '{}') AS since,
    coalesce(held_now.ends, '{}') AS ends,
    CASE WHEN cardinality(specialist.supports) > 0 THEN coalesce(supported.posts, '{}') END AS supports,
    coalesce(specialist.status = 'listed', true) AS released,
    chosen.half_days_per_half_term AS most,
    coalesce(held.half_terms, '{}') AS held_half_terms,
    coalesce(held.half_days, '{}') AS held_half_days,
    coalesce(person_free.half_terms, school_free.half_terms, '{}') AS half_terms,
    coalesce(person_free.half_days, school_free.half_days, '{}') AS half_days,
    coalesce(work.jobs, own_work.jobs, 0) AS jobs,
    coalesce(work.completed, own_work.completed, 0) AS completed
FROM chosen
LEFT JOIN specialist ON specialist.id = chosen.specialist_id
LEFT JOIN held_now ON held_now.person_id = specialist.person_id
LEFT JOIN supported ON supported.id = chosen.specialist_id
LEFT JOIN person_free ON person_free.specialist_id = chosen.specialist_id
LEFT JOIN school_free ON school_free.school_id = chosen.school_id AND chosen.specialist_id IS NULL
LEFT JOIN held ON held.offer_id = chosen.id
LEFT JOIN work ON work.specialist_id = chosen.specialist_id
LEFT JOIN own_work ON own_work.home_id = chosen.school_id AND chosen.specialist_id IS NULL
