-- Everything open of the closed schools moves to the schools that took their place. What is over stays where it was,
-- and so do posted transfers: the ledger sums predecessors instead (SETTLED 2). The audience grows: whoever could read
-- a record still can.
WITH pair AS (
    SELECT it.old, it.new, s.place FROM unnest($1::uuid[], $2::uuid[]) AS it (old, new) JOIN school s ON s.id = it.new
), of_offer AS (
    UPDATE offer o SET school_id = pair.new, place = pair.place, version = o.version + 1
    FROM pair WHERE o.school_id = pair.old AND o.status <> 'withdrawn'
), of_specialist AS (
    UPDATE specialist p SET school_id = pair.new, version = p.version + 1 FROM pair WHERE p.school_id = pair.old
), of_capacity AS (
    UPDATE capacity_window w SET school_id = pair.new, version = w.version + 1
    FROM pair
    WHERE w.school_id = pair.old AND NOT EXISTS (
        SELECT FROM capacity_window its WHERE its.school_id = pair.new AND its.half_term = w.half_term
    )
), of_request AS (
    UPDATE support_request r
    SET school_id = pair.new, version = r.version + 1,
        -- A draft is seen by its own school alone, which is now the other one.
        audience = CASE WHEN r.status = 'draft' THEN ARRAY[pair.new] ELSE r.audience || pair.new END
    FROM pair WHERE r.school_id = pair.old AND r.status NOT IN ('closed', 'withdrawn', 'unmet')
    RETURNING r.id, pair.new
), of_run AS (
    UPDATE match_run m SET audience = m.audience || it.new FROM of_request it WHERE it.id = m.request_id
), of_referral AS (
    UPDATE referral f SET audience = f.audience || it.new FROM of_request it WHERE it.id = f.request_id
), party AS (
    SELECT p.id, p.host_id, p.home_id, host.new AS new_host, home.new AS new_home
    FROM (
        SELECT id, host_id, home_id FROM proposal WHERE status IN ('sent', 'home_accepted', 'host_accepted', 'confirmed')
        UNION ALL
        SELECT id, host_id, home_id FROM deployment WHERE status IN ('planned', 'agreed', 'active', 'paused')
    ) p
    LEFT JOIN pair host ON host.old = p.host_id
    LEFT JOIN pair home ON home.old = p.home_id
    -- Both sides became one school: there is nobody left to deploy to, and a broker must end it.
    WHERE num_nonnulls(host.new, home.new) > 0
      AND coalesce(host.new, p.host_id) <> coalesce(home.new, p.home_id)
), of_proposal AS (
    UPDATE proposal p
    SET host_id = coalesce(it.new_host, p.host_id), home_id = coalesce(it.new_home, p.home_id),
        audience = p.audience || array_remove(ARRAY[it.new_host, it.new_home], NULL), version = p.version + 1
    FROM party it WHERE it.id = p.id
), of_deployment AS (
    UPDATE deployment d
    SET host_id = coalesce(it.new_host, d.host_id), home_id = coalesce(it.new_home, d.home_id),
        audience = d.audience || array_remove(ARRAY[it.new_host, it.new_home], NULL), version = d.version + 1
    FROM party it WHERE it.id = d.id
), of_declaration AS (
    UPDATE conflict_declaration c SET audience = c.audience || array_remove(ARRAY[it.new_host, it.new_home], NULL)
    FROM party it WHERE it.id = c.deployment_id
)
UPDATE visit v SET audience = v.audience || array_remove(ARRAY[it.new_host, it.new_home], NULL)
FROM party it WHERE it.id = v.deployment_id
