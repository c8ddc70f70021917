UPDATE outbox
SET relayed_at = now()
WHERE id IN (
    SELECT id FROM outbox
    WHERE relayed_at IS NULL
    ORDER BY id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
)
RETURNING name, body
