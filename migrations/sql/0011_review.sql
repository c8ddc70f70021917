-- Reviews of a deployment, half-way and after its end, and the steps that follow the end. Dates along one record never run
-- backwards, and none is there without those before it.

ALTER TABLE deployment
    -- When it was first reviewed half-way, and the last day of work if the latest such review names one.
    ADD COLUMN midterm_done_at timestamptz,
    ADD COLUMN final_day date,
    -- Why it was stopped: a neutral code, beside the words.
    ADD COLUMN stop_code text,
    ADD COLUMN evaluated_at timestamptz,
    ADD COLUMN follow_up_on date,
    ADD COLUMN followed_up_at timestamptz,
    ADD COLUMN closed_at timestamptz,
    -- Why it was closed although nobody looked at what has lasted.
    ADD COLUMN no_follow_up text,
    -- Those that went before had no names, and let a date be there without the one before it.
    DROP CONSTRAINT deployment_check2,
    DROP CONSTRAINT deployment_check3,
    DROP CONSTRAINT deployment_check4,
    ADD CONSTRAINT deployment_agreed_after_planned CHECK (agreed_at >= planned_at),
    ADD CONSTRAINT deployment_started_after_agreed CHECK (started_at IS NULL OR (started_at >= agreed_at) IS TRUE),
    ADD CONSTRAINT deployment_midterm_after_start CHECK (midterm_done_at IS NULL OR (midterm_done_at >= started_at) IS TRUE),
    ADD CONSTRAINT deployment_ended_last CHECK (
        ended_at >= greatest(planned_at, agreed_at, started_at, midterm_done_at)
    ),
    ADD CONSTRAINT deployment_evaluated_after_end CHECK (evaluated_at IS NULL OR (evaluated_at >= ended_at) IS TRUE),
    ADD CONSTRAINT deployment_followed_up_after_evaluated CHECK (
        followed_up_at IS NULL OR (followed_up_at >= evaluated_at) IS TRUE
    ),
    ADD CONSTRAINT deployment_closed_last CHECK (
        closed_at IS NULL OR evaluated_at IS NOT NULL AND closed_at >= greatest(evaluated_at, followed_up_at)
    ),
    ADD CONSTRAINT deployment_final_day_within CHECK (
        final_day BETWEEN (started_at AT TIME ZONE 'UTC')::date AND ends_on
    ),
    ADD CONSTRAINT deployment_follow_up_after_end CHECK (
        follow_up_on IS NULL OR (follow_up_on >= (ended_at AT TIME ZONE 'UTC')::date) IS TRUE
    ),
    -- What is closed was followed up, or says why not.
    ADD CONSTRAINT deployment_closed_for_a_reason CHECK (
        closed_at IS NULL OR num_nonnulls(followed_up_at, no_follow_up) = 1
    );
CREATE INDEX deployment_unevaluated ON deployment (ended_at) WHERE status = 'completed';

-- What was seen half-way, and what had lasted some time after the end. Written once.
CREATE TABLE review (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    kind text NOT NULL,
    held_on date NOT NULL,
    -- Questions with their answers, and each expected outcome of the terms with how it stood.
    answers jsonb NOT NULL,
    ratings jsonb NOT NULL,
    decision text,
    final_day date,
    written_by uuid NOT NULL REFERENCES person,
    written_at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CONSTRAINT review_written_after_held CHECK ((written_at AT TIME ZONE 'UTC')::date >= held_on),
    CONSTRAINT review_decides_half_way CHECK ((kind = 'midterm') = (decision IS NOT NULL)),
    CONSTRAINT review_end_names_its_day CHECK ((decision IS NOT DISTINCT FROM 'end') = (final_day IS NOT NULL)),
    CHECK (final_day >= held_on)
);
CREATE INDEX review_deployment ON review (deployment_id, id);
-- One follow-up leads on.
CREATE UNIQUE INDEX review_follow_up ON review (deployment_id) WHERE kind = 'follow_up';

-- The days on which a deployment's work may lie: none of its visits and reviews lies outside of them.
CREATE FUNCTION days_of_work(began timestamptz, ended timestamptz, ends_on date, final_day date) RETURNS daterange
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN daterange((began AT TIME ZONE 'UTC')::date,
        greatest((began AT TIME ZONE 'UTC')::date,
            least((ended AT TIME ZONE 'UTC')::date, ends_on, final_day, 'infinity'::date)), '[]');

CREATE FUNCTION lies_within_the_work() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
BEGIN
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    IF TG_TABLE_NAME = 'visit' THEN
        IF its.started_at IS NOT NULL
            AND NEW.visited_on <@ days_of_work(its.started_at, its.ended_at, its.ends_on, its.final_day) THEN
            RETURN NEW;
        END IF;
    ELSIF NEW.kind = 'midterm' THEN
        -- The day that this very review names comes after it.
        IF its.started_at IS NOT NULL AND NEW.held_on <@ days_of_work(its.started_at, its.ended_at, its.ends_on, NULL) THEN
            RETURN NEW;
        END IF;
    ELSIF its.ended_at IS NOT NULL AND NEW.held_on >= (its.ended_at AT TIME ZONE 'UTC')::date THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a % lies outside of its deployment', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_within_the_work';
END
$$;

CREATE TRIGGER visit_within_the_work BEFORE INSERT OR UPDATE OF deployment_id, visited_on ON visit
    FOR EACH ROW EXECUTE FUNCTION lies_within_the_work();
CREATE TRIGGER review_within_the_work BEFORE INSERT OR UPDATE OF deployment_id, kind, held_on ON review
    FOR EACH ROW EXECUTE FUNCTION lies_within_the_work();

CREATE FUNCTION keeps_its_days() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM visit WHERE deployment_id = NEW.id AND status <> 'cancelled'
            AND (NEW.started_at IS NULL
                OR NOT visited_on <@ days_of_work(NEW.started_at, NEW.ended_at, NEW.ends_on, NEW.final_day))
    ) OR EXISTS (
        SELECT FROM review WHERE deployment_id = NEW.id AND CASE kind
            WHEN 'midterm' THEN NEW.started_at IS NULL
                OR NOT held_on <@ days_of_work(NEW.started_at, NEW.ended_at, NEW.ends_on, NULL)
            ELSE NEW.ended_at IS NULL OR held_on < (NEW.ended_at AT TIME ZONE 'UTC')::date
        END
    ) THEN
        RAISE EXCEPTION 'a deployment leaves its visits or reviews outside'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_keeps_its_days';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER deployment_keeps_its_days
    BEFORE UPDATE OF started_at, ended_at, ends_on, final_day ON deployment
    FOR EACH ROW
    WHEN ((OLD.started_at, OLD.ended_at, OLD.ends_on, OLD.final_day)
        IS DISTINCT FROM (NEW.started_at, NEW.ended_at, NEW.ends_on, NEW.final_day))
    EXECUTE FUNCTION keeps_its_days();

CALL guard('review');
