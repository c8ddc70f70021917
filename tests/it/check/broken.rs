//! What breaks each invariant, and the words by which it is found.

/// What breaks an invariant, and the words by which it is known.
pub const BROKEN: [(&str, &str); 73] = [
    (
        "INSERT INTO brokerage_round (id, name, half_days, half_terms, seed, status, opened_by, opened_at, audience) VALUES \
         (pg_temp.id(40), 'Autumn', 2, '{20262}', 1, 'open', pg_temp.id(4), '2026-11-01', '{}'); \
         INSERT INTO round_line (round_id, request_id, status) VALUES (pg_temp.id(40), pg_temp.id(12), 'unplaced'); \
         INSERT INTO round_choice (round_id, number, request_id, offer_id, home_id, kind, loss, chosen_by, chosen_at) VALUES \
         (pg_temp.id(40), 1, pg_temp.id(12), pg_temp.id(10), pg_temp.id(1), 'pinned', 1, pg_temp.id(4), '2026-11-01')",
        "a plan keeps to what brokers chose in it",
    ),
    (
        "INSERT INTO brokerage_round (id, name, half_days, half_terms, seed, status, opened_by, opened_at, frozen_at, requests, \
         ended_at, ended_by, audience) VALUES (pg_temp.id(40), 'Autumn', 2, '{20262}', 1, 'cancelled', pg_temp.id(4), \
         '2026-11-01', '2026-11-01', 1, '2026-11-02', pg_temp.id(4), '{}'); \
         INSERT INTO round_line (round_id, request_id, status, offer_id, home_id, parts, worth, price) VALUES \
         (pg_temp.id(40), pg_temp.id(12), 'placed', pg_temp.id(10), pg_temp.id(1), '', 1, 1); \
         INSERT INTO round_hold VALUES (pg_temp.id(40), pg_temp.id(12), pg_temp.id(11), 2); \
         UPDATE capacity_window SET reserved = 2",
        "a round holds time only while its plan may be used",
    ),
    (
        "INSERT INTO brokerage_round (id, name, half_days, half_terms, seed, status, opened_by, opened_at, frozen_at, requests, \
         policy_version, placed, value, bound, input_hash, planned_at, use_by, audience) VALUES (pg_temp.id(40), 'Autumn', 2, \
         '{20262}', 1, 'planned', pg_temp.id(4), '2026-11-01', '2026-11-01', 1, 1, 1, 1, 1, '', '2026-11-01', '2026-11-15', '{}'); \
         INSERT INTO round_line (round_id, request_id, status, offer_id, home_id, parts, worth, price) VALUES \
         (pg_temp.id(40), pg_temp.id(12), 'placed', pg_temp.id(10), pg_temp.id(1), '', 1, 1); \
         INSERT INTO round_hold VALUES (pg_temp.id(40), pg_temp.id(12), pg_temp.id(11), 1); \
         UPDATE capacity_window SET reserved = 1",
        "a round holds a whole bundle",
    ),
    (
        "INSERT INTO brokerage_round (id, name, half_days, half_terms, seed, status, opened_by, opened_at, frozen_at, requests, \
         ended_at, ended_by, audience) VALUES (pg_temp.id(40), 'Autumn', 2, '{20262}', 1, 'cancelled', pg_temp.id(4), \
         '2026-11-01', '2026-11-01', 1, '2026-11-02', pg_temp.id(4), '{}'); \
         INSERT INTO round_line (round_id, request_id, status, proposal_id) \
         SELECT pg_temp.id(40), request_id, 'accepted', id FROM proposal LIMIT 1; \
         UPDATE proposal SET status = 'sent'",
        "what a round has as accepted",
    ),
    (
        "INSERT INTO exchange_ring_hold SELECT ring_id, 1, pg_temp.id(11), 2 FROM exchange_ring_leg WHERE place = 1; \
         UPDATE capacity_window SET reserved = 2",
        "a ring of schools holds time only while",
    ),
    (
        "ALTER TABLE exchange_ring DISABLE TRIGGER ring_goes_forwards; UPDATE exchange_ring SET status = 'proposed', ended_at = NULL, \
         ended_for = NULL; UPDATE exchange_ring_leg SET half_days = 3",
        "holds what each of them would give",
    ),
    ("UPDATE exchange_ring SET consents = 1", "whoever gets gives next, and consents are counted"),
    (
        "UPDATE exchange_ring_leg SET proposal_id = pg_temp.id(13) WHERE place = 1",
        "has a confirmed proposal for each of them",
    ),
    (
        "UPDATE person SET suspended_at = '2026-10-01', erased_at = '2026-10-01' WHERE id = pg_temp.id(4)",
        "who was erased holds no role",
    ),
    (
        "INSERT INTO specialist (id, person_id, school_id, name, post, status, created_at) VALUES \
         (pg_temp.id(50), pg_temp.id(4), pg_temp.id(1), 'Robin', 'teacher', 'ended', '2026-09-01'); \
         UPDATE offer SET specialist_id = pg_temp.id(50)",
        "names nobody who is not lent",
    ),
    ("UPDATE school SET status = 'closed' WHERE id = pg_temp.id(1)", "a closed school offers nothing"),
    ("INSERT INTO only_successor VALUES (100001, 100002)", "an only successor is kept"),
    ("UPDATE transfer SET credit_account_id = pg_temp.id(23) WHERE id = pg_temp.id(32)", "two accounts of one kind"),
    ("UPDATE ledger_account SET credited = 2 WHERE id = pg_temp.id(21)", "all accounts of a kind sum to nothing"),
    ("UPDATE ledger_account SET debited = 3 WHERE id = pg_temp.id(22)", "the sum of its transfers"),
    ("UPDATE ledger_account SET credited_for_credit = 1 WHERE id = pg_temp.id(21)", "of its transfers for credit"),
    (
        "UPDATE deployment SET terms = '{\"settlement\": {\"kind\": \"waived\"}}'",
        "where the terms of its deployment are",
    ),
    ("UPDATE visit SET half_days = 2", "exactly one posting"),
    ("UPDATE visit SET confirmation_id = pg_temp.id(98)", "exactly one posting"),
    (
        "ALTER TABLE visit DROP CONSTRAINT visit_confirmed_when_it_says; UPDATE visit SET status = 'recorded'",
        "only for a confirmed visit",
    ),
    (
        "INSERT INTO transfer SELECT pg_temp.id(34), debit_account_id, credit_account_id, 1, 'reversal', 'transfer', id, \
         deployment_id, id, at, '{}' FROM transfer WHERE id = pg_temp.id(32)",
        "a reversal is its original turned round",
    ),
    (
        "ALTER TABLE transfer DROP CONSTRAINT transfer_reverses_key; INSERT INTO transfer SELECT pg_temp.id(33 + n), \
         credit_account_id, debit_account_id, 1, 'reversal', 'transfer', pg_temp.id(33 + n), deployment_id, id, at, '{}' \
         FROM transfer, generate_series(1, 2) AS n WHERE id = pg_temp.id(32)",
        "reversed at most once",
    ),
    (
        "ALTER TABLE support_request DROP CONSTRAINT support_request_audited_first; UPDATE support_request SET audit_open = true",
        "before an audit visit that is asked for",
    ),
    (
        "INSERT INTO service_breach (id, level, step, request_id, started_at, due_at, noted_at, audience) \
         SELECT pg_temp.id(60), 'triage', 'alliance', id, '2026-11-01', '2026-11-02', '2026-11-03', '{}' FROM support_request",
        "carried from step to step",
    ),
    ("DELETE FROM charge", "charged for its half-days"),
    ("UPDATE charge SET kind = 'day_rate', gross = 1, by_host = 1", "add up to the price"),
    ("UPDATE charge SET kind = 'day_rate', gross = 1, by_pool = 1", "what a pooled budget pays of a charge"),
    (
        "INSERT INTO pool_line (pool_id, nth, month, kind, deployment_id, pence, held, balance, reserved, at) VALUES \
         (pg_temp.id(70), 2, '2026-11-01', 'reserve', pg_temp.id(14), 0, 1, 1, 1, '2026-11-01'); \
         UPDATE deployment SET status = 'completed'",
        "money is held back for support that is under way or waits for the host",
    ),
    (
        "INSERT INTO programme_grant (id, programme, version_of_rules, alliance_id, school_id, starts_on, stage, pence, half_days, \
         to_match, opened_at, audience) VALUES (pg_temp.id(90), 'leading-edge', 1, pg_temp.id(3), pg_temp.id(2), '2026-09-01', \
         'running', 9, 0, 0, '2026-09-01', '{}'); \
         INSERT INTO grant_year (grant_id, year, status, matched, released_at, audience, pence, spent, reserved) VALUES \
         (pg_temp.id(90), 1, 'released', 0, '2026-09-02', '{}', 9, 0, 1); \
         INSERT INTO grant_line (id, grant_id, year, kind, deployment_id, pence, held, at) VALUES \
         (pg_temp.id(91), pg_temp.id(90), 1, 'reserve', pg_temp.id(14), 0, 1, '2026-11-01'); \
         UPDATE charge SET kind = 'grant', gross = 1, by_grant = 1",
        "what a grant that is kept here pays of a charge",
    ),
    (
        "INSERT INTO programme_grant (id, programme, version_of_rules, alliance_id, school_id, starts_on, stage, pence, half_days, \
         to_match, opened_at, audience) VALUES (pg_temp.id(90), 'leading-edge', 1, pg_temp.id(3), pg_temp.id(2), '2026-09-01', \
         'running', 9, 0, 0, '2026-09-01', '{}'); \
         INSERT INTO grant_year (grant_id, year, status, matched, released_at, audience, pence, spent, reserved) VALUES \
         (pg_temp.id(90), 1, 'released', 0, '2026-09-02', '{}', 9, 0, 1)",
        "a year of a grant has spent and holds back what its lines say",
    ),
    (
        "INSERT INTO pool_member (pool_id, school_id, place, status, committed, asked_at, answered_at) VALUES \
         (pg_temp.id(70), pg_temp.id(1), 1, 'joined', 5, '2026-11-01', '2026-11-01')",
        "put into a pooled budget what its lines say",
    ),
    (
        "INSERT INTO joint_commission (id, request_id, lead_id, purpose, status, deployment_id, asked_at, backed_at, \
         ended_at, audience) VALUES (pg_temp.id(71), pg_temp.id(12), pg_temp.id(2), 'Reading', 'agreed', pg_temp.id(14), \
         '2026-10-03', '2026-10-04', '2026-10-14', '{}')",
        "several schools commissioned is cut into their parts",
    ),
    (
        "UPDATE charge SET at = '2027-01-01'; INSERT INTO closed_month VALUES (pg_temp.id(52), '2026-11-01', '2026-12-10')",
        "in a month after it was closed",
    ),
    (
        "UPDATE deployment SET terms = '{\"give_back\": {\"kind\": \"write_up\"}}'",
        "what the terms say is given back is owed",
    ),
    ("UPDATE deployment SET promised = 4", "what a deployment still promises"),
    (
        "UPDATE deployment SET kind = 'coaching', particulars = '{\"plan\": null}', agreed_at = planned_at",
        "what the kind of a deployment asks",
    ),
    ("UPDATE deployment SET status = 'completed', ended_at = '2026-12-01'", "has ended promises nothing"),
    (
        "ALTER TABLE capacity_window DROP CONSTRAINT capacity_not_oversold; UPDATE capacity_window SET half_days = 5",
        "nobody gives more half-days",
    ),
    ("UPDATE capacity_window SET committed = 5", "the sum of its reservations"),
    ("UPDATE reservation SET state = 'reserved'", "the sum of its reservations"),
    ("UPDATE proposal SET status = 'declined'", "committed only for a confirmed one"),
    ("UPDATE proposal SET status = 'expired'", "a deployment has one confirmed proposal"),
    ("DELETE FROM visit; DELETE FROM deployment", "a deployment has one confirmed proposal"),
    ("UPDATE deployment SET status = 'stopped', promised = 0", "stands where its dates say"),
    ("UPDATE deployment SET midterm_done_at = '2026-11-20'", "reviewed when it says so"),
    (
        "UPDATE deployment SET ended_at = '2026-12-01', evaluated_at = '2026-12-01', followed_up_at = '2026-12-02'",
        "reviewed when it says so",
    ),
    (
        "INSERT INTO outbox SELECT pg_temp.id(42), 'offer.withdrawn', noun, noun_id, actor, '2026-10-01', '{}' FROM outbox",
        "no offer is proposed after it was withdrawn",
    ),
    ("UPDATE support_request SET status = 'matching'", "a request with a live deployment is placed"),
    ("DELETE FROM outbox", "every event has its line in the audit trail"),
    ("UPDATE audit_entry SET event = 'offer.paused'", "every event has its line in the audit trail"),
    (
        "INSERT INTO audit_link (place, noun_id, entry_id, digest, head, linked_at) \
         SELECT 1, noun_id, id, sha256(''), sha256(''), at FROM audit_entry",
        "follows the one before it",
    ),
    (
        "INSERT INTO audit_entry (id, at, request_id, event, noun, noun_id) \
         SELECT pg_temp.id(47), at + interval '61 minutes', request_id, event, noun, noun_id FROM audit_entry; \
         INSERT INTO audit_link (place, noun_id, entry_id, digest, head, linked_at) \
         SELECT 1, noun_id, id, sha256(''), sha256(decode(repeat('00', 32), 'hex') || sha256('')), at FROM audit_entry \
         WHERE id = pg_temp.id(47)",
        "left behind by later ones that are linked",
    ),
    ("DELETE FROM offer", "an event is of something that is there"),
    (
        "INSERT INTO outbox SELECT pg_temp.id(43), 'visit.recorded', 'Visit', pg_temp.id(15), actor, at, '{}' FROM outbox",
        "every confirmation of a visit has its event",
    ),
    (
        "INSERT INTO idempotency (caller, operation, key, fingerprint, created_at) VALUES ('a', 'b', 'c', '', now())",
        "a key stands for work",
    ),
    (
        "INSERT INTO idempotency (caller, operation, key, fingerprint, outcome, created_at) \
         VALUES ('a', 'b', 'c', '', 'ofr_' || replace(pg_temp.id(44)::text, '-', ''), now())",
        "what a key says was done",
    ),
    (
        "INSERT INTO outbox (id, name, noun, noun_id, actor, at, body, relayed_at) SELECT pg_temp.id(number), name, noun, \
         noun_id, actor, at - earlier, body, relayed FROM outbox, (VALUES (45, '0 minutes'::interval, now()), \
         (46, '61 minutes', NULL)) AS two (number, earlier, relayed)",
        "left behind by later ones",
    ),
    (
        "UPDATE support_request SET school_id = pg_temp.id(1), audience = audience || pg_temp.id(1)",
        "to the school that asked",
    ),
    ("UPDATE deployment SET home_id = pg_temp.id(3)", "between the schools of its proposal"),
    (
        "UPDATE ledger_account SET school_id = pg_temp.id(3) WHERE id = pg_temp.id(22)",
        "the two schools of its deployment",
    ),
    ("UPDATE visit SET audience = ARRAY[pg_temp.id(1)]", "seen by those whom it concerns"),
    (
        "INSERT INTO evaluation VALUES (pg_temp.id(60), pg_temp.id(14), 'home', 'fully', 'fully', 'fully', 'fully', 'Well', \
         pg_temp.id(4), '2026-12-01', NULL, ARRAY[pg_temp.id(1), pg_temp.id(2)])",
        "what is sealed is seen by its own side alone",
    ),
    (
        "INSERT INTO case_study VALUES (pg_temp.id(61), pg_temp.id(14), 'Reading', 'Reading', NULL, NULL, 'home', \
         pg_temp.id(4), '2026-12-01', 1, ARRAY[pg_temp.id(1), pg_temp.id(2)])",
        "a case study is seen by those who agreed to it",
    ),
    (
        "ALTER TABLE visit DROP CONSTRAINT visit_recorded_after_visited; UPDATE visit SET visited_on = '2026-12-24'",
        "never run backwards",
    ),
    (
        "INSERT INTO mentorship (id, alliance_id, mentee_id, school_id, mentor_id, specialist_id, home_id, transition, \
         ends_on, status, suggested_by, suggested_at, audience) VALUES (pg_temp.id(70), pg_temp.id(3), pg_temp.id(4), \
         pg_temp.id(1), pg_temp.id(71), pg_temp.id(72), pg_temp.id(2), 'first_headship', '2027-11-01', 'suggested', \
         pg_temp.id(4), '2026-11-01', ARRAY[pg_temp.id(3), pg_temp.id(4)])",
        "before it is offered by the brokers alone",
    ),
    (
        "INSERT INTO support_group (id, alliance_id, name, head_id, head_specialist_id, adviser_id, \
         adviser_specialist_id, status, formed_by, formed_at, audience) VALUES (pg_temp.id(73), pg_temp.id(3), 'First', \
         pg_temp.id(71), pg_temp.id(72), pg_temp.id(74), pg_temp.id(75), 'forming', pg_temp.id(71), '2026-11-01', \
         ARRAY[pg_temp.id(3), pg_temp.id(71), pg_temp.id(74)]); INSERT INTO support_group_place (id, group_id, \
         alliance_id, person_id, school_id, status, offered_at, respond_by, audience) VALUES (pg_temp.id(76), \
         pg_temp.id(73), pg_temp.id(3), pg_temp.id(4), pg_temp.id(1), 'offered', '2026-11-02', '2026-11-16', \
         ARRAY[pg_temp.id(3), pg_temp.id(4)])",
        "seen by those who have a place in it",
    ),
    (
        "INSERT INTO support_group_place (id, group_id, alliance_id, person_id, school_id, status, offered_at, \
         respond_by, audience) VALUES (pg_temp.id(76), pg_temp.id(73), pg_temp.id(3), pg_temp.id(4), pg_temp.id(1), \
         'offered', '2026-11-02', '2026-11-16', ARRAY[pg_temp.id(3)])",
        "is seen by its head and the alliance",
    ),
    (
        "INSERT INTO support_group (id, alliance_id, name, head_id, head_specialist_id, adviser_id, \
         adviser_specialist_id, status, formed_by, formed_at, audience) VALUES (pg_temp.id(73), pg_temp.id(3), 'First', \
         pg_temp.id(71), pg_temp.id(72), pg_temp.id(74), pg_temp.id(75), 'forming', pg_temp.id(71), '2026-11-01', \
         ARRAY[pg_temp.id(3), pg_temp.id(71)])",
        "seen by the alliance and by the two who hold it",
    ),
    (
        "INSERT INTO coaching_practice (id, person_id, school_id, begun_on, begun_by, recorded_at, feedback_due_on, status, \
         audience) VALUES (pg_temp.id(77), pg_temp.id(4), pg_temp.id(1), '2026-11-02', pg_temp.id(4), '2026-11-02', \
         '2027-05-02', 'practising', ARRAY[pg_temp.id(1)])",
        "seen by the coach and the heads of the school",
    ),
    (
        "INSERT INTO obligation (id, debtor_id, creditor_id, kind, half_days, due_on, source, note, status, created_at, \
         ended_at, ended_by, met_with, audience) VALUES (pg_temp.id(80), pg_temp.id(1), pg_temp.id(2), 'give_back', 2, \
         '2027-06-30', 'agreement', 'Two', 'met', '2026-11-01', '2026-12-01', 'Given', pg_temp.id(14), '{}')",
        "confirmed work that met nothing else",
    ),
    (
        "INSERT INTO obligation (id, debtor_id, creditor_id, kind, half_days, due_on, source, deployment_id, note, status, \
         created_at, audience) VALUES (pg_temp.id(81), pg_temp.id(2), pg_temp.id(1), 'give_back', 4, '2027-06-30', \
         'deployment', pg_temp.id(14), 'Four', 'open', '2026-10-14', '{}'); \
         UPDATE deployment SET status = 'stopped', promised = 0, ended_at = '2026-11-20', stop_code = 'timing', \
         stop_reason = 'Over', terms = '{\"give_back\": {\"half_days\": 4}}'",
        "its part of what came",
    ),
    (
        "UPDATE deployment SET person_id = pg_temp.id(4); UPDATE visit SET half_days = 3",
        "nobody gives more than two half-days in a day",
    ),
    (
        "UPDATE safeguarding_assurance SET status = 'withdrawn', end_reason = 'Over', ended_at = '2026-11-02'",
        "rests on an assurance of its day",
    ),
];
