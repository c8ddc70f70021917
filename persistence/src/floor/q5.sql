SELECT offer.id, offer.title, offer.kind, school.urn, school.name
FROM (
    SELECT * FROM (
        SELECT offer.*, ts_rank(words, (SELECT websearch_to_tsquery('english', $1))) AS rank
        FROM offer
        WHERE status = 'published' AND words @@ (SELECT websearch_to_tsquery('english', $1))
    ) AS ranked
    ORDER BY rank DESC, id DESC LIMIT 21
) AS offer
JOIN school ON school.id = offer.school_id
ORDER BY rank DESC, offer.id DESC
