-- The school's membership ends, and with it the alliance's sight of requests that nobody has been proposed for: what is
-- under way stays with whoever began it.
WITH ended AS (
    UPDATE alliance_member SET until = greatest($3, since + interval '1 microsecond')
    WHERE alliance_id = $1 AND school_id = $2 AND until IS NULL
), of_request AS (
    UPDATE support_request
    SET alliances = array_remove(alliances, $1), named_to = array_remove(named_to, $1),
        audience = array_remove(audience, $1), version = version + 1
    WHERE school_id = $2 AND $1 = ANY (alliances) AND status IN ('submitted', 'triaged', 'matching')
    RETURNING id
)
UPDATE match_run m SET audience = array_remove(m.audience, $1) FROM of_request r WHERE m.request_id = r.id
