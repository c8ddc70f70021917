SELECT offer.id, offer.title, offer.kind, array_to_string(offer.modes, ',') AS modes,
    offer.last_confirmed_at::text AS last_confirmed_at, school.urn, school.name, school.town,
    specialist.id AS specialist_id, specialist.post
FROM (
    SELECT * FROM offer
    WHERE status = 'published' AND expertise && $1 AND key_stages && $2
    ORDER BY last_confirmed_at DESC, id DESC LIMIT 21
) AS offer
JOIN school ON school.id = offer.school_id
LEFT JOIN specialist ON specialist.id = offer.specialist_id
ORDER BY offer.last_confirmed_at DESC, offer.id DESC
