SELECT
    rolname::text AS name,
    rolsuper AS is_super,
    rolbypassrls AS bypasses,
    EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace) AS owns
FROM pg_roles
WHERE rolname = current_user
