SELECT id, name, body FROM outbox WHERE relayed_at IS NULL ORDER BY id LIMIT $1
