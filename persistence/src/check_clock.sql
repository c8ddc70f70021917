-- The invariants of what comes before the work and of the clocks: a part of check.sql, put where its comment leaves room.
    UNION ALL
    SELECT 'nobody is looked for before an audit visit that is asked for', request.id
    FROM support_request AS request
    LEFT JOIN audit_visit ON request_id = request.id AND audit_visit.status = 'asked'
    WHERE audit_open <> (audit_visit.id IS NOT NULL) OR audit_open AND request.status = 'withdrawn'
    UNION ALL
    SELECT 'a breach is carried from step to step', breach.id
    FROM service_breach AS breach
    WHERE step <> 'broker' AND NOT EXISTS (
        SELECT FROM service_breach AS before
        WHERE before.subject_id = breach.subject_id AND before.level = breach.level AND before.step = 'broker'
            AND before.round = breach.round
            AND before.noted_at <= breach.noted_at
    )
