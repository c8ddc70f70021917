-- The ground everything stands on: extensions, the runtime's group role, and who is reading.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Roles belong to the cluster, so another database's migration may have made it already.
DO $$
BEGIN
    CREATE ROLE lateral_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object THEN
    NULL;
END
$$;

GRANT USAGE ON SCHEMA public TO lateral_app;
-- The list of migrations is older than the default privileges below.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO lateral_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lateral_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO lateral_app;

-- Whether the reader of this transaction may see a row with this audience. The reader's ids are set for one
-- transaction, or '*' for the service itself; where nothing is set, nothing is seen. Written as SQL so that the
-- planner inlines it into the policies below.
CREATE FUNCTION is_audience(audience uuid[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE current_setting('lateral.reader', true)
        WHEN '*' THEN true
        WHEN '' THEN false
        ELSE audience && string_to_array(current_setting('lateral.reader', true), ',')::uuid[]
    END;

-- Refuses to change what is written once: the ledger, the audit trail.
CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- What this database is: whether it holds a demonstration, and anything else that is true of it as a whole.
CREATE TABLE installation (
    key text PRIMARY KEY,
    value text NOT NULL
);
