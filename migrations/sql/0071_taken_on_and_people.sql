-- What is taken on of a charge in the place of a pooled budget too, and by whom: the school that receives, or the alliance whose
-- broker settles a dispute. Money is in pence. What was taken on before was the school's, and of a grant. And the person for whom a grant is.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE charge
    ADD COLUMN taken_on_of_pool bigint NOT NULL DEFAULT 0,
    ADD COLUMN taken_on_by text NOT NULL DEFAULT 'host',
    ADD CONSTRAINT charge_taken_on_of_money CHECK (taken_on_of_pool = 0 OR kind IN ('day_rate', 'grant')),
    ADD CONSTRAINT charge_taken_on_by_known CHECK (taken_on_by IN ('host', 'alliance')),
    ADD CONSTRAINT charge_taken_on_by_somebody CHECK (taken_on_by = 'host' OR taken_on <> 0 OR taken_on_of_pool <> 0);

-- The person for whom a grant is, where people take part in its programme. Nobody knows for whom the grants of before were opened.
ALTER TABLE programme_grant ADD COLUMN person_id uuid REFERENCES person;
CREATE INDEX programme_grant_person ON programme_grant (person_id) WHERE person_id IS NOT NULL;

CREATE FUNCTION refuse_grant_of_another() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    members jsonb := (
        SELECT rules -> 'members' FROM programme_version
        WHERE code = NEW.programme AND number = NEW.version_of_rules
    );
BEGIN
    IF NEW.person_id IS NULL AND members = '["person"]' OR NEW.person_id IS NOT NULL AND NOT members ? 'person' THEN
        RAISE EXCEPTION 'a grant is for a person where people take part, and for nobody else'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_for_whom_its_rules_say';
    END IF;
    IF NEW.person_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM employment WHERE person_id = NEW.person_id AND school_id = NEW.school_id
    ) THEN
        RAISE EXCEPTION 'whom a grant is for is employed at the school'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_for_somebody_of_the_school';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER for_whom_its_rules_say BEFORE INSERT ON programme_grant
    FOR EACH ROW EXECUTE FUNCTION refuse_grant_of_another();
