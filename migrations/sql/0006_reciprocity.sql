-- The ledger: append-only, one row is one transfer, balanced by its shape (TRUST 1). Amounts are half-days.

-- Which school followed which, whichever of the two the register links from: a position counts predecessors (SETTLED 2).
CREATE VIEW school_succession AS
    SELECT school_urn AS predecessor_urn, linked_urn AS successor_urn FROM school_link WHERE kind LIKE 'successor%'
    UNION
    SELECT linked_urn, school_urn FROM school_link WHERE kind LIKE 'predecessor%';

-- Schools that have something open, which passes on when they close. It is seen by whoever asks, not by the view's owner.
CREATE VIEW school_with_open WITH (security_invoker = true) AS
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
    SELECT school_id FROM alliance_member WHERE until IS NULL;

-- A school that one other followed and no further one: its only successor counts what it gave and received. Kept beside the
-- links, because the view is made of all of them whichever school is asked for.
CREATE TABLE only_successor (
    predecessor_urn integer PRIMARY KEY,
    successor_urn integer NOT NULL
);
CREATE INDEX only_successor_back ON only_successor (successor_urn);
CREATE FUNCTION note_only_successors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM only_successor;
    INSERT INTO only_successor
        SELECT predecessor_urn, min(successor_urn) FROM school_succession GROUP BY predecessor_urn HAVING count(*) = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER noted_successors AFTER INSERT OR UPDATE OR DELETE ON school_link
    FOR EACH STATEMENT EXECUTE FUNCTION note_only_successors();

CREATE TABLE ledger_account (
    id uuid PRIMARY KEY,
    school_id uuid NOT NULL REFERENCES school,
    kind text NOT NULL,
    -- What was credited and debited less what was taken back again: given and received, or promised and awaited. Kept
    -- beside the transfers so that a position costs no sum; checked against them by a job.
    credited bigint NOT NULL DEFAULT 0 CHECK (credited >= 0),
    debited bigint NOT NULL DEFAULT 0 CHECK (debited >= 0),
    UNIQUE (school_id, kind)
);

CREATE TABLE transfer (
    id uuid PRIMARY KEY,
    debit_account_id uuid NOT NULL REFERENCES ledger_account,
    credit_account_id uuid NOT NULL REFERENCES ledger_account,
    amount integer NOT NULL CHECK (amount > 0),
    kind text NOT NULL,
    source_type text NOT NULL,
    source_id uuid NOT NULL,
    deployment_id uuid NOT NULL REFERENCES deployment,
    reverses uuid UNIQUE REFERENCES transfer,
    at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CHECK (debit_account_id <> credit_account_id),
    UNIQUE (source_type, source_id, kind)
);
CREATE INDEX transfer_debit ON transfer (debit_account_id, id);
CREATE INDEX transfer_credit ON transfer (credit_account_id, id);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON transfer FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON transfer FROM lateral_app;

CALL guard('transfer');
-- A school's position is its own business and its alliances'.
CALL guard('ledger_account', $$school_id || ARRAY(
    SELECT member.alliance_id FROM alliance_member AS member
    WHERE member.school_id = ledger_account.school_id AND member.until IS NULL
)$$);
