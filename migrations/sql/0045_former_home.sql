-- Who gives what after a specialist's move to another school: the new head agrees first, and earlier work stays whose it was
-- (DOMAIN C.1).

ALTER TABLE departure
    ADD COLUMN taken_on_for uuid REFERENCES school,
    ADD COLUMN taken_on_by uuid REFERENCES person,
    ADD COLUMN taken_on_at timestamptz,
    ADD CONSTRAINT departure_taken_on_whole CHECK (num_nulls(taken_on_for, taken_on_by, taken_on_at) IN (0, 3)),
    ADD CONSTRAINT departure_taken_on_after_left CHECK (taken_on_at >= left_at);
-- What was decided before the new head was asked stays decided.
ALTER TABLE departure ADD CONSTRAINT departure_kept_when_taken_on
    CHECK (decided_at IS NULL OR (decided_at >= taken_on_at) IS TRUE) NOT VALID;

-- Whoever lends the specialist of a deployment that waits for a decision reads it by now, to take it on.
SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
UPDATE deployment SET audience = audience || specialist.school_id
FROM departure, specialist
WHERE departure.deployment_id = deployment.id AND decided_at IS NULL AND specialist.id = deployment.specialist_id
    AND specialist.status <> 'ended' AND specialist.school_id <> ALL (deployment.audience)
    AND deployment.status IN ('planned', 'agreed', 'active', 'paused');

-- The schools that gave a deployment before its specialist moved on, each with the last day of what was its own.
CREATE TABLE former_home (
    deployment_id uuid NOT NULL REFERENCES deployment,
    school_id uuid NOT NULL REFERENCES school,
    until_on date NOT NULL,
    PRIMARY KEY (deployment_id, until_on)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON former_home FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON former_home FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON former_home FROM lateral_app;

-- It is seen by whoever sees the deployment.
ALTER TABLE former_home ENABLE ROW LEVEL SECURITY;
ALTER TABLE former_home FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON former_home USING (
    is_service() OR EXISTS (SELECT FROM deployment WHERE deployment.id = former_home.deployment_id)
);
