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

-- Who may read a row with this audience: those in it, and the service, which reads as nobody's id. One array, so that the
-- policies below are served by an index on it: a condition of ours would not be, because the planner looks at no row before
-- the policy has allowed it.
CREATE FUNCTION readable_by(audience uuid[]) RETURNS uuid[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN array_prepend('00000000-0000-0000-0000-000000000000'::uuid, audience);

-- Who reads: ids that are set for one transaction. Where nothing is set, nobody reads, and nothing is seen.
CREATE FUNCTION readers() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN string_to_array(current_setting('lateral.reader', true), ',')::uuid[];

-- Whether the service itself reads.
CREATE FUNCTION is_service() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('lateral.reader', true) = '00000000-0000-0000-0000-000000000000';

-- Lets the rows of a table be seen by their audience only: a column, or an expression over the row.
CREATE PROCEDURE guard(private regclass, audience text DEFAULT 'audience')
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', private);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', private);
    -- Asked once for a statement, not for each row.
    EXECUTE format('CREATE POLICY audience ON %s USING (readable_by(%s) && (SELECT readers()))', private, audience);
END
$$;

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
