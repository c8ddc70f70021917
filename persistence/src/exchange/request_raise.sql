-- A request, its event, its audit entry and what else comes with it in one round trip: a statement is a transaction of its
-- own. Who reads is set before the row is made that row-level security asks about, because the row is made from it. And so
-- is everything else: it is written only if its alliances are still those of its school.
WITH reader AS MATERIALIZED (
    SELECT set_config('lateral.reader', $43, true)
    WHERE $24 = ARRAY(SELECT alliance_id FROM alliance_member WHERE school_id = $2 AND until IS NULL ORDER BY alliance_id)
), raised AS (
    INSERT INTO support_request (
        id, school_id, title, need, objectives, override_reason, kind, expertise, key_stages, modes, urgency,
        half_days, starts_on, ends_on, max_travel_minutes, disclosure, settlement, one_off, allow_same_trust,
        exclude_neighbours, designation, status, stage, alliances, referred, responders, named_to, unmet_reason,
        withdrawal_reason, raised_by, created_at, submitted_at, triaged_at, version, audience,
        respond_by, response_policy, asker_credit, asker_guaranteed, asker_isolation, overdue_at, for_posts
    )
    SELECT
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
        $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27, $28,
        $29, $30, $31, $32, $33, $34, $35,
        $36, $37, $38, $39, $40, $41, $42
    FROM reader
)/* with it */, told AS (
    INSERT INTO outbox (id, name, noun, noun_id, actor, at, body)
    SELECT $44, $45, $46, $1, $47, $31, $48 FROM reader
)
INSERT INTO audit_entry
    (id, at, request_id, actor_person_id, actor_membership_id, actor_role, event, noun, noun_id, after)
SELECT $44, $31, $49, $30, $50, $47, $45, $46, $1, $51 FROM reader
