//! Everything that there may be to know of the private rows of tenants.

use lateral_tests::TestApp;

/// What else may be known of private rows, though not of all at once: everything is there to be shown.
const PRIVATE_FACTS: [&str; 35] = [
    "DO $$ BEGIN ALTER TABLE brokerage_round DROP CONSTRAINT round_ended_when_it_says; \
     ALTER TABLE round_line DROP CONSTRAINT round_line_unplaced_for_a_reason; \
     UPDATE brokerage_round SET failure = 'unused', placed_so_far = 1, value_so_far = 1, bound_so_far = 2, \
     announced_at = planned_at, announced_by = opened_by, ask_until = planned_at + interval '42 days', points_planned = 10 \
     WHERE planned_at IS NOT NULL; \
     UPDATE round_line SET refused_by = 'same_trust', unplaced_for = 'nobody_left'; END $$",
    "DO $$ BEGIN ALTER TABLE exchange_ring DROP CONSTRAINT ring_ended_when_it_says; \
     UPDATE exchange_ring SET reason = 'fit'; \
     UPDATE exchange_ring_leg SET proposal_id = deployment.proposal_id FROM deployment \
     WHERE deployment.request_id = exchange_ring_leg.request_id AND place = 1; END $$",
    "UPDATE support_request SET unmet_reason = 'no_capacity', withdrawal_reason = 'timing', max_travel_minutes = 45, \
     for_posts = '{teacher}', overdue_at = respond_by",
    "UPDATE proposal SET declined_by = 'home', decline_reason = 'timing'",
    "UPDATE conflict_declaration SET interests = '{kinship}'",
    "UPDATE measure SET end_absent = 'not_yet', end_source = 'Told ' || replace(id::text, '-', ''), end_on = baseline_on",
    "UPDATE case_study SET home_consented_at = drafted_at, host_consented_at = drafted_at",
    "UPDATE evaluation SET opened_at = written_at",
    "UPDATE review SET decision = 'end', final_day = held_on, answers = jsonb_set(answers, '{0,text}', \
     to_jsonb('Said ' || replace(id::text, '-', ''))), ratings = jsonb_set(ratings, '{0,details}', \
     to_jsonb('Seen ' || replace(id::text, '-', '')))",
    "UPDATE deployment SET ended_at = started_at, final_day = started_at::date, stop_code = 'timing', \
     follow_up_on = started_at::date, evaluated_at = started_at, followed_up_at = started_at, closed_at = started_at, signed_off_at = started_at",
    "UPDATE deployment SET terms = jsonb_set(terms, '{settlement}', jsonb_build_object( \
     'kind', 'day_rate', 'day_rate', 35000, 'cover', 5000, 'payer', 'Payer ' || replace(id::text, '-', ''), \
     'reason', 'Because ' || replace(id::text, '-', ''), 'approver', 'Chair ' || replace(id::text, '-', ''), \
     'subscription', jsonb_build_object('programme', 'Offer ' || replace(id::text, '-', ''), 'from', '2026-09-01', \
     'until', '2027-08-31'), 'grant', (SELECT id FROM programme_grant LIMIT 1)))",
    "UPDATE deployment SET terms = jsonb_set(terms, '{override_reason}', to_jsonb('Fourth ' || replace(id::text, '-', '')))",
    "UPDATE notification SET read_at = created_at, due_at = created_at",
    "UPDATE deployment SET terms = jsonb_set(terms, '{give_back}', \
     '{\"kind\": \"give_back\", \"half_days\": 2, \"due_on\": \"2027-09-23\"}')",
    "DO $$ BEGIN ALTER TABLE visit DROP CONSTRAINT visit_cancelled_for_a_reason; \
     ALTER TABLE referral DROP CONSTRAINT referral_declined_for_a_reason; \
     ALTER TABLE pool_member DROP CONSTRAINT pool_member_left_for_a_reason; \
     ALTER TABLE case_study DROP CONSTRAINT case_study_withdrawn_for_a_reason; \
     ALTER TABLE specialist DROP CONSTRAINT specialist_ended_for_a_reason; \
     ALTER TABLE membership DROP CONSTRAINT membership_ended_for_a_reason; \
     UPDATE visit SET cancel_reason = 'repeated'; UPDATE referral SET decline_reason = 'travel'; \
     UPDATE pool_member SET leave_reason = 'money'; UPDATE case_study SET withdrawal = 'recognisable'; \
     UPDATE specialist SET end_reason = 'own_wish'; UPDATE membership SET end_reason = 'left'; END $$",
    "ALTER TABLE obligation DISABLE TRIGGER obligation_met_by_work_that_covers_it",
    "UPDATE obligation SET status = 'met', half_days = 2, due_at = created_at, overdue_at = created_at, ended_at = created_at, \
     ended_by = 'Done ' || replace(id::text, '-', ''), met_with = (SELECT deployment.id FROM deployment \
     WHERE (host_id, home_id) = (debtor_id, creditor_id) LIMIT 1)",
    "UPDATE audit_visit SET finding = CASE status WHEN 'held' THEN 'Found ' || replace(id::text, '-', '') END, \
     waive_reason = CASE status WHEN 'waived' THEN 'Known ' || replace(id::text, '-', '') END",
    "UPDATE safeguarding_assurance SET status = 'lapsed', ended_at = assured_at + interval '3 years'",
    "UPDATE invitation SET until = expires_at",
    "UPDATE designation SET appeal = 'Asked ' || replace(id::text, '-', ''), appealed_at = decided_at",
    "INSERT INTO capacity_grant SELECT gen_random_uuid(), deployment.specialist_id, alliance_id, 2026, 2, \
     'Fund ' || replace(deployment.id::text, '-', ''), brokered_by, planned_at FROM deployment WHERE specialist_id IS NOT NULL",
    "INSERT INTO departure SELECT id, home_id, planned_at, brokered_by, planned_at, home_id, brokered_by, planned_at \
     FROM deployment",
    "INSERT INTO deployment_pause SELECT id, 1, planned_at, planned_at FROM deployment",
    "INSERT INTO stage_plan SELECT id, 'improvement-cycle', 1 FROM deployment",
    "INSERT INTO finished_stage SELECT id, 1, 1, 'Because ' || replace(id::text, '-', ''), false, brokered_by, planned_at \
     FROM deployment",
    "ALTER TABLE deployment DROP CONSTRAINT deployment_of_the_kind_proposed",
    "UPDATE deployment SET kind = 'secondment', particulars = jsonb_build_object('post', jsonb_build_object('starts_on', \
     '2026-11-23', 'ends_on', '2026-12-11', 'fte', 60, 'substantive_post', 'Post ' || replace(id::text, '-', '')), \
     'line_manager', 'Role ' || replace(id::text, '-', ''))",
    "INSERT INTO employment SELECT gen_random_uuid(), person_id, school_id, 'Post ' || replace(person_id::text, '-', ''), \
     '2024-09-01', '2026-08-31' FROM membership WHERE school_id IS NOT NULL",
    "UPDATE mentorship SET status = 'paused', paused_at = started_at",
    "UPDATE support_group SET status = 'meeting', started_at = formed_at, adviser_missed_at = formed_at, \
     adviser_missed_for = 'moved_on'",
    "INSERT INTO former_facilitator SELECT id, 'adviser', adviser_id, adviser_specialist_id, formed_at, formed_at, 'moved_on', \
     formed_by FROM support_group",
    "UPDATE coaching_practice SET status = 'feedback_given', begun_on = '2025-11-03', feedback_due_on = '2026-05-03', \
     feedback = 'Heard ' || replace(id::text, '-', ''), feedback_at = recorded_at, feedback_by = (SELECT other.person_id \
     FROM membership AS other WHERE other.school_id = coaching_practice.school_id \
     AND other.person_id <> coaching_practice.person_id LIMIT 1)",
    "INSERT INTO alliance_member SELECT alliance_id, school_id, since - interval '2 days', since - interval '1 day', 'capacity' \
     FROM alliance_member",
    "INSERT INTO headship SELECT gen_random_uuid(), person_id, school_id, '2001-09-01', '2002-08-31', begun_at \
     FROM membership WHERE role = 'head'",
];

/// Writes what else may be known of private rows.
pub async fn tell_everything(app: &TestApp) {
    for sql in PRIVATE_FACTS {
        app.write(sql, vec![]).await;
    }
}
