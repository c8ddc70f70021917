-- Where people work, and what becomes of open work when somebody moves to another school (DOMAIN C.1).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- Ids beside ranges in one constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Posts of one person at one school that overlap become the first of them; a last day may be the first of the next post.
WITH post AS (
    SELECT *, max(coalesce(ended_on, 'infinity')) OVER (
        PARTITION BY person_id, school_id ORDER BY started_on, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM employment
), island AS (
    SELECT *, count(*) FILTER (WHERE before IS NULL OR before <= started_on) OVER (
        PARTITION BY person_id, school_id ORDER BY started_on, id
    ) AS number
    FROM post
), whole AS (
    SELECT (array_agg(id ORDER BY started_on, id))[1] AS id, max(coalesce(ended_on, 'infinity')) AS ended_on
    FROM island GROUP BY person_id, school_id, number
), gone AS (
    DELETE FROM employment WHERE id NOT IN (SELECT id FROM whole)
)
UPDATE employment SET ended_on = nullif(whole.ended_on, 'infinity') FROM whole WHERE whole.id = employment.id;

-- Somebody may hold posts at two schools at once, and one at each at a time.
ALTER TABLE employment ADD CONSTRAINT employment_once
    EXCLUDE USING gist (person_id WITH =, school_id WITH =, daterange(started_on, ended_on) WITH &&);

-- That the specialist of a deployment has left the school that gives, and what the broker decided.
CREATE TABLE departure (
    deployment_id uuid PRIMARY KEY REFERENCES deployment,
    school_id uuid NOT NULL REFERENCES school,
    left_at timestamptz NOT NULL,
    decided_by uuid REFERENCES person,
    decided_at timestamptz,
    CHECK (num_nulls(decided_by, decided_at) IN (0, 2)),
    CHECK (decided_at >= left_at)
);
CREATE INDEX departure_waiting ON departure (deployment_id) WHERE decided_at IS NULL;

-- It is seen by whoever sees the deployment.
ALTER TABLE departure ENABLE ROW LEVEL SECURITY;
ALTER TABLE departure FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON departure USING (
    is_service() OR EXISTS (SELECT FROM deployment WHERE deployment.id = departure.deployment_id)
);

-- The work of a specialist, at whatever school they were.
CREATE INDEX deployment_specialist ON deployment (specialist_id) WHERE specialist_id IS NOT NULL;
CREATE INDEX proposal_specialist ON proposal (specialist_id)
    WHERE status IN ('sent', 'home_accepted', 'host_accepted');
