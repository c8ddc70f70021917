-- Every alliance that brokers a request puts it into a work-stream of its own (DOMAIN B17; with 0056): the one that confirmed the
-- need as well as those that came to it later.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

CREATE TABLE request_workstream (
    request_id uuid NOT NULL REFERENCES support_request,
    alliance_id uuid NOT NULL REFERENCES alliance,
    -- As the alliance's policy of that day names it.
    name text NOT NULL,
    -- When it was put there, or moved there last.
    assigned_at timestamptz NOT NULL,
    PRIMARY KEY (request_id, alliance_id)
);
REVOKE TRUNCATE ON request_workstream FROM lateral_app;
-- It is the alliance's own order: nobody else reads it, not even another alliance that brokers the same request.
CALL guard('request_workstream', 'ARRAY[alliance_id]');

-- Whoever brokers a request no longer keeps nothing of it but the order of what it has proposed itself.
INSERT INTO request_workstream (request_id, alliance_id, name, assigned_at)
SELECT id, workstream_of, workstream, triaged_at FROM support_request
WHERE workstream IS NOT NULL AND (
    workstream_of = ANY (alliances)
    OR EXISTS (SELECT FROM proposal WHERE request_id = support_request.id AND alliance_id = workstream_of)
);

CREATE FUNCTION is_ordered_by_its_broker() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    raised timestamptz;
BEGIN
    SELECT submitted_at INTO raised FROM support_request
        WHERE id = NEW.request_id AND status <> 'draft' AND NEW.alliance_id = ANY (alliances);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a request is put into a work-stream by an alliance that brokers it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_workstream_brokered', TABLE = 'request_workstream';
    END IF;
    IF NEW.assigned_at < raised THEN
        RAISE EXCEPTION 'a request is put into a work-stream once it is raised'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_workstream_after_raised',
                TABLE = 'request_workstream';
    END IF;
    -- One that the policy of the day names: what was given up takes nothing new.
    IF NOT EXISTS (
        SELECT FROM (
            SELECT workstreams FROM alliance_policy
            WHERE alliance_id = NEW.alliance_id AND from_on <= (NEW.assigned_at AT TIME ZONE 'UTC')::date
            ORDER BY version DESC LIMIT 1
        ) AS held
        WHERE NEW.name = ANY (held.workstreams)
    ) THEN
        RAISE EXCEPTION 'a work-stream is one that its alliance holds'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_workstream_held', TABLE = 'request_workstream';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER is_ordered_by_its_broker AFTER INSERT OR UPDATE ON request_workstream
    FOR EACH ROW EXECUTE FUNCTION is_ordered_by_its_broker();

-- A process of the release before, which still runs while this is migrated, writes it beside the request. The two columns go
-- with a later release.
CREATE FUNCTION carry_workstream_over() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO request_workstream (request_id, alliance_id, name, assigned_at)
        VALUES (NEW.id, NEW.workstream_of, NEW.workstream, NEW.triaged_at)
        ON CONFLICT (request_id, alliance_id) DO UPDATE SET name = excluded.name, assigned_at = excluded.assigned_at;
    RETURN NULL;
END
$$;
CREATE TRIGGER workstream_carried_over AFTER UPDATE ON support_request
    FOR EACH ROW WHEN (NEW.workstream IS NOT NULL
        AND (OLD.workstream, OLD.workstream_of) IS DISTINCT FROM (NEW.workstream, NEW.workstream_of))
    EXECUTE FUNCTION carry_workstream_over();
