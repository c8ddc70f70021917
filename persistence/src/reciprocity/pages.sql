-- For each school, so many of the transfers that touch the accounts that count for it, in the order of their ids: all, or
-- those of a stretch of time.
SELECT
    listed.for_school, it.id, debit.school_id AS debit_school, credit.school_id AS credit_school, debit.kind AS account,
    it.amount, it.kind, it.source_type, it.source_id, it.deployment_id, it.reverses, it.at, it.for_credit
FROM (
    SELECT for_school, array_agg(account) AS accounts
    FROM unnest($1::uuid[], $2::uuid[]) AS counts (for_school, account) GROUP BY for_school
) AS listed
CROSS JOIN LATERAL (
    SELECT * FROM transfer
    WHERE id IN (
        SELECT id FROM transfer WHERE debit_account_id = ANY(listed.accounts)
        UNION SELECT id FROM transfer WHERE credit_account_id = ANY(listed.accounts)
    ) AND ($3::uuid IS NULL OR id {than} $3) AND ($4::timestamptz IS NULL OR at >= $4 AND at < $5)
    ORDER BY id {way} LIMIT {limit}
) AS it
JOIN ledger_account AS debit ON debit.id = it.debit_account_id
JOIN ledger_account AS credit ON credit.id = it.credit_account_id
ORDER BY it.id {way}
