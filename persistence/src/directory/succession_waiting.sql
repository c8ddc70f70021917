-- Closed schools that have something open or unfinished and several successors, between which nobody has decided yet.
SELECT s.id AS school, array_agg(after.id ORDER BY after.urn) AS successors
FROM school s
JOIN school_succession link ON link.predecessor_urn = s.urn
JOIN school after ON after.urn = link.successor_urn
WHERE s.status = 'closed' AND NOT EXISTS (SELECT FROM succession WHERE school_id = s.id)
    AND s.id IN (SELECT school_id FROM school_with_open UNION ALL SELECT school_id FROM school_with_unfinished)
GROUP BY s.id, s.urn
HAVING count(*) > 1
ORDER BY s.urn
