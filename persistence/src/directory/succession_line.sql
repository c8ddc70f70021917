-- Closed schools that have something open or unfinished, each with the school to which a line of only successors leads.
-- Where a broker has decided among several, that one counts as the only one.
WITH RECURSIVE busy AS (
    SELECT s.id, s.urn FROM school s
    WHERE s.status = 'closed' AND s.id IN (
        SELECT school_id FROM school_with_open UNION ALL SELECT school_id FROM school_with_unfinished
    )
), single AS (
    SELECT predecessor_urn AS old, successor_urn AS new FROM only_successor
    UNION
    SELECT before.urn, after.urn
    FROM succession JOIN school AS before ON before.id = school_id JOIN school AS after ON after.id = successor_id
    WHERE (SELECT count(*) FROM school_succession WHERE predecessor_urn = before.urn) > 1
), line AS (
    SELECT busy.id, busy.urn, busy.urn AS at, 0 AS steps FROM busy
    UNION ALL
    SELECT line.id, line.urn, single.new, line.steps + 1
    FROM line
    JOIN single ON single.old = line.at
    JOIN school here ON here.urn = line.at AND here.status = 'closed'
    WHERE line.steps < 20
)
SELECT line.id AS school, s.id AS successor
FROM line
JOIN school s ON s.urn = line.at
WHERE line.steps > 0 AND s.status IN ('open', 'closing', 'proposed')
ORDER BY line.urn
