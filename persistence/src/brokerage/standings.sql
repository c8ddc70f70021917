-- Where every school stands that gave, received or worked with another, on a day ($1): what it gave less what it received for
-- credit in each term, what was reversed left out, and whether it has worked with anybody. Predecessors are counted in above. A term
-- has $2 days; $3 of them count.
WITH moved AS (
    SELECT id, at, reverses, credit_account_id AS account_id, amount AS given, 0 AS received FROM transfer
    WHERE for_credit
    UNION ALL
    SELECT id, at, reverses, debit_account_id, 0, amount FROM transfer
    WHERE for_credit
), term AS (
    SELECT school_id, greatest($1::date - at::date, 0) / $2 AS age, given, received
    FROM moved JOIN ledger_account ON ledger_account.id = account_id AND ledger_account.kind = 'support'
    WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM transfer AS back WHERE back.reverses = moved.id)
)
SELECT school_id, age, sum(given - received)::integer AS net, sum(given) > 0 AS gave
FROM term
WHERE age < $3
GROUP BY school_id, age
UNION ALL
SELECT home_id, NULL, 0, false FROM deployment WHERE status <> 'lapsed'
UNION
SELECT host_id, NULL, 0, false FROM deployment WHERE status <> 'lapsed'
