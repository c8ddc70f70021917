-- Templates of deployments, and how far a deployment has come in the one that it follows (DOMAIN D50, D51).

-- A version is added, never changed: what follows one keeps it.
CREATE TABLE deployment_template (
    code text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    since date NOT NULL,
    name text NOT NULL,
    about text NOT NULL,
    most_half_days integer CHECK (most_half_days BETWEEN 1 AND 200),
    -- Whether its last stage may lead to a new cycle.
    repeats boolean NOT NULL,
    stages jsonb NOT NULL CHECK (jsonb_array_length(stages) BETWEEN 1 AND 12),
    PRIMARY KEY (code, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON deployment_template
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

INSERT INTO deployment_template (code, version, since, name, about, most_half_days, repeats, stages) VALUES
    ('consultancy-bundle', 1, '2026-09-01', 'Consultancy bundle',
        'Up to seven days that help a school to look at itself and to decide what it wants.', 14, false,
        '[
            {"name": "Audit", "about": "What there is, seen with the school.", "most_half_days": 4, "needs_visit": true},
            {"name": "Feedback", "about": "What was seen is told to those whom it concerns.", "most_half_days": 2, "needs_visit": true},
            {"name": "Strategy day", "about": "The school decides what it wants and how.", "most_half_days": 2, "needs_visit": true},
            {"name": "Follow-up", "about": "What has become of it.", "most_half_days": 6, "needs_visit": true}
        ]'),
    ('improvement-cycle', 1, '2026-09-01', 'Improvement cycle',
        'Audit, targets, action and review; a review may lead to a new cycle.', NULL, true,
        '[
            {"name": "Audit", "about": "Where the school stands.", "needs_visit": true},
            {"name": "Targets", "about": "What is to be reached, and by when.", "needs_visit": false},
            {"name": "Action", "about": "What is done for it.", "needs_visit": true},
            {"name": "Review", "about": "What was reached, and what is next.", "needs_visit": true}
        ]'),
    ('attendance-behaviour-hub', 1, '2026-09-01', 'Attendance and behaviour hub: enhanced support',
        'Ten days of leadership support over three terms.', 20, false,
        '[
            {"name": "Self-assessment", "about": "The school looks at itself; staff, pupils and parents are asked.", "needs_visit": false},
            {"name": "Diagnostic day", "about": "A full day in the school.", "most_half_days": 2, "needs_visit": true},
            {"name": "Plan", "about": "What is to change, and in which order.", "most_half_days": 2, "needs_visit": false},
            {"name": "Support", "about": "Leaders of both schools work at it.", "most_half_days": 16, "needs_visit": true}
        ]');

CREATE TABLE stage_plan (
    deployment_id uuid PRIMARY KEY REFERENCES deployment,
    template_code text NOT NULL,
    template_version integer NOT NULL,
    FOREIGN KEY (template_code, template_version) REFERENCES deployment_template
);

-- Forward only: a stage that is finished stays so.
CREATE TABLE finished_stage (
    deployment_id uuid NOT NULL REFERENCES stage_plan,
    cycle integer NOT NULL CHECK (cycle >= 1),
    stage integer NOT NULL CHECK (stage >= 1),
    -- Why it was left out, if it was.
    skip_reason text,
    -- Whether a new cycle began with it.
    again boolean NOT NULL,
    finished_by uuid NOT NULL REFERENCES person,
    finished_at timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, cycle, stage)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON finished_stage FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Both are seen by whoever sees the deployment.
ALTER TABLE stage_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE stage_plan FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON stage_plan USING (
    is_service() OR EXISTS (SELECT FROM deployment WHERE deployment.id = stage_plan.deployment_id)
);
ALTER TABLE finished_stage ENABLE ROW LEVEL SECURITY;
ALTER TABLE finished_stage FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON finished_stage USING (
    is_service() OR EXISTS (SELECT FROM deployment WHERE deployment.id = finished_stage.deployment_id)
);

-- Refuses a stage that does not follow the one before it, and a day before it.
CREATE FUNCTION follows_the_stage_before() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    last finished_stage%ROWTYPE;
BEGIN
    SELECT * INTO last FROM finished_stage WHERE deployment_id = NEW.deployment_id
        ORDER BY cycle DESC, stage DESC LIMIT 1;
    IF (NEW.cycle, NEW.stage) IS DISTINCT FROM (CASE
            WHEN last.stage IS NULL THEN (1, 1)
            WHEN last.again THEN (last.cycle + 1, 1)
            ELSE (last.cycle, last.stage + 1)
        END) OR NEW.finished_at < last.finished_at THEN
        RAISE EXCEPTION 'a stage does not follow the one before it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'finished_stage_in_order', TABLE = 'finished_stage';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER follows_the_stage_before BEFORE INSERT ON finished_stage
    FOR EACH ROW EXECUTE FUNCTION follows_the_stage_before();

-- The stage of the template to which a visit belongs.
ALTER TABLE visit
    ADD COLUMN cycle integer,
    ADD COLUMN stage integer,
    ADD CONSTRAINT visit_stage_whole CHECK (num_nonnulls(cycle, stage) IN (0, 2));

-- Refuses a visit without a stage where a template is followed, and one beyond the cap of its stage.
CREATE FUNCTION lies_within_its_stage() RETURNS trigger
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
    SELECT coalesce(sum(half_days), 0) INTO logged FROM visit
        WHERE deployment_id = NEW.deployment_id AND cycle = NEW.cycle AND stage = NEW.stage
        AND status IN ('recorded', 'confirmed') AND id <> NEW.id;
    IF logged + NEW.half_days > (its.stages -> NEW.stage - 1 ->> 'most_half_days')::integer THEN
        RAISE EXCEPTION 'a stage is full'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_within_its_stage', TABLE = 'visit';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER lies_within_its_stage BEFORE INSERT OR UPDATE OF cycle, stage, half_days, status ON visit
    FOR EACH ROW WHEN (NEW.status IN ('recorded', 'confirmed')) EXECUTE FUNCTION lies_within_its_stage();
