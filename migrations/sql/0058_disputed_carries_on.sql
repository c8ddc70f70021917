-- A visit that the host disputes waits for somebody as much as one that nobody has confirmed: the work to which it belongs is
-- not finished with, also where that was stopped, and passes to whoever takes a school's place.

CREATE OR REPLACE FUNCTION carries_on(its_id uuid, its_status text) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN its_status IN ('planned', 'agreed', 'active', 'paused', 'completed', 'evaluated', 'followed_up')
        OR EXISTS (
            SELECT FROM visit WHERE deployment_id = its_id AND visit.status IN ('recorded', 'disputed', 'reversed')
        );
