-- Entries of the audit trail that wait to be linked, the oldest first. Each is found by its event, one by one: an event
-- without its entry, which `lateral check` tells of, keeps no other waiting. One that is just being told of waits for the next turn.
SELECT entry.*
FROM outbox
CROSS JOIN LATERAL (
    SELECT * FROM audit_entry WHERE noun_id = outbox.noun_id AND id = outbox.id OFFSET 0
) AS entry
WHERE outbox.unlinked
ORDER BY outbox.id
LIMIT $1
FOR UPDATE OF outbox SKIP LOCKED
