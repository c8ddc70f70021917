-- Why a national programme has a last day, where it was ended rather than followed by other rules. What ended before says nothing.

ALTER TABLE programme_version
    ADD COLUMN end_reason text,
    ADD CONSTRAINT programme_version_ends_for_a_reason CHECK (end_reason IS NULL OR until IS NOT NULL);

-- The reason is said with the last day, and stays as it was said.
CREATE OR REPLACE FUNCTION refuse_other_rules() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.until IS NOT NULL
        OR to_jsonb(NEW) - 'until' - 'end_reason' IS DISTINCT FROM to_jsonb(OLD) - 'until' - 'end_reason'
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
