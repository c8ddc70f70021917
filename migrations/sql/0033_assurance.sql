-- Safeguarding assurances (DOMAIN part B), and that nobody gives more than two half-days in a day (C26). An assurance is the
-- employer's word: there is no column for a certificate, a number of one, or a document.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- Since when a visit in person needs one. Where deployments are open already, their schools have two weeks in which to give
-- theirs; what was done until then is left as it was. A version is added, never changed.
CREATE TABLE assurance_policy (
    version integer PRIMARY KEY,
    since date NOT NULL,
    note text NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON assurance_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO assurance_policy (version, since, note)
SELECT 1, CASE WHEN EXISTS (SELECT FROM deployment) THEN current_date + 14 ELSE '2026-09-01' END,
    'The employer gives its word before anybody works at another school; over the network none is needed.';

CREATE TABLE safeguarding_assurance (
    id uuid PRIMARY KEY,
    employer_id uuid NOT NULL REFERENCES school,
    -- Nobody where it is for whomever the school sends.
    specialist_id uuid REFERENCES specialist,
    person_id uuid REFERENCES person,
    checked_on date NOT NULL,
    scope text NOT NULL,
    letter text,
    valid_until date NOT NULL,
    assured_by uuid NOT NULL REFERENCES person,
    assured_as text NOT NULL,
    assured_at timestamptz NOT NULL,
    status text NOT NULL,
    ended_at timestamptz,
    end_reason text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT assurance_of_a_person CHECK (num_nulls(specialist_id, person_id) IN (0, 2)),
    CONSTRAINT assurance_after_the_check CHECK ((assured_at AT TIME ZONE 'UTC')::date >= checked_on),
    CONSTRAINT assurance_holds_from_its_day CHECK (valid_until >= (assured_at AT TIME ZONE 'UTC')::date),
    CONSTRAINT assurance_ends_after_it_was_given CHECK (ended_at >= assured_at),
    CONSTRAINT assurance_stands_where_its_dates_say CHECK ((status = 'given') = (ended_at IS NULL)),
    CONSTRAINT assurance_withdrawn_for_a_reason CHECK ((status = 'withdrawn') = (end_reason IS NOT NULL)),
    -- As the domain reads it: twelve digits in a row, whatever stands between them.
    CONSTRAINT assurance_holds_no_certificate CHECK (letter !~ '(^|[^0-9])([0-9][ -]*){11}[0-9]($|[^0-9])')
);
CREATE INDEX safeguarding_assurance_specialist ON safeguarding_assurance (specialist_id, id);
CREATE INDEX safeguarding_assurance_employer ON safeguarding_assurance (employer_id, id);
CREATE INDEX safeguarding_assurance_over ON safeguarding_assurance (valid_until) WHERE status = 'given';

-- Who comes for a deployment: what is asked of its schools, its alliance and the person is asked of its assurances.
CREATE INDEX deployment_person ON deployment (person_id) WHERE person_id IS NOT NULL;

-- It is read by its school, its person, and whoever reads a deployment that rests on it.
ALTER TABLE safeguarding_assurance ENABLE ROW LEVEL SECURITY;
ALTER TABLE safeguarding_assurance FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON safeguarding_assurance USING (
    is_service() OR employer_id = ANY (readers()) OR person_id = ANY (readers())
    OR EXISTS (SELECT FROM deployment WHERE deployment.specialist_id = safeguarding_assurance.specialist_id)
    OR safeguarding_assurance.specialist_id IS NULL
        AND EXISTS (SELECT FROM deployment WHERE deployment.home_id = employer_id AND deployment.specialist_id IS NULL)
);

-- A visit that counts, in person or partly so, rests on an assurance of its day.
CREATE FUNCTION rests_on_an_assurance() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
BEGIN
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    -- One that is being taken back at this moment is waited for.
    PERFORM FROM safeguarding_assurance AS it
    WHERE (it.specialist_id = its.specialist_id
            OR its.specialist_id IS NULL AND it.specialist_id IS NULL AND it.employer_id = its.home_id)
        AND NEW.visited_on BETWEEN (it.assured_at AT TIME ZONE 'UTC')::date AND it.valid_until
        AND (it.ended_at IS NULL OR NEW.visited_on < (it.ended_at AT TIME ZONE 'UTC')::date)
    FOR SHARE;
    IF NOT FOUND AND NEW.visited_on >= (SELECT since FROM assurance_policy ORDER BY version DESC LIMIT 1) THEN
        RAISE EXCEPTION 'a visit in person rests on no assurance'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_rests_on_an_assurance';
    END IF;
    RETURN NULL;
END
$$;

-- Named so that they come before those below: assurances are locked before those for whom they are. What stands is asked
-- nothing when it is confirmed.
CREATE CONSTRAINT TRIGGER visit_assured AFTER INSERT ON visit
    FOR EACH ROW WHEN (NEW.mode <> 'remote' AND NEW.status IN ('recorded', 'confirmed'))
    EXECUTE FUNCTION rests_on_an_assurance();
CREATE CONSTRAINT TRIGGER visit_assured_anew AFTER UPDATE ON visit
    FOR EACH ROW WHEN (NEW.mode <> 'remote' AND NEW.status IN ('recorded', 'confirmed')
        AND (OLD.status NOT IN ('recorded', 'confirmed')
            OR (OLD.deployment_id, OLD.visited_on, OLD.mode)
                IS DISTINCT FROM (NEW.deployment_id, NEW.visited_on, NEW.mode)))
    EXECUTE FUNCTION rests_on_an_assurance();

-- What somebody gives in a day, wherever they are, is two half-days at most. Whoever adds to a day waits for whoever adds to
-- another of the same person.
CREATE FUNCTION leaves_a_day_whole() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    whose uuid;
    reader text := current_setting('lateral.reader', true);
    given integer;
BEGIN
    SELECT person_id INTO whose FROM deployment WHERE id = NEW.deployment_id;
    IF whose IS NULL THEN
        RETURN NULL;
    END IF;
    -- Other schools' visits count too, though who writes this one down does not see them.
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    PERFORM FROM person WHERE id = whose FOR NO KEY UPDATE;
    SELECT sum(visit.half_days) INTO given FROM deployment JOIN visit ON visit.deployment_id = deployment.id
    WHERE deployment.person_id = whose AND visit.visited_on = NEW.visited_on
        AND visit.status IN ('recorded', 'confirmed');
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF given > 2 THEN
        RAISE EXCEPTION 'nobody gives more than two half-days in a day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_leaves_a_day_whole';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER visit_day AFTER INSERT ON visit
    FOR EACH ROW WHEN (NEW.status IN ('recorded', 'confirmed'))
    EXECUTE FUNCTION leaves_a_day_whole();
CREATE CONSTRAINT TRIGGER visit_day_anew AFTER UPDATE ON visit
    FOR EACH ROW WHEN (NEW.status IN ('recorded', 'confirmed')
        AND (OLD.status NOT IN ('recorded', 'confirmed')
            OR (OLD.deployment_id, OLD.visited_on, OLD.half_days)
                IS DISTINCT FROM (NEW.deployment_id, NEW.visited_on, NEW.half_days)))
    EXECUTE FUNCTION leaves_a_day_whole();
