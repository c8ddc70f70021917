-- The events of a transaction, each with its entry in the audit trail: what was so before is what the trail said last of that
-- noun. A reason that is a word stands among the facts.
WITH happened AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[])
        AS it (id, name, noun, noun_id, body, after, reason)
), recorded AS (
    INSERT INTO outbox (id, name, noun, noun_id, actor, at, body)
    SELECT id, name, noun, noun_id, $8, $9, body FROM happened
)
INSERT INTO audit_entry
    (id, at, request_id, actor_person_id, actor_membership_id, actor_role, event, noun, noun_id, before, after, reason)
SELECT
    id, $9, $10, $11, $12, $8, name, noun, noun_id,
    (
        SELECT (jsonb_build_object('event', last.event) || last.after::jsonb)::text
        FROM audit_entry AS last
        WHERE last.noun_id = happened.noun_id
        ORDER BY last.id DESC
        LIMIT 1
    ),
    after, coalesce(nullif(reason, ''), lower(after::jsonb ->> 'reason'))
FROM happened
