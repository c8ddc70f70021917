-- What counts for where a school stands: support for which nothing but credit comes in return. What is paid for, exchanged or
-- subscribed to is settled by that; it is tallied like everything else, and weighs nothing (DOMAIN C.4).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- Whether nothing but credit comes in return by these terms. A waiver is no payment.
CREATE FUNCTION is_for_credit(terms jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(terms -> 'settlement' ->> 'kind' IN ('reciprocal_credit', 'waived'), false);

ALTER TABLE transfer ADD COLUMN for_credit boolean NOT NULL DEFAULT false;
-- What is written once is never changed. That it is told of each line for the first time changes none.
ALTER TABLE transfer DISABLE TRIGGER append_only;
UPDATE transfer SET for_credit = true FROM deployment WHERE deployment.id = deployment_id AND is_for_credit(terms);
ALTER TABLE transfer ENABLE TRIGGER append_only;

CREATE FUNCTION refuse_credit_that_terms_deny() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    reader text := current_setting('lateral.reader', true);
    agreed boolean;
BEGIN
    -- The terms decide, whoever sees them.
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    SELECT is_for_credit(terms) INTO agreed FROM deployment WHERE id = NEW.deployment_id;
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF NEW.for_credit IS DISTINCT FROM agreed THEN
        RAISE EXCEPTION 'a transfer is for credit where its terms are'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_for_credit_by_its_terms';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER transfer_for_credit_by_its_terms AFTER INSERT ON transfer
    FOR EACH ROW EXECUTE FUNCTION refuse_credit_that_terms_deny();

CREATE OR REPLACE VIEW ledger_movement WITH (security_invoker = true) AS
    WITH signed AS (
        SELECT it.id, it.at, it.amount, it.debit_account_id, it.credit_account_id, account.kind AS account_kind,
            it.kind = 'release' OR it.kind = 'reversal' AND account.kind = 'support' AS takes_back, it.for_credit
        FROM transfer AS it
        JOIN ledger_account AS account ON account.id = it.debit_account_id
    )
    SELECT id AS transfer_id, at, account_kind, credit_account_id AS account_id,
        CASE WHEN takes_back THEN 0 ELSE amount END AS credited, CASE WHEN takes_back THEN -amount ELSE 0 END AS debited,
        for_credit
    FROM signed
    UNION ALL
    SELECT id, at, account_kind, debit_account_id,
        CASE WHEN takes_back THEN -amount ELSE 0 END, CASE WHEN takes_back THEN 0 ELSE amount END, for_credit
    FROM signed;

-- So much of the sums of an account as is for credit, kept beside them.
ALTER TABLE ledger_account
    ADD COLUMN credited_for_credit bigint NOT NULL DEFAULT 0,
    ADD COLUMN debited_for_credit bigint NOT NULL DEFAULT 0;
UPDATE ledger_account SET credited_for_credit = moved.credited, debited_for_credit = moved.debited
FROM (
    SELECT account_id, sum(credited) AS credited, sum(debited) AS debited
    FROM ledger_movement WHERE for_credit GROUP BY account_id
) AS moved
WHERE moved.account_id = ledger_account.id;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_for_credit_within CHECK (
    credited_for_credit BETWEEN 0 AND credited AND debited_for_credit BETWEEN 0 AND debited
);
