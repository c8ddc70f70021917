-- What is paid for, exchanged or subscribed to is settled by that, and not given back as well (DOMAIN C.4). What was agreed before
-- stays agreed.

CREATE FUNCTION refuse_what_is_owed_twice() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    reader text := current_setting('lateral.reader', true);
    agreed boolean;
BEGIN
    -- The terms decide, whoever sees them.
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    SELECT is_for_credit(terms) INTO agreed FROM deployment WHERE id = NEW.deployment_id;
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF NOT agreed THEN
        RAISE EXCEPTION 'something is given back for what is settled otherwise'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_agreed_for_credit';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER obligation_agreed_for_credit AFTER INSERT ON obligation
    FOR EACH ROW WHEN (NEW.source = 'deployment') EXECUTE FUNCTION refuse_what_is_owed_twice();
