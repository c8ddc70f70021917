-- Transfers by id, and for each of its two schools whether the reader may see where that school stands: as one of its own
-- people, as a broker of its alliance, or as either of a school that is the only successor and counts its entries.
WITH RECURSIVE asked AS (
    SELECT
        it.id, debit.school_id AS debit_school, credit.school_id AS credit_school, debit.kind AS account, it.amount,
        it.kind, it.source_type, it.source_id, it.deployment_id, it.reverses, it.at, it.for_credit
    FROM transfer AS it
    JOIN ledger_account AS debit ON debit.id = it.debit_account_id
    JOIN ledger_account AS credit ON credit.id = it.credit_account_id
    WHERE it.id = ANY($1)
), counts AS (
    SELECT id AS school_id, id AS for_school, urn FROM school
    WHERE id IN (SELECT debit_school FROM asked UNION ALL SELECT credit_school FROM asked)
    UNION
    SELECT counts.school_id, after.id, after.urn
    FROM counts
    JOIN only_successor AS link ON link.predecessor_urn = counts.urn
    JOIN school AS after ON after.urn = link.successor_urn
), shown AS (
    SELECT school_id FROM counts
    WHERE $2 OR for_school = ANY($3) OR EXISTS (
        SELECT FROM alliance_member AS member
        WHERE member.school_id = counts.for_school AND member.until IS NULL AND member.alliance_id = ANY($3)
    )
)
SELECT
    asked.*,
    debit_school IN (SELECT school_id FROM shown) AS debit_shown,
    credit_school IN (SELECT school_id FROM shown) AS credit_shown
FROM asked
