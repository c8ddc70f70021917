-- What is said of a deployment stands for what it was said of: a consent for its terms, an interest until the work ends, and the
-- terms for their days. Where terms were written before the day of that was kept, the table goes on as it did.

CREATE FUNCTION ends_consents_with_terms() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consent WHERE deployment_id = NEW.id AND status = 'given' AND said_at < NEW.drafted_at) THEN
        RAISE EXCEPTION 'a consent outlives the terms to which it was given'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_ends_consents', TABLE = 'deployment';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER deployment_ends_consents AFTER UPDATE OF drafted_at ON deployment
    FOR EACH ROW WHEN (OLD.drafted_at IS DISTINCT FROM NEW.drafted_at)
    EXECUTE FUNCTION ends_consents_with_terms();

-- Whoever declared an interest does not say alone that it is gone. A school that takes the giver's place has not declared yet.
CREATE FUNCTION keeps_its_interests() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an interest that was declared stands'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_interest_stands', TABLE = 'deployment';
END
$$;
CREATE TRIGGER deployment_interest_stands BEFORE UPDATE OF home_interest, host_interest ON deployment
    FOR EACH ROW WHEN (
        OLD.home_interest AND NOT NEW.home_interest OR OLD.host_interest AND NOT NEW.host_interest)
    EXECUTE FUNCTION keeps_its_interests();

-- Nothing begins before the first day of its terms, so that no day of the work lies before it, and nothing is agreed when the
-- last day is over.
ALTER TABLE deployment
    ADD CONSTRAINT deployment_starts_with_its_terms CHECK (
        drafted_at IS NULL OR started_at IS NULL
        OR (started_at AT TIME ZONE 'UTC')::date >= (terms ->> 'starts_on')::date
    ),
    ADD CONSTRAINT deployment_agreed_before_it_is_over CHECK (
        drafted_at IS NULL OR agreed_at IS NULL OR (agreed_at AT TIME ZONE 'UTC')::date <= ends_on
    );
