-- For each school, so many of the obligations that it has or that are owed to it, in the order of their ids, as far as the
-- reader may see them.
SELECT
    listed.for_school, it.id, it.debtor_id, it.creditor_id, it.alliance_id, it.kind, it.half_days, it.due_on, it.source,
    it.deployment_id, it.note, it.noted_by, it.status, it.created_at, it.due_at, it.overdue_at, it.ended_at, it.ended_by,
    it.closed_by, it.met_with, it.fell_away, it.version
FROM unnest($1::uuid[]) AS listed (for_school)
CROSS JOIN LATERAL (
    SELECT * FROM obligation
    WHERE id IN (
        SELECT id FROM obligation WHERE debtor_id = listed.for_school
        UNION SELECT id FROM obligation WHERE creditor_id = listed.for_school
    ) AND ($2 OR audience && $3) AND ($4::uuid IS NULL OR id {than} $4)
    ORDER BY id {way} LIMIT {limit}
) AS it
ORDER BY it.id {way}
