WITH link AS (
    SELECT school_urn AS old, linked_urn AS new FROM school_link WHERE kind LIKE 'successor%'
    UNION
    SELECT linked_urn, school_urn FROM school_link WHERE kind LIKE 'predecessor%'
)
SELECT s.id AS school, count(*) AS successors
FROM school s
JOIN link ON link.old = s.urn
WHERE s.status = 'closed' AND (
    EXISTS (SELECT FROM offer o WHERE o.school_id = s.id AND o.status <> 'withdrawn')
    OR EXISTS (SELECT FROM support_request r
               WHERE r.school_id = s.id AND r.status NOT IN ('closed', 'withdrawn', 'unmet'))
    OR EXISTS (SELECT FROM deployment d
               WHERE s.id IN (d.host_id, d.home_id) AND d.status IN ('planned', 'agreed', 'active', 'paused'))
)
GROUP BY s.id, s.urn
HAVING count(*) > 1
ORDER BY s.urn
