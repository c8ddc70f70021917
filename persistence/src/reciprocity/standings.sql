-- Each school with the accounts that count for it: its own, and those of predecessors whose only successor it is.
WITH RECURSIVE shown AS (
    SELECT id, urn FROM school
    WHERE id = ANY($1) AND ($2 OR id = ANY($3) OR EXISTS (
        SELECT FROM alliance_member AS member
        WHERE member.school_id = school.id AND member.until IS NULL AND member.alliance_id = ANY($3)
    ))
), counts AS (
    SELECT id AS for_school, id AS school_id, urn FROM shown
    UNION
    SELECT counts.for_school, before.id, before.urn
    FROM counts
    JOIN only_successor AS link ON link.successor_urn = counts.urn
    JOIN school AS before ON before.urn = link.predecessor_urn
)
SELECT
    counts.for_school,
    (
        SELECT count(*)::integer FROM specialist
        WHERE specialist.school_id = counts.for_school AND specialist.status <> 'ended'
    ) AS leaders,
    account.id, account.school_id, account.kind, account.credited, account.debited, account.credited_for_credit,
    account.debited_for_credit
FROM counts LEFT JOIN ledger_account AS account ON account.school_id = counts.school_id
