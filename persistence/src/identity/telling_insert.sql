-- What people are told. Whoever was told it already, of this event or by this reminder, is not told again.
INSERT INTO notification (id, person_id, event_id, kind, topic, subject, due_at, mailed_at, created_at)
SELECT id, person_id, nullif(event_id, '')::uuid, kind, topic, subject, nullif(due_at, '')::timestamptz,
    nullif(mailed_at, '')::timestamptz, $9
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS it (id, person_id, event_id, kind, topic, subject, due_at, mailed_at)
ON CONFLICT DO NOTHING
