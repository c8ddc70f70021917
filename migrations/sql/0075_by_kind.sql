-- What the kind of a deployment asks beyond its own row: a mentorship beside mentoring (DOMAIN H116, H118, H120).

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
