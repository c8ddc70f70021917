-- Appends links, in their order, and marks what they link as linked.
WITH linked AS (
    INSERT INTO audit_link (place, noun_id, entry_id, digest, head, linked_at)
    SELECT place, noun_id, entry_id, digest, head, $6
    FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[]) AS it (place, noun_id, entry_id, digest, head)
    ORDER BY place
)
UPDATE outbox SET unlinked = false WHERE id = ANY($3)
