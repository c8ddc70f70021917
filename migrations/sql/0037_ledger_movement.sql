-- What each transfer did to each of its two accounts. What is released or reversed is taken off the side to which it had once
-- been added, so that the sums tell what was really given and received.
CREATE VIEW ledger_movement WITH (security_invoker = true) AS
    WITH signed AS (
        SELECT it.id, it.at, it.amount, it.debit_account_id, it.credit_account_id, account.kind AS account_kind,
            it.kind = 'release' OR it.kind = 'reversal' AND account.kind = 'support' AS takes_back
        FROM transfer AS it
        JOIN ledger_account AS account ON account.id = it.debit_account_id
    )
    SELECT id AS transfer_id, at, account_kind, credit_account_id AS account_id,
        CASE WHEN takes_back THEN 0 ELSE amount END AS credited, CASE WHEN takes_back THEN -amount ELSE 0 END AS debited
    FROM signed
    UNION ALL
    SELECT id, at, account_kind, debit_account_id,
        CASE WHEN takes_back THEN -amount ELSE 0 END, CASE WHEN takes_back THEN 0 ELSE amount END
    FROM signed;
