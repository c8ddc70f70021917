WITH raised AS (
    INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, modes, urgency,
        half_days, starts_on, ends_on, disclosure, settlement, status, raised_by, created_at, submitted_at, audience)
    SELECT gen_random_uuid(), school_id, 'Phonics in mixed classes', 'Two new teachers take mixed classes.',
        '[{"pupil_group": "Year 1", "measure": "Phonics check above 85%", "due_on": "2027-07-01"}]', 'support',
        ARRAY[$1]::uuid[], '{ks1}', '{in_person}', 'routine', 4, current_date + 14, current_date + 120, 'named',
        'reciprocal_credit', 'submitted', raised_by, now(), now(), ARRAY[school_id]
    FROM (SELECT school_id, raised_by FROM support_request LIMIT 1) AS example
    RETURNING id
)
INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, relayed_at, unlinked)
SELECT gen_random_uuid(), 'benchmark', 'SupportRequest', id, 'head', now(), '{}', now(), false FROM raised
RETURNING noun_id AS id
