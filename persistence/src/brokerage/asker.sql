-- What matching knows of the school that asks ($1) on a day ($2) beside its entry in the register: what it has given and
-- received for credit by term, predecessors counted in and what was reversed left out; with whom it has worked; which interests were
-- declared, whichever of the two asked then. A term has $3 days; $4 terms count, and $5 for what was given lately. One trust
-- is a rule of its own, which the request may lift.
WITH RECURSIVE counts AS (
    SELECT id, urn FROM school WHERE id = $1
    UNION
    SELECT before.id, before.urn
    FROM counts
    JOIN only_successor AS link ON link.successor_urn = counts.urn
    JOIN school AS before ON before.urn = link.predecessor_urn
), account AS (
    SELECT ledger_account.id FROM ledger_account JOIN counts ON counts.id = school_id WHERE kind = 'support'
), moved AS (
    SELECT id, at, reverses, amount AS given, 0 AS received
    FROM transfer WHERE for_credit AND credit_account_id IN (SELECT id FROM account)
    UNION ALL
    SELECT id, at, reverses, 0, amount
    FROM transfer WHERE for_credit AND debit_account_id IN (SELECT id FROM account)
), stands AS (
    SELECT greatest($2::date - at::date, 0) / $3 AS age, given, received
    FROM moved
    WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM transfer AS back WHERE back.reverses = moved.id)
), term AS (
    SELECT age, sum(given - received)::integer AS net, sum(given)::integer AS given
    FROM stands
    WHERE age < $4
    GROUP BY age
), -- Two searches and not one with OR: that would be combined with the index on who may read, which lists every row for us.
work AS (
    SELECT home_id AS school_id, status, planned_at FROM deployment WHERE host_id = $1
    UNION ALL
    SELECT host_id, status, planned_at FROM deployment WHERE home_id = $1
), worked AS (
    SELECT
        school_id,
        count(*) FILTER (WHERE status IN ('completed', 'evaluated', 'followed_up', 'closed'))::integer AS together,
        count(*) FILTER (WHERE planned_at >= $2::date - 365)::integer AS lately
    FROM work
    WHERE status <> 'lapsed'
    GROUP BY school_id
)
SELECT
    ARRAY(SELECT age FROM term ORDER BY age) AS ages,
    ARRAY(SELECT net FROM term ORDER BY age) AS nets,
    EXISTS (SELECT FROM term WHERE given > 0 AND age < $5) AS gave_lately,
    EXISTS (SELECT FROM offer WHERE school_id = $1 AND status IN ('published', 'stale', 'paused')) AS offers,
    ARRAY(SELECT school_id FROM worked ORDER BY school_id) AS past_schools,
    ARRAY(SELECT together FROM worked ORDER BY school_id) AS past_together,
    ARRAY(SELECT lately FROM worked ORDER BY school_id) AS past_lately,
    ARRAY(
        SELECT DISTINCT giver
        FROM (
            SELECT id, coalesce(specialist_id, home_id) AS giver FROM deployment WHERE host_id = $1
            UNION ALL
            SELECT id, host_id FROM deployment WHERE home_id = $1 AND specialist_id IS NULL
        ) AS together
        JOIN (
            SELECT deployment_id, interests FROM conflict_declaration
            UNION ALL
            SELECT deployment_id, interests FROM arisen_interest
        ) AS declared ON deployment_id = together.id
        WHERE array_remove(interests, 'same_trust') <> '{}'
        ORDER BY 1
    ) AS interests
