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

-- What is proposed is of the kind that was asked for, and stays so whatever becomes of the offer. What writes no kind yet is of
-- the offer's.
ALTER TABLE proposal ADD COLUMN kind text;
UPDATE proposal SET kind = coalesce(
    (SELECT kind FROM deployment WHERE proposal_id = proposal.id LIMIT 1),
    (SELECT kind FROM offer WHERE offer.id = offer_id),
    'support'
);
ALTER TABLE proposal ALTER COLUMN kind SET NOT NULL;

CREATE FUNCTION proposes_what_is_asked() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    reader text := current_setting('lateral.reader', true);
    asked text;
BEGIN
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    SELECT kind INTO asked FROM support_request WHERE id = NEW.request_id;
    NEW.kind := coalesce(NEW.kind, (SELECT kind FROM offer WHERE id = NEW.offer_id));
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF NEW.kind <> asked THEN
        RAISE EXCEPTION 'a request for one kind of work is met by no other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_of_the_kind_asked', TABLE = 'proposal';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER proposes_what_is_asked BEFORE INSERT ON proposal FOR EACH ROW EXECUTE FUNCTION proposes_what_is_asked();

-- A deployment is of the kind that was proposed.
ALTER TABLE proposal ADD CONSTRAINT proposal_kind_once UNIQUE (id, kind);
ALTER TABLE deployment ADD CONSTRAINT deployment_of_the_kind_proposed
    FOREIGN KEY (proposal_id, kind) REFERENCES proposal (id, kind);
