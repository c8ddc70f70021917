-- The deployments of some requests, oldest first, one row for each visit, or one without; who comes and the visits are read
-- only where they are asked for ($4, $5).
SELECT deployment.id, deployment.proposal_id, deployment.request_id, deployment.offer_id, deployment.kind, deployment.arranged,
    deployment.alliance_id, deployment.brokered_by, deployment.home_id, deployment.host_id, deployment.specialist_id,
    deployment.person_id, deployment.half_days, deployment.terms, deployment.home_interest, deployment.host_interest,
    deployment.own_placement, deployment.second_approval_by, deployment.drafted_by, deployment.drafted_at,
    deployment.home_agreed_at, deployment.home_agreed_by, deployment.host_agreed_at, deployment.host_agreed_by,
    deployment.alliance_agreed_at, deployment.alliance_agreed_by, deployment.promised, deployment.status, deployment.agree_by, deployment.planned_at, deployment.agreed_at,
    deployment.started_at, deployment.midterm_done_at, deployment.final_day, deployment.ended_at,
    deployment.stop_code, deployment.stop_reason, deployment.stopped_by, deployment.signed_off_at, deployment.evaluated_at,
    deployment.follow_up_on, deployment.followed_up_at,
    deployment.closed_at, deployment.no_follow_up, deployment.particulars, deployment.version,
    specialist.id AS by_id, specialist.person_id AS by_person_id, specialist.school_id AS by_school_id,
    specialist.name AS by_name, specialist.post AS by_post, specialist.supports AS by_supports, specialist.expertise AS by_expertise,
    specialist.travel_minutes AS by_travel_minutes, specialist.status AS by_status, specialist.end_reason AS by_end_reason,
    specialist.created_at AS by_created_at, specialist.version AS by_version,
    visit.id AS visit_id, visit.deployment_id AS visit_deployment_id, visit.visited_on AS visit_visited_on,
    visit.mode AS visit_mode, visit.half_days AS visit_half_days, visit.note AS visit_note,
    visit.status AS visit_status, visit.recorded_by AS visit_recorded_by, visit.recorded_at AS visit_recorded_at,
    visit.confirmation_id AS visit_confirmation_id, visit.confirmed_by AS visit_confirmed_by,
    visit.confirmed_at AS visit_confirmed_at, visit.reverse_reason AS visit_reverse_reason,
    visit.dispute_reason AS visit_dispute_reason, visit.dispute_words AS visit_dispute_words,
    visit.disputed_by AS visit_disputed_by, visit.disputed_at AS visit_disputed_at,
    visit.settle_reason AS visit_settle_reason, visit.settled_by AS visit_settled_by, visit.cancel_reason AS visit_cancel_reason,
    visit.reversed_by AS visit_reversed_by,
    visit.cycle AS visit_cycle, visit.stage AS visit_stage, visit.version AS visit_version
FROM deployment
LEFT JOIN specialist ON $4 AND specialist.id = deployment.specialist_id
LEFT JOIN visit ON $5 AND visit.deployment_id = deployment.id AND ($2 OR visit.audience && $3)
WHERE deployment.request_id = ANY($1) AND ($2 OR deployment.audience && $3)
ORDER BY deployment.id, visit.id
