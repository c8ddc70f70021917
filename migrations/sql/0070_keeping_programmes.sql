-- Programmes are added, get new rules and end through the service: so each has an id, rules of one programme never hold on the
-- same day, and what was said of them stays. And the two programmes of the sources that were not stored.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE programme
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD CONSTRAINT programme_known_by_id UNIQUE (id);

-- No numbers but these are told, and no money: three years, matched pound for pound, as that word is read elsewhere; and good
-- practice that is shared in the year of the bursary. The days are academic years, as with the others.
INSERT INTO programme (number, code, owner, name, about) VALUES
    (14, 'professional-development-schools', 'Teacher Training Agency', 'Buckinghamshire Professional Development Schools',
        'Schools whose professional development is of a high quality are funded for three years by the training agency; the local authority matches its money.'),
    (15, 'sharing-bursary', 'Education Action Zone', 'Bursary for sharing across the zone',
        'A bursary for somebody who learns, on the condition that good practice is shared across the zone.');
INSERT INTO programme_version (code, number, since, until, rules) VALUES
    ('professional-development-schools', 1, '2002-09-01', '2005-08-31',
        '{"members": ["school"], "years": 3, "matched": 10000}'),
    ('sharing-bursary', 1, '2003-09-01', '2004-08-31',
        '{"members": ["person"], "years": 1, "share_back_days": 365}');

ALTER TABLE programme_version
    ADD CONSTRAINT programme_version_one_a_day
        EXCLUDE USING gist (code WITH =, daterange(since, until, '[]') WITH &&);

-- Rules stay as they were said: they get a last day where they had none, and not before the first day of a grant that was opened
-- by them.
CREATE FUNCTION refuse_other_rules() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.until IS NOT NULL
        OR to_jsonb(NEW) - 'until' IS DISTINCT FROM to_jsonb(OLD) - 'until'
    THEN
        RAISE EXCEPTION 'the rules of a programme stay as they were said'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_version_stays';
    END IF;
    IF EXISTS (
        SELECT FROM programme_grant
        WHERE programme = NEW.code AND version_of_rules = NEW.number AND starts_on > NEW.until
    ) THEN
        RAISE EXCEPTION 'a grant was opened by these rules after their last day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programme_version_in_use';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stays_as_said BEFORE UPDATE OR DELETE ON programme_version
    FOR EACH ROW EXECUTE FUNCTION refuse_other_rules();

-- A grant is opened by the rules of its first day.
CREATE FUNCTION refuse_rules_of_another_day() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM programme_version
        WHERE code = NEW.programme AND number = NEW.version_of_rules
            AND NEW.starts_on >= since AND (until IS NULL OR NEW.starts_on <= until)
    ) THEN
        RAISE EXCEPTION 'a grant is opened by the rules of its first day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_by_the_rules_of_its_first_day';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER by_the_rules_of_its_first_day BEFORE INSERT ON programme_grant
    FOR EACH ROW EXECUTE FUNCTION refuse_rules_of_another_day();
