-- What matching knows of offers: those that may come into view or say why not, with what their holder has free, does
-- now and has done. One holder's offers draw on the same capacity (SETTLED 5).
SELECT
    offer.id,
    offer.school_id,
    offer.specialist_id,
    offer.status,
    offer.expertise,
    offer.key_stages,
    offer.modes,
    offer.format,
    coalesce(offer.travel_minutes, specialist.travel_minutes) AS travel_minutes,
    (offer.last_confirmed_at AT TIME ZONE 'UTC')::date AS confirmed_on,
    offer.evidence IS NOT NULL AS stated,
    specialist.designation,
    specialist.designated_on,
    specialist.designation_ends_on,
    coalesce(specialist.status = 'listed', true) AS released,
    coalesce(person_free.half_terms, school_free.half_terms, '{}') AS half_terms,
    coalesce(person_free.half_days, school_free.half_days, '{}') AS half_days,
    work.jobs,
    work.completed
FROM offer
LEFT JOIN specialist ON specialist.id = offer.specialist_id
LEFT JOIN LATERAL (
    SELECT array_agg(half_term ORDER BY half_term) AS half_terms,
        array_agg(half_days - reserved - committed ORDER BY half_term) AS half_days
    FROM capacity_window
    WHERE capacity_window.specialist_id = offer.specialist_id AND half_term >= $1
) AS person_free ON offer.specialist_id IS NOT NULL
LEFT JOIN LATERAL (
    SELECT array_agg(half_term ORDER BY half_term) AS half_terms,
        array_agg(half_days - reserved - committed ORDER BY half_term) AS half_days
    FROM capacity_window
    WHERE capacity_window.school_id = offer.school_id AND half_term >= $1
) AS school_free ON offer.specialist_id IS NULL
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE deployment.status IN ('planned', 'agreed', 'active', 'paused'))::integer AS jobs,
        count(*) FILTER (WHERE deployment.status = 'completed')::integer AS completed
    FROM deployment
    WHERE deployment.home_id = offer.school_id AND deployment.specialist_id IS NOT DISTINCT FROM offer.specialist_id
) AS work
WHERE offer.status IN ('published', 'stale', 'paused')
