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

-- Whose people go to the other school, by the kind of work: their employer's word is asked for (DOMAIN part B).
CREATE FUNCTION travellers(kind text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE kind
        WHEN 'study_visit' THEN ARRAY['host']
        WHEN 'joint_practice_development' THEN ARRAY['home', 'host']
        WHEN 'pupil_collaboration' THEN ARRAY['home', 'host']
        ELSE ARRAY['home']
    END;

-- Since when it is asked of the school that receives. Where such work is open already, its schools have two weeks in which to
-- give theirs.
ALTER TABLE assurance_policy ADD COLUMN host_since date NOT NULL DEFAULT 'infinity';
INSERT INTO assurance_policy (version, since, note, host_since)
SELECT version + 1, since,
    'The employer of whoever goes to another school gives its word, whichever side that is; over the network none is needed.',
    CASE WHEN EXISTS (SELECT FROM deployment WHERE 'host' = ANY (travellers(kind))) THEN current_date + 14 ELSE since END
FROM assurance_policy ORDER BY version DESC LIMIT 1;
ALTER TABLE assurance_policy ALTER COLUMN host_since DROP DEFAULT;

-- A visit that counts, in person or partly so, rests on an assurance of its day for each side whose people travel.
CREATE OR REPLACE FUNCTION rests_on_an_assurance() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
    policy assurance_policy%ROWTYPE;
    side text;
    who uuid;
    employer uuid;
BEGIN
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    SELECT * INTO policy FROM assurance_policy ORDER BY version DESC LIMIT 1;
    FOREACH side IN ARRAY travellers(its.kind) LOOP
        -- The school that receives sends nobody by name.
        who := CASE side WHEN 'home' THEN its.specialist_id END;
        employer := CASE side WHEN 'home' THEN its.home_id ELSE its.host_id END;
        -- One that is being taken back at this moment is waited for.
        PERFORM FROM safeguarding_assurance AS it
        WHERE (it.specialist_id = who OR who IS NULL AND it.specialist_id IS NULL AND it.employer_id = employer)
            AND NEW.visited_on BETWEEN (it.assured_at AT TIME ZONE 'UTC')::date AND it.valid_until
            AND (it.ended_at IS NULL OR NEW.visited_on < (it.ended_at AT TIME ZONE 'UTC')::date)
        FOR SHARE;
        IF NOT FOUND AND NEW.visited_on >= (CASE side WHEN 'host' THEN policy.host_since ELSE policy.since END) THEN
            RAISE EXCEPTION 'a visit in person rests on no assurance'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_rests_on_an_assurance';
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- Whoever reads a deployment that rests on the word of the school that receives reads that too.
ALTER POLICY audience ON safeguarding_assurance USING (
    is_service() OR employer_id = ANY (readers()) OR person_id = ANY (readers())
    OR EXISTS (SELECT FROM deployment WHERE deployment.specialist_id = safeguarding_assurance.specialist_id)
    OR safeguarding_assurance.specialist_id IS NULL
        AND EXISTS (SELECT FROM deployment WHERE deployment.home_id = employer_id AND deployment.specialist_id IS NULL)
    OR safeguarding_assurance.specialist_id IS NULL
        AND EXISTS (SELECT FROM deployment WHERE deployment.host_id = employer_id AND 'host' = ANY (travellers(kind)))
);
