-- What is open at a school, with a line for each side of what has two: one school's is then found by its indexes, and no longer
-- by reading everybody's.

CREATE OR REPLACE VIEW school_with_open WITH (security_invoker = true) AS
    SELECT school_id FROM offer WHERE status <> 'withdrawn'
    UNION
    SELECT school_id FROM specialist
    UNION
    SELECT school_id FROM support_request WHERE status NOT IN ('closed', 'withdrawn')
    UNION
    SELECT host_id FROM deployment WHERE status IN ('planned', 'agreed', 'active', 'paused')
    UNION
    SELECT home_id FROM deployment WHERE status IN ('planned', 'agreed', 'active', 'paused')
    UNION
    SELECT school_id FROM membership WHERE school_id IS NOT NULL AND status <> 'ended'
    UNION
    SELECT school_id FROM alliance_member WHERE until IS NULL
    UNION
    SELECT debtor_id FROM obligation WHERE status IN ('open', 'due', 'overdue')
    UNION
    SELECT creditor_id FROM obligation WHERE status IN ('open', 'due', 'overdue')
    UNION
    SELECT lead_id FROM pooled_budget WHERE lead_id IS NOT NULL AND status = 'open'
    UNION
    SELECT school_id FROM pool_member JOIN pooled_budget ON pooled_budget.id = pool_id
    WHERE pool_member.status IN ('asked', 'joined') AND pooled_budget.status = 'open'
    UNION
    SELECT school_id FROM commission_backer JOIN joint_commission AS joint ON joint.id = commission_id
    WHERE passed_to IS NULL AND (joint.status IN ('asked', 'backed') OR joint.status = 'agreed' AND EXISTS (
        SELECT FROM deployment
        WHERE deployment.id = joint.deployment_id AND deployment.status IN ('agreed', 'active', 'paused')
    ));

CREATE OR REPLACE VIEW school_with_unfinished WITH (security_invoker = true) AS
    SELECT host_id AS school_id FROM deployment WHERE carries_on(id, status)
    UNION
    SELECT home_id FROM deployment WHERE carries_on(id, status)
    UNION
    SELECT school_id FROM programme_grant
    WHERE EXISTS (SELECT FROM grant_year WHERE grant_id = programme_grant.id AND grant_year.status <> 'released');

CREATE INDEX pooled_budget_lead ON pooled_budget (lead_id);
CREATE INDEX programme_grant_school ON programme_grant (school_id);
CREATE INDEX commission_backer_now ON commission_backer (school_id) WHERE passed_to IS NULL;
