-- The statement that lets a login work with the tables: made if it is not there, its password set if one is given.
SELECT CASE
    WHEN NOT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)
        THEN format('CREATE ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD %L IN ROLE lateral_app', $1, nullif($2, ''))
    WHEN $2 = ''
        THEN format('GRANT lateral_app TO %I', $1)
    ELSE format('ALTER ROLE %I PASSWORD %L; GRANT lateral_app TO %I', $1, $2, $1)
END AS statement
