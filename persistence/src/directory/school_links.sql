WITH turned AS (
    SELECT linked_urn AS school_urn, school_urn AS linked_urn,
        CASE
            WHEN kind LIKE 'successor%' THEN replace(kind, 'successor', 'predecessor')
            WHEN kind LIKE 'predecessor%' THEN replace(kind, 'predecessor', 'successor')
            ELSE kind
        END AS kind,
        established_on
    FROM school_link
    WHERE linked_urn = ANY($1)
)
SELECT school_urn, linked_urn, kind, max(established_on) AS established_on
FROM (
    SELECT school_urn, linked_urn, kind, established_on FROM school_link WHERE school_urn = ANY($1)
    UNION ALL
    SELECT * FROM turned
) AS link
GROUP BY school_urn, linked_urn, kind
ORDER BY school_urn, linked_urn, kind
