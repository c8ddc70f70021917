-- Letters that are due, taken for one try each, the longest due first. Whoever dies with one leaves it to be taken again when
-- its time is over.
UPDATE letter
SET tries = tries + 1, due_at = $2
WHERE id IN (
    SELECT id FROM letter
    WHERE sent_at IS NULL AND failed_at IS NULL AND due_at <= $1 AND expires_at > $1
    ORDER BY due_at
    LIMIT $3
    FOR UPDATE SKIP LOCKED
)
RETURNING id, email, subject, body, created_at, tries
