SELECT offer.id, offer.title, offer.kind, school.urn, school.name
FROM (
    SELECT * FROM (
        SELECT offer.*, ts_rank(words, asked) AS rank
        FROM offer, (SELECT websearch_to_tsquery('english', $1) AS asked) AS it
        WHERE status = 'published' AND words @@ asked
    ) AS ranked
    ORDER BY rank DESC, id DESC LIMIT 21
) AS offer
JOIN school ON school.id = offer.school_id
ORDER BY rank DESC, offer.id DESC
