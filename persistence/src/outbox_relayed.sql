UPDATE outbox
SET relayed_at = now()
WHERE id IN (SELECT id FROM outbox WHERE id = ANY($1) AND relayed_at IS NULL ORDER BY id FOR UPDATE SKIP LOCKED)
