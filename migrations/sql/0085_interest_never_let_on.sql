-- The end of the work decides nothing about an interest: what was done after the week stays refused, whenever it is written down
-- (DOMAIN E58).

CREATE OR REPLACE FUNCTION undecided_on(deployment uuid, day date) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM arisen_interest
        WHERE deployment_id = $1 AND status <> 'goes_on' AND $2 > (respond_by AT TIME ZONE 'UTC')::date
    )
$$;
