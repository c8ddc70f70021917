-- When work rested (DOMAIN C27): no visit lies in a pause. And a stage takes more than its half-days where somebody has said why
-- (D50).

CREATE TABLE deployment_pause (
    deployment_id uuid NOT NULL REFERENCES deployment,
    -- From 1.
    nth integer NOT NULL CHECK (nth >= 1),
    began_at timestamptz NOT NULL,
    -- When it went on, or was stopped; nothing while it rests.
    ended_at timestamptz,
    PRIMARY KEY (deployment_id, nth),
    CONSTRAINT deployment_pause_forwards CHECK (ended_at >= began_at),
    CONSTRAINT deployment_pause_never_overlaps
        EXCLUDE USING gist (deployment_id WITH =, tstzrange(began_at, ended_at) WITH &&)
);
REVOKE DELETE, TRUNCATE ON deployment_pause FROM lateral_app;

-- It is seen by whoever sees the deployment.
ALTER TABLE deployment_pause ENABLE ROW LEVEL SECURITY;
ALTER TABLE deployment_pause FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON deployment_pause USING (
    is_service() OR EXISTS (SELECT FROM deployment WHERE deployment.id = deployment_pause.deployment_id)
);

-- The pauses until now are in the audit trail. Of what rests and has no line there, it is not known since when.
SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
INSERT INTO deployment_pause (deployment_id, nth, began_at, ended_at)
SELECT id, row_number() OVER (PARTITION BY id ORDER BY began_at, ended_at), began_at, ended_at
FROM (
    SELECT deployment.id, deployment.status, step.event, step.at AS began_at,
        lead(step.at) OVER (PARTITION BY deployment.id ORDER BY step.at, step.id) AS ended_at
    FROM deployment
    JOIN audit_entry AS step ON step.noun_id = deployment.id
    WHERE step.event IN ('deployment.paused', 'deployment.resumed', 'deployment.stopped')
) AS pause
WHERE event = 'deployment.paused' AND (ended_at IS NOT NULL OR status = 'paused');
INSERT INTO deployment_pause (deployment_id, nth, began_at)
SELECT id, 1 + (SELECT count(*) FROM deployment_pause WHERE deployment_id = deployment.id), now()
FROM deployment
WHERE status = 'paused'
    AND NOT EXISTS (SELECT FROM deployment_pause WHERE deployment_id = deployment.id AND ended_at IS NULL);

-- A deployment rests exactly while its last pause has no end.
CREATE FUNCTION rests_as_it_says() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its uuid := CASE TG_TABLE_NAME WHEN 'deployment' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'deployment_id' END;
BEGIN
    IF (SELECT status = 'paused' FROM deployment WHERE id = its)
        <> EXISTS (SELECT FROM deployment_pause WHERE deployment_id = its AND ended_at IS NULL)
    THEN
        RAISE EXCEPTION 'a deployment does not rest as its pauses say'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_rests_as_it_says', TABLE = 'deployment';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER rests_as_it_says AFTER INSERT ON deployment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.status = 'paused') EXECUTE FUNCTION rests_as_it_says();
CREATE CONSTRAINT TRIGGER rests_as_it_says_now AFTER UPDATE ON deployment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN ((OLD.status = 'paused') <> (NEW.status = 'paused')) EXECUTE FUNCTION rests_as_it_says();
CREATE CONSTRAINT TRIGGER rests_as_it_says AFTER INSERT OR UPDATE ON deployment_pause DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION rests_as_it_says();

-- Whether work rested on a day: on the days after that on which it was held, and before that on which it went on.
CREATE FUNCTION rested_on(its_id uuid, day date) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN EXISTS (
        SELECT FROM deployment_pause
        WHERE deployment_id = its_id AND (began_at AT TIME ZONE 'UTC')::date < day
            AND ((ended_at AT TIME ZONE 'UTC')::date > day) IS NOT FALSE
    );
CREATE FUNCTION lies_in_no_pause() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF rested_on(NEW.deployment_id, NEW.visited_on) THEN
        RAISE EXCEPTION 'the work rested on the day of a visit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_in_no_pause', TABLE = 'visit';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER lies_in_no_pause BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION lies_in_no_pause();
-- What was written down before is not asked again when it is confirmed.
CREATE TRIGGER lies_in_no_pause_either BEFORE UPDATE ON visit
    FOR EACH ROW WHEN ((OLD.deployment_id, OLD.visited_on) IS DISTINCT FROM (NEW.deployment_id, NEW.visited_on))
    EXECUTE FUNCTION lies_in_no_pause();

-- Beyond the cap of its stage lies only a visit of which somebody has said why; what stands is asked nothing when it is
-- confirmed or disputed.
CREATE INDEX overruling_subject ON overruling (subject);
CREATE OR REPLACE FUNCTION lies_within_its_stage() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment_template%ROWTYPE;
    logged integer;
BEGIN
    -- Held until the end, so that two visits of one stage do not pass each other.
    PERFORM FROM stage_plan WHERE deployment_id = NEW.deployment_id FOR UPDATE;
    SELECT template.* INTO its FROM stage_plan AS plan
        JOIN deployment_template AS template
            ON template.code = plan.template_code AND template.version = plan.template_version
        WHERE plan.deployment_id = NEW.deployment_id;
    IF (its.code IS NULL) <> (NEW.stage IS NULL) OR NEW.stage > jsonb_array_length(its.stages) THEN
        RAISE EXCEPTION 'a visit names the stage of its template'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_of_a_stage', TABLE = 'visit';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.status IN ('recorded', 'disputed', 'confirmed')
            AND (OLD.cycle, OLD.stage, OLD.half_days) IS NOT DISTINCT FROM (NEW.cycle, NEW.stage, NEW.half_days)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT coalesce(sum(half_days), 0) INTO logged FROM visit
        WHERE deployment_id = NEW.deployment_id AND cycle = NEW.cycle AND stage = NEW.stage
        AND status IN ('recorded', 'disputed', 'confirmed') AND id <> NEW.id;
    IF logged + NEW.half_days > (its.stages -> NEW.stage - 1 ->> 'most_half_days')::integer
        AND NOT EXISTS (
            SELECT FROM overruling
            WHERE subject = 'vis_' || replace(NEW.id::text, '-', '') AND rule = 'stage_full')
    THEN
        RAISE EXCEPTION 'a stage is full'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_within_its_stage', TABLE = 'visit';
    END IF;
    RETURN NEW;
END
$$;
