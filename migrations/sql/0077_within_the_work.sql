-- Pauses lie within the work, and trials of a practice in no pause (DOMAIN C27, D43); and a fourth objective or outcome has its
-- reason (A12).

CREATE FUNCTION rests_within_the_work() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM deployment WHERE id = NEW.deployment_id
            AND (NEW.began_at >= started_at AND greatest(NEW.began_at, NEW.ended_at) <= coalesce(deployment.ended_at, 'infinity'))
                IS NOT TRUE
    ) THEN
        RAISE EXCEPTION 'a pause lies outside of the work'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_pause_within_the_work', TABLE = 'deployment_pause';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER rests_within_the_work BEFORE INSERT OR UPDATE ON deployment_pause
    FOR EACH ROW EXECUTE FUNCTION rests_within_the_work();

CREATE FUNCTION keeps_its_pauses() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM deployment_pause AS pause WHERE deployment_id = NEW.id
            AND (pause.began_at >= NEW.started_at
                AND greatest(pause.began_at, pause.ended_at) <= coalesce(NEW.ended_at, 'infinity')) IS NOT TRUE
    ) THEN
        RAISE EXCEPTION 'a deployment leaves its pauses outside'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_keeps_its_pauses', TABLE = 'deployment';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER keeps_its_pauses BEFORE UPDATE OF started_at, ended_at ON deployment
    FOR EACH ROW WHEN ((OLD.started_at, OLD.ended_at) IS DISTINCT FROM (NEW.started_at, NEW.ended_at))
    EXECUTE FUNCTION keeps_its_pauses();

CREATE FUNCTION tries_in_no_pause() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    -- What was written down before is not asked again.
    IF EXISTS (
        SELECT FROM (
            SELECT jsonb_path_query(NEW.particulars, '$.**.cycles[*].held_on') #>> '{}' AS held_on
            EXCEPT SELECT jsonb_path_query(OLD.particulars, '$.**.cycles[*].held_on') #>> '{}'
        ) AS cycle
        WHERE rested_on(NEW.id, held_on::date)
    ) THEN
        RAISE EXCEPTION 'the work rested on the day of a trial'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_trial_in_no_pause', TABLE = 'deployment';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER tries_in_no_pause BEFORE UPDATE OF particulars ON deployment
    FOR EACH ROW WHEN (OLD.particulars IS DISTINCT FROM NEW.particulars) EXECUTE FUNCTION tries_in_no_pause();

ALTER TABLE support_request ADD CONSTRAINT support_request_fourth_has_its_reason
    CHECK (jsonb_array_length(objectives) <= 3 OR override_reason IS NOT NULL);
-- What was written before it was asked for, and before it was kept who wrote it, stands.
ALTER TABLE deployment ADD CONSTRAINT deployment_fourth_has_its_reason CHECK (
    drafted_at IS NULL OR (jsonb_array_length(terms -> 'outcomes') <= 3) IS NOT FALSE OR terms ->> 'override_reason' IS NOT NULL
);
