WITH happened AS (
    SELECT * FROM unnest(
        $1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[]
    ) AS it (id, name, noun, noun_id, body, before, after, reason)
), recorded AS (
    INSERT INTO outbox (id, name, noun, noun_id, actor, at, body)
    SELECT id, name, noun, noun_id, $9, $10, body FROM happened
)
INSERT INTO audit_entry
    (id, at, request_id, actor_person_id, actor_membership_id, actor_role, event, noun, noun_id, before, after, reason)
SELECT id, $10, $11, $12, $13, $9, name, noun, noun_id, nullif(before, ''), nullif(after, ''), nullif(reason, '')
FROM happened
