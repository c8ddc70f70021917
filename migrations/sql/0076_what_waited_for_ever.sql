-- What waited for ever, and reached nobody.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- An audit visit (DOMAIN F3): somebody is to be looked for once the day is over for which it was planned, and it ends with its
-- request.
ALTER TABLE audit_visit
    -- Until when the search waits for it at the latest, where that is not the end of its day.
    ADD COLUMN waits_until timestamptz,
    DROP CONSTRAINT audit_visit_stands_where_it_says,
    ADD CONSTRAINT audit_visit_stands_where_it_says CHECK (
        CASE status
            WHEN 'asked' THEN num_nonnulls(held_on, finding, waive_reason, ended_at) = 0
            WHEN 'held' THEN num_nonnulls(held_on, finding, ended_at) = 3 AND waive_reason IS NULL
            WHEN 'waived' THEN num_nonnulls(waive_reason, ended_at) = 2 AND num_nonnulls(held_on, finding) = 0
            WHEN 'fallen' THEN ended_at IS NOT NULL AND num_nonnulls(held_on, finding, waive_reason) = 0
            ELSE false
        END
    );
-- Whoever took a request back ended its audit visit by that.
UPDATE audit_visit AS audit SET status = 'fallen', version = audit.version + 1,
    ended_by = coalesce(gone.by, audit.asked_by), ended_at = greatest(coalesce(gone.at, now()), audit.asked_at)
FROM support_request AS request
LEFT JOIN LATERAL (
    SELECT actor_person_id AS by, at FROM audit_entry
    WHERE noun_id = request.id AND event = 'request.withdrawn' ORDER BY id DESC LIMIT 1
) AS gone ON true
WHERE audit.request_id = request.id AND audit.status = 'asked' AND request.status = 'withdrawn';
UPDATE support_request SET audit_open = false WHERE audit_open AND status = 'withdrawn';
-- Nobody is late by a rule that came afterwards: what ended before this keeps its time, and what is open begins now.
UPDATE audit_visit SET waits_until = coalesce(ended_at, now())
WHERE (planned_on + 1)::timestamp AT TIME ZONE 'UTC' < coalesce(ended_at, now());

CREATE FUNCTION search_waits(until timestamptz, planned_on date) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(until, (planned_on + 1)::timestamp AT TIME ZONE 'UTC');
-- From when on somebody is to be looked for, where an audit visit was asked for.
CREATE FUNCTION audited_by(audit audit_visit) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN audit.id IS NOT NULL
        THEN least(audit.ended_at, search_waits(audit.waits_until, audit.planned_on)) END;
CREATE INDEX audit_visit_planned ON audit_visit (planned_on) WHERE status = 'asked';

-- Work that is agreed and that nobody begins: it is found by its first day, and is not begun once its last day is over
-- (DOMAIN C38).
CREATE INDEX deployment_unbegun ON deployment ((terms ->> 'starts_on')) WHERE status = 'agreed';
CREATE FUNCTION begins_by_its_last_day() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'work begins after its last day'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_begins_by_its_last_day', TABLE = 'deployment';
END
$$;
-- What began late before this stands.
CREATE TRIGGER begins_by_its_last_day BEFORE UPDATE OF status ON deployment
    FOR EACH ROW WHEN (OLD.status = 'agreed' AND NEW.status = 'active'
        AND (NEW.started_at AT TIME ZONE 'UTC')::date > NEW.ends_on)
    EXECUTE FUNCTION begins_by_its_last_day();

-- How the one who gave sees the own work (DOMAIN F8): in their place by a head, where they hold that role no longer.
ALTER TABLE review
    ADD COLUMN in_place boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT review_in_place_of_a_specialist CHECK (NOT in_place OR kind = 'self_evaluation');
CREATE FUNCTION acts_as_specialist(its_id uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN EXISTS (
        SELECT FROM membership JOIN person ON person.id = membership.person_id
        WHERE membership.person_id = its_id AND membership.role = 'specialist' AND membership.status = 'active'
            AND (membership.until IS NULL OR membership.until > at) AND person.suspended_at IS NULL
    );

-- What waits to be followed up without a day, and to be closed (DOMAIN D45).
CREATE INDEX deployment_follow_up_unplanned ON deployment (evaluated_at) WHERE status = 'evaluated' AND follow_up_on IS NULL;
CREATE INDEX deployment_unclosed ON deployment (followed_up_at) WHERE status = 'followed_up';

-- A visit that its host leaves unanswered is put to the broker after a week (DOMAIN E58).
ALTER TABLE visit ADD CONSTRAINT visit_unanswered_for_a_week CHECK (
    status <> 'disputed' OR dispute_reason <> 'unanswered' OR disputed_at >= recorded_at + interval '168 hours'
);

-- Work that ends as done leaves no stage out in silence (DOMAIN D50): of each that asks for a visit one stands, or it is said why
-- not.
CREATE FUNCTION leaves_out_no_stage() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM finished_stage AS finished
        JOIN stage_plan AS plan ON plan.deployment_id = finished.deployment_id
        JOIN deployment_template AS template
            ON template.code = plan.template_code AND template.version = plan.template_version
        WHERE finished.deployment_id = NEW.id AND finished.skip_reason IS NULL
            AND (template.stages -> finished.stage - 1 ->> 'needs_visit')::boolean
            AND NOT EXISTS (
                SELECT FROM visit
                WHERE visit.deployment_id = NEW.id AND visit.cycle = finished.cycle AND visit.stage = finished.stage
                    AND visit.status IN ('recorded', 'disputed', 'confirmed'))
    ) AND NOT EXISTS (
        SELECT FROM overruling
        WHERE subject = 'dep_' || replace(NEW.id::text, '-', '') AND rule = 'stage_unvisited'
    ) THEN
        RAISE EXCEPTION 'a stage is left out and nobody said why'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_leaves_out_no_stage', TABLE = 'deployment';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER leaves_out_no_stage BEFORE UPDATE OF status ON deployment
    FOR EACH ROW WHEN (NEW.status = 'completed' AND OLD.status <> 'completed') EXECUTE FUNCTION leaves_out_no_stage();

-- Heads who begin (DOMAIN H115): for how long they are new, and whether they have a mentor and a place in a support group both.
CREATE INDEX membership_head_begun ON membership (begun_at) WHERE role = 'head' AND status = 'active';
CREATE FUNCTION new_head_months() RETURNS integer
    LANGUAGE sql STABLE
    RETURN (SELECT (settings ->> 'new_months')::integer FROM mentoring_policy ORDER BY version DESC LIMIT 1);
CREATE FUNCTION lacks_support(head uuid, its_school uuid, begun timestamptz, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN coalesce(
            (SELECT started_on FROM headship
            WHERE person_id = head AND headship.school_id = its_school AND ended_on IS NULL
            ORDER BY started_on DESC LIMIT 1),
            (begun AT TIME ZONE 'UTC')::date
        ) + make_interval(months => new_head_months()) > at AT TIME ZONE 'UTC'
        AND NOT (
            EXISTS (SELECT FROM mentorship WHERE mentee_id = head AND status IN ('offered', 'active', 'paused'))
            AND EXISTS (SELECT FROM support_group_place WHERE person_id = head AND status IN ('offered', 'accepted'))
        );
