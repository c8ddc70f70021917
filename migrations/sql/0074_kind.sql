-- The kind of work counts from the request to the agreement. What was proposed and agreed before this stays as it is.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- Whether the two heads arranged a deployment between themselves: a peer visit that no broker proposed (DOMAIN D48). What two
-- schools agreed by themselves before this counts as arranged, whoever proposed it.
ALTER TABLE deployment ADD COLUMN arranged boolean NOT NULL DEFAULT false;
UPDATE deployment SET arranged = true
FROM support_request AS request
WHERE request.id = request_id AND deployment.kind = 'peer_visit' AND (
    request.kind = 'peer_visit' AND request.triaged_at IS NULL AND request.respond_by IS NULL
    OR drafted_at IS NOT NULL AND agreed_at IS NOT NULL AND alliance_agreed_at IS NULL
);

-- Whether two schools may agree without the alliance: on a peer visit that they arranged and for which nobody pays anything.
CREATE FUNCTION agreed_without_alliance(kind text, terms jsonb, arranged boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN arranged AND agreed_without_alliance(kind, terms);
ALTER TABLE deployment
    DROP CONSTRAINT deployment_signed_for_alliance,
    ADD CONSTRAINT deployment_signed_for_alliance CHECK (
        agreed_at IS NULL OR drafted_at IS NULL OR alliance_agreed_at IS NOT NULL
        OR agreed_without_alliance(kind, terms, arranged)
    ),
    ADD CONSTRAINT deployment_arranged_by_heads CHECK (NOT arranged OR kind = 'peer_visit');

-- A peer visit is a day at most, whoever arranges it. Asked of what is planned and of what is agreed, not of every row.
CREATE FUNCTION keeps_peer_visits_short() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a peer visit is a day at most'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_peer_visit_is_short', TABLE = 'deployment';
END
$$;
CREATE TRIGGER keeps_peer_visits_short BEFORE INSERT ON deployment
    FOR EACH ROW WHEN (NEW.kind = 'peer_visit' AND NEW.half_days > 2) EXECUTE FUNCTION keeps_peer_visits_short();
CREATE TRIGGER keeps_agreed_peer_visits_short BEFORE UPDATE OF status ON deployment
    FOR EACH ROW WHEN (OLD.status = 'planned' AND NEW.status = 'agreed' AND NEW.kind = 'peer_visit' AND NEW.half_days > 2)
    EXECUTE FUNCTION keeps_peer_visits_short();
