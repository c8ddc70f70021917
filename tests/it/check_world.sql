-- One deployment with all that belongs to it, sound in every respect: six half-days promised, one given.
CREATE FUNCTION pg_temp.id(number integer) RETURNS uuid LANGUAGE sql IMMUTABLE
    RETURN ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid;

INSERT INTO school (id, urn, name, status, phase) VALUES
    (pg_temp.id(1), 100001, 'Ash Lane', 'open', 'primary'), (pg_temp.id(2), 100002, 'Elm Park', 'open', 'primary');
INSERT INTO alliance (id, name, kind, lead_school_id, created_at)
    VALUES (pg_temp.id(3), 'River', 'network', pg_temp.id(1), '2026-09-01');
INSERT INTO person (id, name, email, created_at) VALUES
    (pg_temp.id(4), 'Somebody', 'somebody@example.org', '2026-09-01'),
    (pg_temp.id(6), 'Another', 'another@example.org', '2026-09-01');
INSERT INTO membership (id, person_id, role, school_id, status, begun_at, created_at, audience)
    VALUES (pg_temp.id(5), pg_temp.id(4), 'head', pg_temp.id(1), 'active', '2026-09-01', '2026-09-01',
        ARRAY[pg_temp.id(4), pg_temp.id(1)]);
INSERT INTO offer (id, school_id, kind, title, summary, expertise, key_stages, modes, format, settlements,
        half_days_per_half_term, status, published_at, created_at)
    VALUES (pg_temp.id(10), pg_temp.id(1), 'support', 'Reading', 'Reading', ARRAY[pg_temp.id(99)], '{ks1}',
        '{in_person}', 'sustained', '{reciprocal_credit}', 6, 'published', '2026-09-03', '2026-09-02');
INSERT INTO capacity_window (id, school_id, half_term, half_days, committed)
    VALUES (pg_temp.id(11), pg_temp.id(1), 20262, 8, 6);
INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, modes, urgency,
        half_days, starts_on, ends_on, disclosure, settlement, status, raised_by, created_at, submitted_at, audience)
    VALUES (pg_temp.id(12), pg_temp.id(2), 'Reading', 'Reading', '[]', 'support', '{}', '{ks1}', '{in_person}', 'soon',
        6, '2026-11-02', '2026-12-18', 'named', 'reciprocal_credit', 'placed', pg_temp.id(4), '2026-10-01',
        '2026-10-02', ARRAY[pg_temp.id(2), pg_temp.id(3)]);
INSERT INTO proposal (id, request_id, offer_id, kind, alliance_id, host_id, home_id, half_days, status, sent_by, sent_at,
        respond_by, home_accepted_at, host_accepted_at, ended_at, audience)
    VALUES (pg_temp.id(13), pg_temp.id(12), pg_temp.id(10), 'support', pg_temp.id(3), pg_temp.id(2), pg_temp.id(1), 6,
        'confirmed', pg_temp.id(4), '2026-10-05', '2026-10-12', '2026-10-06', '2026-10-07', '2026-10-07',
        ARRAY[pg_temp.id(1), pg_temp.id(2), pg_temp.id(3)]);
INSERT INTO reservation (proposal_id, window_id, half_days, state)
    VALUES (pg_temp.id(13), pg_temp.id(11), 6, 'committed');
INSERT INTO exchange_ring (id, alliance_id, schools, status, proposed_by, proposed_at, respond_by, ended_at, ended_for, audience)
    VALUES (pg_temp.id(61), pg_temp.id(3), 2, 'dissolved', pg_temp.id(4), '2026-10-01', '2026-10-08', '2026-10-09', 'unanswered',
        ARRAY[pg_temp.id(1), pg_temp.id(2), pg_temp.id(3)]);
INSERT INTO exchange_ring_leg (ring_id, place, request_id, offer_id, home_id, host_id, kind, half_days, anonymous, parts, is_over,
        audience)
    SELECT pg_temp.id(61), place, pg_temp.id(12), pg_temp.id(10), pg_temp.id(place), pg_temp.id(3 - place), 'support', 6, false, '',
        true, ARRAY[pg_temp.id(1), pg_temp.id(2), pg_temp.id(3)] FROM generate_series(1, 2) AS place;
INSERT INTO deployment (id, proposal_id, request_id, offer_id, kind, host_id, home_id, alliance_id, brokered_by,
        half_days, terms, home_interest, host_interest, promised, status, agree_by, planned_at, agreed_at, started_at,
        audience)
    VALUES (pg_temp.id(14), pg_temp.id(13), pg_temp.id(12), pg_temp.id(10), 'support', pg_temp.id(2), pg_temp.id(1),
        pg_temp.id(3), pg_temp.id(4), 6, '{}', false, false, 5, 'active', '2026-10-21', '2026-10-07', '2026-10-14',
        '2026-11-02', ARRAY[pg_temp.id(1), pg_temp.id(2), pg_temp.id(3)]);
INSERT INTO safeguarding_assurance (id, employer_id, checked_on, scope, valid_until, assured_by, assured_as, assured_at, status)
    VALUES (pg_temp.id(17), pg_temp.id(1), '2026-08-20', 'accompanied', '2027-08-31', pg_temp.id(4), 'head', '2026-09-01',
        'given');
INSERT INTO visit (id, deployment_id, visited_on, mode, half_days, note, status, recorded_by, recorded_at,
        confirmation_id, confirmed_by, confirmed_at, audience)
    VALUES (pg_temp.id(15), pg_temp.id(14), '2026-11-03', 'in_person', 1, 'Reading', 'confirmed', pg_temp.id(4),
        '2026-11-04', pg_temp.id(16), pg_temp.id(6), '2026-11-05', ARRAY[pg_temp.id(1), pg_temp.id(2)]);
INSERT INTO ledger_account (id, school_id, kind, credited, debited) VALUES
    (pg_temp.id(21), pg_temp.id(1), 'support', 1, 0), (pg_temp.id(22), pg_temp.id(2), 'support', 0, 1),
    (pg_temp.id(23), pg_temp.id(1), 'promise', 5, 0), (pg_temp.id(24), pg_temp.id(2), 'promise', 0, 5);
INSERT INTO transfer (id, debit_account_id, credit_account_id, amount, kind, source_type, source_id, deployment_id, at,
        audience) VALUES
    (pg_temp.id(31), pg_temp.id(24), pg_temp.id(23), 6, 'promise', 'deployment', pg_temp.id(14), pg_temp.id(14),
        '2026-10-14', '{}'),
    (pg_temp.id(32), pg_temp.id(22), pg_temp.id(21), 1, 'support', 'confirmation', pg_temp.id(16), pg_temp.id(14),
        '2026-11-05', '{}'),
    (pg_temp.id(33), pg_temp.id(23), pg_temp.id(24), 1, 'release', 'confirmation', pg_temp.id(16), pg_temp.id(14),
        '2026-11-05', '{}');
INSERT INTO charge (id, month, visit_id, confirmation_id, deployment_id, alliance_id, home_id, host_id, kind, vat,
        visited_on, half_days, nth, gross, brokerage, by_host, by_alliance, by_grant, by_other, cover, in_kind, at, audience)
    VALUES (pg_temp.id(51), '2026-11-01', pg_temp.id(15), pg_temp.id(16), pg_temp.id(14), pg_temp.id(3), pg_temp.id(1),
        pg_temp.id(2), 'reciprocal_credit', false, '2026-11-03', 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, '2026-11-05', '{}');
INSERT INTO outbox (id, name, noun, noun_id, actor, at, body) VALUES
    (pg_temp.id(41), 'offer.published', 'Offer', pg_temp.id(10), 'head', '2026-09-03', '{}');
INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id) VALUES
    (pg_temp.id(41), '2026-09-03', 'test', 'offer.published', 'Offer', pg_temp.id(10));
