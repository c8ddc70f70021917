-- What carries on when a school closes beside what is open there: work that is done and of which somebody has still to
-- speak, and grants that are still paid.

-- Whether a deployment carries on between whoever stands in for its schools: it is not closed yet, or somebody has still to
-- confirm a visit or to put it right.
CREATE FUNCTION carries_on(its_id uuid, its_status text) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN its_status IN ('planned', 'agreed', 'active', 'paused', 'completed', 'evaluated', 'followed_up')
        OR EXISTS (SELECT FROM visit WHERE deployment_id = its_id AND visit.status IN ('recorded', 'reversed'));

CREATE VIEW school_with_unfinished WITH (security_invoker = true) AS
    SELECT unnest(ARRAY[host_id, home_id]) AS school_id FROM deployment WHERE carries_on(id, status)
    UNION
    SELECT school_id FROM programme_grant
    WHERE EXISTS (SELECT FROM grant_year WHERE grant_id = programme_grant.id AND grant_year.status <> 'released');
