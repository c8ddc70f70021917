UPDATE outbox
SET leased_until = now() + make_interval(secs => $2)
WHERE id IN (
    SELECT id FROM outbox
    WHERE relayed_at IS NULL AND (leased_until IS NULL OR leased_until < now())
    ORDER BY id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
)
RETURNING id, name, noun, noun_id, body
