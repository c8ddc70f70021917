-- The events of a transaction, each with its entry in the audit trail: what was so before is what the trail said last of that
-- noun, in this transaction or before it. The trail is read by the service alone, whoever writes; nothing else is read after
-- that. A reason that is a word stands among the facts.
WITH happened AS (
    SELECT *, jsonb_build_object('event', name) || after::jsonb AS told
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $13::boolean[])
        WITH ORDINALITY AS it (id, name, noun, noun_id, body, after, reason, untold, place)
), service AS MATERIALIZED (
    SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true) AS reader
), recorded AS (
    INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, untold)
    SELECT id, name, noun, noun_id, $8, $9, body, untold FROM happened
)
INSERT INTO audit_entry
    (id, at, request_id, actor_person_id, actor_membership_id, actor_role, event, noun, noun_id, before, after, reason)
SELECT
    id, $9, $10, $11, $12, $8, name, noun, noun_id,
    coalesce(lag(happened.told) OVER (PARTITION BY noun_id ORDER BY place), earlier.told)::text,
    after, coalesce(nullif(reason, ''), lower(after::jsonb ->> 'reason'))
FROM service
CROSS JOIN happened
LEFT JOIN LATERAL (
    -- Hangs on the service's reader, so that the setting comes first.
    SELECT jsonb_build_object('event', last.event) || last.after::jsonb AS told
    FROM audit_entry AS last
    WHERE last.noun_id = happened.noun_id AND service.reader IS NOT NULL
    ORDER BY last.id DESC
    LIMIT 1
) AS earlier ON true
