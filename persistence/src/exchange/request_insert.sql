INSERT INTO support_request (
    id, school_id, title, need, objectives, override_reason, kind, expertise, key_stages, modes, urgency,
    half_days, starts_on, ends_on, max_travel_minutes, disclosure, settlement, one_off, allow_same_trust,
    exclude_neighbours, designation, status, stage, alliances, referred, responders, named_to, unmet_reason,
    withdrawal_reason, raised_by, created_at, submitted_at, triaged_at, version, audience,
    respond_by, response_policy, asker_credit, asker_guaranteed, asker_isolation, overdue_at, for_posts
) VALUES (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35,
    $36, $37, $38, $39, $40, $41, $42
)
