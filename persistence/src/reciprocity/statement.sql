-- For each school, what the accounts that count for it came to before a stretch of time and what moved in it, all of it and
-- what was for credit, and what the school and its predecessors owed and were owed when it ended, as that stood then.
WITH RECURSIVE line AS (
    SELECT for_school, for_school AS school_id FROM unnest($1::uuid[]) AS listed (for_school)
    UNION
    SELECT line.for_school, before.id
    FROM line
    JOIN school AS here ON here.id = line.school_id
    JOIN only_successor AS link ON link.successor_urn = here.urn
    JOIN school AS before ON before.urn = link.predecessor_urn
)
SELECT
    listed.for_school, moved.*, owes.obligations AS owes, owes.half_days AS owes_half_days, owed.obligations AS owed,
    owed.half_days AS owed_half_days
FROM unnest($1::uuid[]) AS listed (for_school)
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(credited) FILTER (WHERE account_kind = 'support' AND at < $4), 0)::bigint AS given_before,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'support' AND at < $4), 0)::bigint AS received_before,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'promise' AND at < $4), 0)::bigint AS promised_before,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'promise' AND at < $4), 0)::bigint AS awaited_before,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'support' AND at < $4 AND for_credit), 0)::bigint AS given_for_credit_before,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'support' AND at < $4 AND for_credit), 0)::bigint AS received_for_credit_before,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'promise' AND at < $4 AND for_credit), 0)::bigint AS promised_for_credit_before,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'promise' AND at < $4 AND for_credit), 0)::bigint AS awaited_for_credit_before,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'support' AND at >= $4), 0)::bigint AS given,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'support' AND at >= $4), 0)::bigint AS received,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'promise' AND at >= $4), 0)::bigint AS promised,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'promise' AND at >= $4), 0)::bigint AS awaited,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'support' AND at >= $4 AND for_credit), 0)::bigint AS given_for_credit,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'support' AND at >= $4 AND for_credit), 0)::bigint AS received_for_credit,
        coalesce(sum(credited) FILTER (WHERE account_kind = 'promise' AND at >= $4 AND for_credit), 0)::bigint AS promised_for_credit,
        coalesce(sum(debited) FILTER (WHERE account_kind = 'promise' AND at >= $4 AND for_credit), 0)::bigint AS awaited_for_credit
    FROM unnest($2::uuid[], $3::uuid[]) AS counts (for_school, account_id)
    JOIN ledger_movement USING (account_id)
    WHERE counts.for_school = listed.for_school AND at < $5
) AS moved
CROSS JOIN LATERAL (
    SELECT count(*) AS obligations, coalesce(sum(half_days), 0)::bigint AS half_days
    FROM line JOIN obligation_stood AS its ON its.debtor_id = line.school_id
    WHERE line.for_school = listed.for_school
        AND its.since < $5 AND its.until >= $5 AND (its.ended_at IS NULL OR its.ended_at >= $5)
) AS owes
CROSS JOIN LATERAL (
    SELECT count(*) AS obligations, coalesce(sum(half_days), 0)::bigint AS half_days
    FROM line JOIN obligation_stood AS its ON its.creditor_id = line.school_id
    WHERE line.for_school = listed.for_school
        AND its.since < $5 AND its.until >= $5 AND (its.ended_at IS NULL OR its.ended_at >= $5)
) AS owed
