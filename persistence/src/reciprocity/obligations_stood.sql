-- For each school, so many of the obligations that it had or that were owed to it at an instant, its predecessors' included, in the
-- order of their ids, as far as the reader may see them.
WITH RECURSIVE line AS (
    SELECT for_school, for_school AS school_id FROM unnest($1::uuid[]) AS listed (for_school)
    UNION
    SELECT line.for_school, before.id
    FROM line
    JOIN school AS here ON here.id = line.school_id
    JOIN only_successor AS link ON link.successor_urn = here.urn
    JOIN school AS before ON before.urn = link.predecessor_urn
), stood AS (
    SELECT line.for_school, its.id
    FROM line JOIN obligation_stood AS its ON its.debtor_id = line.school_id
    WHERE its.since < $5 AND its.until >= $5 AND (its.ended_at IS NULL OR its.ended_at >= $5)
    UNION
    SELECT line.for_school, its.id
    FROM line JOIN obligation_stood AS its ON its.creditor_id = line.school_id
    WHERE its.since < $5 AND its.until >= $5 AND (its.ended_at IS NULL OR its.ended_at >= $5)
)
SELECT
    listed.for_school, it.id, it.debtor_id, it.creditor_id, it.alliance_id, it.kind, it.half_days, it.due_on, it.source,
    it.deployment_id, it.note, it.noted_by, it.status, it.created_at, it.due_at, it.overdue_at, it.ended_at, it.ended_by,
    it.closed_by, it.met_with, it.fell_away, it.version
FROM unnest($1::uuid[]) AS listed (for_school)
CROSS JOIN LATERAL (
    SELECT * FROM obligation
    WHERE id IN (SELECT id FROM stood WHERE stood.for_school = listed.for_school)
        AND ($2 OR audience && $3) AND ($4::uuid IS NULL OR id {than} $4)
    ORDER BY id {way} LIMIT {limit}
) AS it
ORDER BY it.id {way}
