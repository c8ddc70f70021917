-- What the kind of a deployment asks of other rows: a mentorship beside mentoring (DOMAIN H116, H118, H120), and consents to what
-- the two schools wrote of it (B23).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- Asked with the step, as with particulars: what was agreed before goes on as it was agreed. A mentorship that is being ended at
-- this moment is waited for.
CREATE FUNCTION stands_beside_a_mentorship() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    reader text := current_setting('lateral.reader', true);
BEGIN
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    PERFORM FROM mentorship
    WHERE specialist_id = NEW.specialist_id AND school_id = NEW.host_id AND status = 'active'
        AND ends_on >= (NEW.terms ->> 'ends_on')::date
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'mentoring stands beside a mentorship'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_beside_a_mentorship', TABLE = 'deployment';
    END IF;
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    RETURN NULL;
END
$$;
CREATE TRIGGER deployment_beside_a_mentorship AFTER UPDATE OF status ON deployment
    FOR EACH ROW WHEN (OLD.status = 'planned' AND NEW.status = 'agreed' AND NEW.kind = 'mentoring')
    EXECUTE FUNCTION stands_beside_a_mentorship();

-- A consent is given to what stands, also to what the kind of work asks beside the terms (DOMAIN B23).
CREATE FUNCTION ends_consents_with_particulars() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consent WHERE deployment_id = NEW.id AND status = 'given') THEN
        RAISE EXCEPTION 'a consent outlives what the kind of work asked when it was given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_ends_consents', TABLE = 'deployment';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER deployment_ends_consents_with_particulars AFTER UPDATE OF particulars ON deployment
    FOR EACH ROW WHEN (NEW.status = 'planned' AND OLD.particulars IS DISTINCT FROM NEW.particulars)
    EXECUTE FUNCTION ends_consents_with_particulars();
