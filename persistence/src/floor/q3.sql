SELECT id, urn, name, phase, town
FROM (
    SELECT school.id, school.urn, school.name, school.phase, school.town,
        school.place <-> (SELECT place FROM school WHERE urn = $1) AS metres
    FROM school
    WHERE school.status IN ('open', 'closing')
        AND EXISTS (SELECT FROM offer WHERE offer.school_id = school.id AND offer.status = 'published')
    ORDER BY school.place <-> (SELECT place FROM school WHERE urn = $1) LIMIT 20
) AS nearest
WHERE metres <= 30000
ORDER BY metres
