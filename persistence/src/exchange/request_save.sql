-- Where a request comes from never changes.
UPDATE support_request SET
    title = $3, need = $4, objectives = $5, override_reason = $6, kind = $7, expertise = $8, key_stages = $9,
    modes = $10, urgency = $11, half_days = $12, starts_on = $13, ends_on = $14, max_travel_minutes = $15,
    disclosure = $16, settlement = $17, one_off = $18, allow_same_trust = $19, exclude_neighbours = $20,
    designation = $21, status = $22, stage = $23, alliances = $24, referred = $25, responders = $26, named_to
    = $27, unmet_reason = $28, withdrawal_reason = $29, submitted_at = $32, triaged_at = $33, version = $34,
    audience = $35, respond_by = $36, response_policy = $37, asker_credit = $38, asker_guaranteed = $39,
    asker_isolation = $40, overdue_at = $41, audit_open = $43,
    returned_at = $44, placed_at = $45, came_alliances = $46, came_at = $47,
    support_missed_at = $48, for_posts = $42
WHERE id = $1 AND school_id = $2 AND raised_by = $30 AND created_at = $31
