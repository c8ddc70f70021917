-- Closed schools that have something open and several successors, between which nobody has decided yet.
SELECT s.id AS school, array_agg(after.id ORDER BY after.urn) AS successors
FROM school s
JOIN school_succession link ON link.predecessor_urn = s.urn
JOIN school after ON after.urn = link.successor_urn
WHERE s.status = 'closed' AND NOT EXISTS (SELECT FROM succession WHERE school_id = s.id) AND (
    EXISTS (SELECT FROM offer o WHERE o.school_id = s.id AND o.status <> 'withdrawn')
    OR EXISTS (SELECT FROM specialist p WHERE p.school_id = s.id)
    OR EXISTS (SELECT FROM support_request r WHERE r.school_id = s.id AND r.status NOT IN ('closed', 'withdrawn'))
    OR EXISTS (SELECT FROM deployment d
               WHERE s.id IN (d.host_id, d.home_id) AND d.status IN ('planned', 'agreed', 'active', 'paused'))
    OR EXISTS (SELECT FROM membership m WHERE m.school_id = s.id AND m.status <> 'ended')
    OR EXISTS (SELECT FROM alliance_member m WHERE m.school_id = s.id AND m.until IS NULL)
)
GROUP BY s.id, s.urn
HAVING count(*) > 1
ORDER BY s.urn
