SELECT school.urn, school.name, school.phase, school.town, school.postcode, local_authority.name AS local_authority,
    offer.id, offer.title, offer.kind, array_to_string(offer.modes, ',') AS modes,
    offer.half_days_per_half_term AS half_days, offer.last_confirmed_at::text AS last_confirmed_at
FROM school
LEFT JOIN local_authority ON local_authority.id = school.local_authority_id
LEFT JOIN LATERAL (
    SELECT * FROM offer WHERE offer.school_id = school.id AND offer.status = 'published' ORDER BY offer.id LIMIT 20
) AS offer ON true
WHERE school.urn = $1
