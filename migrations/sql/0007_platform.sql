-- What makes writes dependable: the outbox, idempotency keys, the audit trail.

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    noun text NOT NULL,
    noun_id uuid NOT NULL,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    -- Text, not jsonb: what is signed later must be what was written (TRUST 1).
    body text NOT NULL,
    relayed_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE relayed_at IS NULL;
-- What the market in memory is kept fresh by.
CREATE INDEX outbox_matching ON outbox (id)
    WHERE noun IN ('Offer', 'CapacityWindow', 'Proposal', 'Deployment', 'Visit', 'Specialist');

CREATE TABLE idempotency (
    caller text NOT NULL,
    operation text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    outcome text,
    body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (caller, operation, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE audit_entry (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    request_id text NOT NULL,
    actor_person_id uuid,
    actor_membership_id uuid,
    actor_role text,
    event text NOT NULL,
    noun text NOT NULL,
    noun_id uuid NOT NULL,
    before text,
    after text,
    reason text,
    -- One index for both, because every write pays for each: the trail is read by noun, and an id made of time is met once.
    PRIMARY KEY (noun_id, id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM lateral_app;

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
-- Written by everybody's acts, read by the service alone until auditors get their view.
CREATE POLICY written ON audit_entry FOR INSERT WITH CHECK (true);
CREATE POLICY service ON audit_entry FOR SELECT USING (is_service());
