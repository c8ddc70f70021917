-- The end of the statement that finds of what somebody is to be reminded: whom each of it concerns.
), heard AS (
    SELECT fresh.kind, fresh.id, fresh.due_at, membership.person_id
    FROM fresh
    JOIN membership ON membership.school_id = ANY(fresh.schools) AND membership.role = 'head'
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $1)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, membership.person_id
    FROM fresh
    JOIN membership ON membership.alliance_id = ANY(fresh.alliances) AND membership.role = 'broker'
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $1)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, membership.person_id
    FROM fresh
    JOIN consent_due ON consent_due.id = fresh.id AND fresh.kind = 'deployment.consent_due'
    JOIN membership ON membership.school_id = consent_due.school_id AND membership.role = consent_due.role
    WHERE membership.status = 'active' AND (membership.until IS NULL OR membership.until > $1)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, second.person_id
    FROM fresh
    JOIN proposal ON proposal.id = fresh.id AND fresh.kind = 'proposal.approval_due'
    CROSS JOIN LATERAL second_brokers(
        proposal.alliance_id, ARRAY[proposal.home_id, proposal.host_id], ARRAY[proposal.sent_by], $1
    ) AS second (person_id)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, second.person_id
    FROM fresh
    JOIN deployment AS it ON it.id = fresh.id AND fresh.kind = 'deployment.approval_due'
    CROSS JOIN LATERAL second_brokers(
        it.alliance_id,
        ARRAY[it.home_id, it.host_id],
        array_remove(
            ARRAY[
                CASE WHEN it.own_placement OR it.home_interest OR it.host_interest THEN it.brokered_by END,
                CASE WHEN it.terms -> 'settlement' ->> 'kind' = 'waived' THEN it.drafted_by END
            ],
            NULL),
        $1
    ) AS second (person_id)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, deployment.person_id
    FROM fresh
    JOIN deployment ON deployment.id = fresh.id AND fresh.kind = 'deployment.final_review_due'
    WHERE acts_as_specialist(deployment.person_id, $1)
        AND NOT EXISTS (SELECT FROM review WHERE deployment_id = deployment.id AND review.kind = 'self_evaluation')
    UNION
    -- Whoever asked for an audit visit goes, or any other broker where that one brokers it no longer.
    SELECT fresh.kind, fresh.id, fresh.due_at, goes.person_id
    FROM fresh
    JOIN audit_visit AS audit ON audit.id = fresh.id AND fresh.kind = 'audit_visit.due'
    JOIN support_request AS request ON request.id = audit.request_id
    CROSS JOIN LATERAL (
        SELECT person_id, rank() OVER (ORDER BY person_id <> audit.asked_by) AS place FROM membership
        WHERE membership.alliance_id = ANY(request.alliances) AND membership.role = 'broker'
            AND membership.status = 'active' AND (membership.until IS NULL OR membership.until > $1)
    ) AS goes
    WHERE place = 1
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, either.person_id
    FROM fresh
    JOIN mentorship ON mentorship.id = fresh.id AND fresh.kind = 'mentorship.ending'
    CROSS JOIN LATERAL (VALUES (mentorship.mentee_id), (mentorship.mentor_id)) AS either (person_id)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, designation.person_id
    FROM fresh
    JOIN designation ON designation.id = fresh.id AND fresh.kind = 'designation.ends_soon'
    UNION
    -- Where a school that closed has no alliance, an operator decides.
    SELECT fresh.kind, fresh.id, fresh.due_at, membership.person_id
    FROM fresh
    JOIN membership ON membership.role = 'operator'
    WHERE fresh.kind = 'school.succession_undecided' AND fresh.alliances = '{}'
        AND membership.status = 'active' AND (membership.until IS NULL OR membership.until > $1)
    UNION
    SELECT fresh.kind, fresh.id, fresh.due_at, deployment.person_id
    FROM fresh
    JOIN deployment ON deployment.id = fresh.id AND fresh.kind IN ('deployment.meeting_due', 'deployment.record_due')
)
SELECT noted.kind, fresh.prefix || replace(fresh.id::text, '-', '') AS subject, noted.due_at, person.id AS person_id,
    preference.way
FROM noted
JOIN fresh ON fresh.id = noted.subject_id AND fresh.kind = noted.kind AND fresh.due_at = noted.due_at
LEFT JOIN heard ON heard.id = fresh.id AND heard.kind = fresh.kind AND heard.due_at = fresh.due_at
LEFT JOIN person ON person.id = heard.person_id AND person.suspended_at IS NULL
LEFT JOIN notification_preference AS preference ON preference.person_id = person.id AND preference.topic = $3
ORDER BY noted.due_at, fresh.id, person.id
