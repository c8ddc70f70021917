-- What passes on, or is forgotten, after an end: a closed school's parts of what schools pay together, and the words of requests.

-- To which school the place of a closed one passed. Its row stays for the charges that it paid a part of.
ALTER TABLE commission_backer
    ADD COLUMN passed_to uuid REFERENCES school,
    ADD CONSTRAINT commission_backer_passes_to_another CHECK (passed_to <> school_id),
    DROP CONSTRAINT commission_backer_place;
CREATE UNIQUE INDEX commission_backer_place ON commission_backer (commission_id, place) WHERE passed_to IS NULL;

-- Parts of what schools pay together pass on, too.
CREATE OR REPLACE VIEW school_with_open WITH (security_invoker = true) AS
    SELECT school_id FROM offer WHERE status <> 'withdrawn'
    UNION
    SELECT school_id FROM specialist
    UNION
    SELECT school_id FROM support_request WHERE status NOT IN ('closed', 'withdrawn')
    UNION
    SELECT unnest(ARRAY[host_id, home_id]) FROM deployment WHERE status IN ('planned', 'agreed', 'active', 'paused')
    UNION
    SELECT school_id FROM membership WHERE school_id IS NOT NULL AND status <> 'ended'
    UNION
    SELECT school_id FROM alliance_member WHERE until IS NULL
    UNION
    SELECT unnest(ARRAY[debtor_id, creditor_id]) FROM obligation WHERE status IN ('open', 'due', 'overdue')
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

-- Requests are records of their own, with a time after which their words go; their days, kinds and amounts are counted on.
INSERT INTO retention_policy (id, record_class, version, from_on, keep_days, at_least_days, note, set_at) VALUES (
    gen_random_uuid(), 'request', 1, '2026-11-01', 2190, 0,
    'Six years after its end: as long as what is said of the support that came of it.', '2026-11-01T00:00:00Z'
);
