-- What is signed says what shall be better and what is done for it (DOMAIN D52, F5). That is asked when a deployment is agreed:
-- what was agreed before stays as it is.

CREATE FUNCTION is_agreed_with_a_plan() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(jsonb_array_length(NEW.terms -> 'action_plan'), 0) = 0
        OR EXISTS (SELECT FROM jsonb_array_elements(NEW.terms -> 'outcomes') AS it WHERE it ->> 'improvement' IS NULL)
    THEN
        RAISE EXCEPTION 'a deployment is agreed with its action plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_agreed_with_a_plan', TABLE = 'deployment';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER is_agreed_with_a_plan AFTER UPDATE OF agreed_at ON deployment
    FOR EACH ROW WHEN (OLD.agreed_at IS NULL AND NEW.agreed_at IS NOT NULL)
    EXECUTE FUNCTION is_agreed_with_a_plan();
