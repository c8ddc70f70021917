    -- Rounds: what is asked in the place of their name in check.sql.
    UNION ALL
    SELECT 'a round holds time only while its plan may be used, and for those to whom it gives a place', round_hold.round_id
    FROM round_hold
    JOIN round_line USING (round_id, request_id)
    JOIN brokerage_round ON brokerage_round.id = round_hold.round_id
    WHERE brokerage_round.status NOT IN ('planned', 'announced') OR round_line.status <> 'placed'
    UNION ALL
    SELECT 'a round holds a whole bundle for everybody to whom its plan gives a place', round_line.round_id
    FROM round_line
    JOIN brokerage_round ON brokerage_round.id = round_line.round_id AND brokerage_round.status IN ('planned', 'announced')
    WHERE round_line.status = 'placed' AND brokerage_round.half_days IS DISTINCT FROM (
        SELECT sum(half_days) FROM round_hold AS hold
        WHERE hold.round_id = round_line.round_id AND hold.request_id = round_line.request_id
    )
    UNION ALL
    SELECT 'a plan keeps to what brokers chose in it', round_id
    FROM round_choice JOIN round_line AS line USING (round_id, request_id)
    JOIN brokerage_round ON brokerage_round.id = round_id
    WHERE brokerage_round.status <> 'announced' AND NOT is_over AND line.status IN ('placed', 'unplaced')
        AND (kind = 'pinned') = (holder_id IS DISTINCT FROM coalesce(line.specialist_id, line.home_id))
    UNION ALL
    SELECT 'what a round has as accepted was accepted by both schools', round_line.round_id
    FROM round_line
    JOIN proposal ON proposal.id = round_line.proposal_id
    WHERE round_line.status = 'accepted' AND proposal.status <> 'confirmed'
