-- The invariants of who sees what: a part of check.sql, put where its comment leaves room.
    SELECT 'a private record is seen by those whom it concerns', id
    FROM (
        SELECT id, audience, ARRAY[school_id] AS concerned FROM support_request
        UNION ALL
        SELECT id, audience, ARRAY[host_id, home_id] FROM proposal
        UNION ALL
        SELECT id, audience, ARRAY[host_id, home_id] FROM deployment
        UNION ALL
        SELECT visit.id, visit.audience, ARRAY[host_id, home_id]
        FROM visit JOIN deployment ON deployment.id = deployment_id
        UNION ALL
        SELECT review.id, review.audience,
            CASE review.kind WHEN 'self_evaluation' THEN ARRAY[home_id] ELSE ARRAY[host_id, home_id] END
        FROM review JOIN deployment ON deployment.id = deployment_id
        UNION ALL
        SELECT meeting.id, meeting.audience, ARRAY[host_id, home_id]
        FROM initial_meeting AS meeting JOIN deployment ON deployment.id = deployment_id
        UNION ALL
        SELECT visit.id, visit.audience, ARRAY[school_id]
        FROM audit_visit AS visit JOIN support_request ON support_request.id = request_id
        UNION ALL
        SELECT measure.id, measure.audience, ARRAY[host_id, home_id]
        FROM measure JOIN deployment ON deployment.id = deployment_id
        UNION ALL
        SELECT id, audience, ARRAY[person_id] FROM membership
        UNION ALL
        SELECT ring_id, audience, ARRAY[home_id, host_id] FROM exchange_ring_leg
        UNION ALL
        SELECT id, audience, array_remove(ARRAY[debtor_id, creditor_id, alliance_id], NULL) || ARRAY(
            SELECT member.alliance_id FROM alliance_member AS member
            WHERE member.until IS NULL AND member.school_id IN (debtor_id, creditor_id)
        ) FROM obligation
        UNION ALL
        SELECT id, audience, ARRAY[alliance_id, school_id] FROM alliance_invitation
        UNION ALL
        SELECT consent.id, consent.audience, ARRAY[host_id, home_id]
        FROM consent JOIN deployment ON deployment.id = deployment_id
    ) AS record
    WHERE NOT concerned <@ audience
    UNION ALL
    SELECT 'what is sealed is seen by its own side alone', evaluation.id
    FROM evaluation JOIN deployment ON deployment.id = deployment_id
    WHERE (opened_at IS NULL) <> (evaluated_at IS NULL) OR (opened_at IS NULL
        AND evaluation.audience && ARRAY[alliance_id, CASE side WHEN 'home' THEN host_id ELSE home_id END])
    UNION ALL
    SELECT 'a case study is seen by those who agreed to it', case_study.id
    FROM case_study JOIN deployment ON deployment.id = deployment_id
    WHERE CASE withdrawn_by
            WHEN 'home' THEN case_study.audience && ARRAY[host_id, alliance_id]
            WHEN 'host' THEN case_study.audience && ARRAY[home_id, alliance_id]
            ELSE NOT ARRAY[home_id, host_id] <@ case_study.audience
                OR (alliance_id = ANY (case_study.audience))
                    <> (num_nonnulls(home_consented_at, host_consented_at) = 2)
        END
    UNION ALL
    SELECT 'what is found names nobody who is not lent', offer.id
    FROM offer JOIN specialist ON specialist.id = specialist_id
    WHERE offer.status IN ('published', 'stale') AND specialist.status = 'ended'
    UNION ALL
    SELECT 'who was erased holds no role, is not listed and is not signed in', person.id
    FROM person
    WHERE erased_at IS NOT NULL AND (
        EXISTS (SELECT FROM membership WHERE person_id = person.id AND status <> 'ended')
        OR EXISTS (SELECT FROM specialist WHERE person_id = person.id AND status <> 'ended')
        OR EXISTS (SELECT FROM session WHERE person_id = person.id)
    )
