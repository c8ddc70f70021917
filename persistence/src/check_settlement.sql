    -- Settlement: what is asked in the place of its name in check.sql.
    UNION ALL
    SELECT 'what an account counts for credit is the sum of its transfers for credit', id
    FROM ledger_account
    LEFT JOIN moved ON account_id = id
    WHERE ledger_account.credited_for_credit <> coalesce(moved.credited_for_credit, 0)
        OR ledger_account.debited_for_credit <> coalesce(moved.debited_for_credit, 0)
    UNION ALL
    SELECT 'a transfer is for credit where the terms of its deployment are', transfer.id
    FROM transfer
    JOIN deployment ON deployment.id = deployment_id
    WHERE for_credit <> is_for_credit(deployment.terms)
    UNION ALL
    SELECT 'what is owed for support that has ended is its part of what came', obligation.id
    FROM obligation
    JOIN deployment ON deployment.id = obligation.deployment_id
    WHERE obligation.status IN ('open', 'due', 'overdue') AND deployment.ended_at IS NOT NULL
        AND (obligation.half_days IS DISTINCT FROM half_days_for_what_came(deployment.id)
            OR NOT EXISTS (SELECT FROM visit WHERE visit.deployment_id = deployment.id AND visit.status = 'confirmed'))
    UNION ALL
    SELECT 'a confirmed visit is charged for its half-days, and no other is', visit.id
    FROM visit
    LEFT JOIN charge ON visit_id = visit.id
    GROUP BY visit.id
    HAVING coalesce(sum(charge.half_days), 0) <> CASE visit.status WHEN 'confirmed' THEN visit.half_days ELSE 0 END
    UNION ALL
    SELECT 'the charges of a deployment add up to the price of its half-days', deployment.id
    FROM deployment
    JOIN (
        SELECT deployment_id, sum(half_days) AS given, sum(gross) AS gross, sum(brokerage) AS brokerage,
            sum(by_host + by_alliance + by_grant + by_other + by_pool) AS paid, sum(cover) AS cover, sum(in_kind) AS in_kind
        FROM charge
        GROUP BY deployment_id
    ) AS charged ON deployment_id = deployment.id
    CROSS JOIN LATERAL (
        SELECT (terms->'settlement'->>'kind') IN ('day_rate', 'grant') AS is_paid,
            (terms->'settlement'->>'day_rate')::bigint AS day, (terms->'settlement'->>'brokerage')::bigint AS fee,
            coalesce((terms->'settlement'->>'cover')::bigint, 0) AS cover,
            (SELECT coalesce(sum((it->>'value')::bigint), 0)::bigint
                FROM jsonb_array_elements(coalesce(terms->'settlement'->'in_kind', '[]')) AS it) AS in_kind
    ) AS agreed
    WHERE charged.gross <> CASE WHEN is_paid THEN (coalesce(day, 0) * given + 1) / 2 ELSE 0 END
        OR charged.brokerage <> CASE WHEN is_paid THEN coalesce(fee, 0) * given / 2 ELSE 0 END
        OR charged.paid <> charged.gross
        OR charged.cover <> agreed.cover * given / half_days
        OR charged.in_kind <> agreed.in_kind * given / half_days
    UNION ALL
    SELECT 'what a pooled budget pays of a charge stands in its ledger', charge.id
    FROM charge
    LEFT JOIN pool_line ON charge_id = charge.id
    WHERE by_pool <> coalesce(-pence, 0)
    UNION ALL
    SELECT 'what a grant that is kept here pays of a charge stands in its ledger', charge.id
    FROM charge
    LEFT JOIN grant_line ON charge_id = charge.id
    WHERE charge.deployment_id IN (SELECT deployment_id FROM grant_line WHERE kind = 'reserve')
    GROUP BY charge.id
    HAVING by_grant <> coalesce(sum(pence), 0)
    UNION ALL
    SELECT 'a year of a grant has spent and holds back what its lines say', whole.grant_id
    FROM grant_year AS whole
    LEFT JOIN grant_line AS it ON it.grant_id = whole.grant_id AND it.year = whole.year
    GROUP BY whole.grant_id, whole.year
    HAVING whole.spent <> coalesce(sum(it.pence), 0) OR whole.reserved <> coalesce(sum(it.held), 0)
    UNION ALL
    SELECT 'money is held back for support that is under way or waits for the host, and for nothing else', deployment_id
    FROM (SELECT deployment_id, held FROM pool_line UNION ALL SELECT deployment_id, held FROM grant_line) AS line
    JOIN deployment ON deployment.id = deployment_id
    GROUP BY deployment_id, deployment.status
    HAVING sum(held) < 0 OR sum(held) > 0 AND deployment.status NOT IN ('agreed', 'active', 'paused')
        AND NOT EXISTS (
            SELECT FROM visit WHERE visit.deployment_id = line.deployment_id AND visit.status IN ('recorded', 'disputed'))
    UNION ALL
    SELECT 'a school has put into a pooled budget what its lines say', pool_member.school_id
    FROM pool_member
    LEFT JOIN pool_line ON pool_line.pool_id = pool_member.pool_id AND pool_line.school_id = pool_member.school_id
        AND kind = 'commitment'
    GROUP BY pool_member.pool_id, pool_member.school_id, committed
    HAVING coalesce(sum(pence), 0) <> committed
    UNION ALL
    SELECT 'what several schools commissioned is cut into their parts', charge.id
    FROM charge
    JOIN joint_commission ON joint_commission.deployment_id = charge.deployment_id
    LEFT JOIN charge_part ON charge_id = charge.id
    GROUP BY charge.id
    HAVING coalesce(sum(pence), 0) <> by_host OR count(charge_part) = 0
    UNION ALL
    SELECT 'nothing is booked in a month after it was closed', charge.id
    FROM charge
    JOIN closed_month ON charge.month <= closed_month.month
    WHERE charge.at > closed_at
    UNION ALL
    SELECT 'what met an obligation is confirmed work that met nothing else', id
    FROM obligation
    WHERE met_with IS NOT NULL AND NOT covers_what_it_met(met_with)
    UNION ALL
    SELECT 'nobody gives more than two half-days in a day', (array_agg(visit.id))[1]
    FROM visit JOIN deployment ON deployment.id = deployment_id
    WHERE person_id IS NOT NULL AND visit.status IN ('recorded', 'disputed', 'confirmed')
    GROUP BY person_id, visited_on
    HAVING sum(visit.half_days) > 2
    UNION ALL
    SELECT 'a visit in person rests on an assurance of its day', visit.id
    FROM visit JOIN deployment ON deployment.id = deployment_id
    CROSS JOIN LATERAL unnest(travellers(kind)) AS travel (side)
    CROSS JOIN (SELECT since, host_since FROM assurance_policy ORDER BY version DESC LIMIT 1) AS policy
    WHERE mode <> 'remote' AND visit.status IN ('recorded', 'disputed', 'confirmed')
        AND visited_on >= CASE side WHEN 'home' THEN policy.since ELSE host_since END
        AND NOT EXISTS (
            SELECT FROM safeguarding_assurance AS it
            WHERE side = 'home' AND it.specialist_id = deployment.specialist_id
                AND visited_on BETWEEN (assured_at AT TIME ZONE 'UTC')::date AND valid_until
                AND (it.ended_at IS NULL OR visited_on <= (it.ended_at AT TIME ZONE 'UTC')::date))
        AND NOT EXISTS (
            SELECT FROM safeguarding_assurance AS it
            WHERE it.specialist_id IS NULL AND it.employer_id = CASE
                    WHEN side = 'host' THEN deployment.host_id
                    WHEN deployment.specialist_id IS NULL THEN deployment.home_id
                END
                AND visited_on BETWEEN (assured_at AT TIME ZONE 'UTC')::date AND valid_until
                AND (it.ended_at IS NULL OR visited_on <= (it.ended_at AT TIME ZONE 'UTC')::date))
