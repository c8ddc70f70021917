-- What a host disputes of the record of a visit, and how a broker settled it. Until it is settled its half-days are kept for it:
-- they count wherever those of a recorded visit do. And what finds the deadlines of which people are reminded.

ALTER TABLE visit
    ADD COLUMN dispute_reason text,
    ADD COLUMN dispute_words text,
    ADD COLUMN disputed_by uuid REFERENCES person,
    ADD COLUMN disputed_at timestamptz,
    ADD COLUMN settle_reason text,
    ADD CONSTRAINT visit_dispute_whole
        CHECK (num_nulls(dispute_reason, dispute_words, disputed_by, disputed_at) IN (0, 4)),
    ADD CONSTRAINT visit_disputed_after_recorded
        CHECK (status <> 'disputed' OR (disputed_at >= recorded_at) IS TRUE),
    ADD CONSTRAINT visit_confirmed_after_disputed CHECK (confirmed_at >= disputed_at),
    ADD CONSTRAINT visit_settled_of_dispute CHECK (settle_reason IS NULL OR disputed_at IS NOT NULL AND status <> 'disputed');
CREATE INDEX visit_disputed ON visit (disputed_at) WHERE status = 'disputed';

CREATE OR REPLACE FUNCTION leaves_a_day_whole() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    whose uuid;
    reader text := current_setting('lateral.reader', true);
    given integer;
BEGIN
    SELECT person_id INTO whose FROM deployment WHERE id = NEW.deployment_id;
    IF whose IS NULL THEN
        RETURN NULL;
    END IF;
    -- Other schools' visits count too, though who writes this one down does not see them.
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    PERFORM FROM person WHERE id = whose FOR NO KEY UPDATE;
    SELECT sum(visit.half_days) INTO given FROM deployment JOIN visit ON visit.deployment_id = deployment.id
    WHERE deployment.person_id = whose AND visit.visited_on = NEW.visited_on
        AND visit.status IN ('recorded', 'disputed', 'confirmed');
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF given > 2 THEN
        RAISE EXCEPTION 'nobody gives more than two half-days in a day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_leaves_a_day_whole';
    END IF;
    RETURN NULL;
END
$$;

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
    SELECT coalesce(sum(half_days), 0) INTO logged FROM visit
        WHERE deployment_id = NEW.deployment_id AND cycle = NEW.cycle AND stage = NEW.stage
        AND status IN ('recorded', 'disputed', 'confirmed') AND id <> NEW.id;
    IF logged + NEW.half_days > (its.stages -> NEW.stage - 1 ->> 'most_half_days')::integer THEN
        RAISE EXCEPTION 'a stage is full'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_within_its_stage', TABLE = 'visit';
    END IF;
    RETURN NEW;
END
$$;

-- What stands is asked nothing when it is confirmed, and what is disputed stands.
DROP TRIGGER visit_assured_anew ON visit;
CREATE CONSTRAINT TRIGGER visit_assured_anew AFTER UPDATE ON visit
    FOR EACH ROW WHEN (NEW.mode <> 'remote' AND NEW.status IN ('recorded', 'confirmed')
        AND (OLD.status NOT IN ('recorded', 'disputed', 'confirmed')
            OR (OLD.deployment_id, OLD.visited_on, OLD.mode)
                IS DISTINCT FROM (NEW.deployment_id, NEW.visited_on, NEW.mode)))
    EXECUTE FUNCTION rests_on_an_assurance();
DROP TRIGGER visit_day_anew ON visit;
CREATE CONSTRAINT TRIGGER visit_day_anew AFTER UPDATE ON visit
    FOR EACH ROW WHEN (NEW.status IN ('recorded', 'confirmed')
        AND (OLD.status NOT IN ('recorded', 'disputed', 'confirmed')
            OR (OLD.deployment_id, OLD.visited_on, OLD.half_days)
                IS DISTINCT FROM (NEW.deployment_id, NEW.visited_on, NEW.half_days)))
    EXECUTE FUNCTION leaves_a_day_whole();

-- The last day of running work, and the day half-way to it.
CREATE INDEX deployment_last_day ON deployment (least(ends_on, final_day)) WHERE status IN ('active', 'paused');
CREATE FUNCTION half_way(began timestamptz, ends date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (began AT TIME ZONE 'UTC')::date + (ends - (began AT TIME ZONE 'UTC')::date) / 2;
CREATE INDEX deployment_half_way ON deployment (half_way(started_at, least(ends_on, final_day)))
    WHERE status IN ('active', 'paused') AND midterm_done_at IS NULL;
-- What is looked back on after the end, until it is signed off; and when somebody looks at what has lasted.
CREATE INDEX deployment_unsigned ON deployment (ended_at)
    WHERE status IN ('completed', 'evaluated', 'followed_up') AND signed_off_at IS NULL;
CREATE INDEX deployment_follow_up ON deployment (follow_up_on) WHERE status IN ('completed', 'evaluated');
CREATE INDEX grant_unreviewed ON programme_grant ((starts_on + make_interval(months => review_after_months)))
    WHERE reviewed_on IS NULL;
