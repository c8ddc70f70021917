-- Matching, proposals, deployments and visits. All of it is seen by its parties and the brokering alliance only.

CREATE TABLE match_policy (
    version integer PRIMARY KEY,
    weights jsonb NOT NULL,
    settings jsonb NOT NULL,
    since timestamptz NOT NULL,
    note text NOT NULL
);

CREATE TABLE match_run (
    id uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES support_request,
    stage text NOT NULL,
    policy_version integer NOT NULL REFERENCES match_policy,
    seed bigint NOT NULL,
    input_hash bytea NOT NULL,
    -- The canonical bytes of what went in, compressed, and of what came out (MATCHING 1).
    input bytea NOT NULL,
    ranking bytea NOT NULL,
    ran_by uuid REFERENCES person,
    ran_at timestamptz NOT NULL,
    audience uuid[] NOT NULL
);
CREATE INDEX match_run_request ON match_run (request_id, id);

CREATE TABLE referral (
    id uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES support_request,
    -- Nobody's, where a request that no alliance brokers waits for any of them.
    from_alliance_id uuid REFERENCES alliance,
    to_alliance_id uuid REFERENCES alliance,
    reason text NOT NULL,
    status text NOT NULL,
    sent_by uuid REFERENCES person,
    sent_at timestamptz NOT NULL,
    answered_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (num_nulls(from_alliance_id, sent_by) IN (0, 2))
);
CREATE INDEX referral_request ON referral (request_id);
-- A request waits in the national pool once.
CREATE UNIQUE INDEX referral_pooled ON referral (request_id) WHERE status = 'sent' AND to_alliance_id IS NULL;

CREATE TABLE proposal (
    id uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES support_request,
    offer_id uuid NOT NULL REFERENCES offer,
    run_id uuid REFERENCES match_run,
    alliance_id uuid NOT NULL REFERENCES alliance,
    host_id uuid NOT NULL REFERENCES school,
    home_id uuid NOT NULL REFERENCES school,
    specialist_id uuid REFERENCES specialist,
    half_days integer NOT NULL CHECK (half_days >= 1),
    message text,
    -- The host stays unnamed to the home school until it accepts.
    anonymous boolean NOT NULL DEFAULT false,
    -- The broker has a post at one of the two schools, so that a second one must approve.
    own_placement boolean NOT NULL DEFAULT false,
    status text NOT NULL,
    sent_by uuid NOT NULL REFERENCES person,
    sent_at timestamptz NOT NULL,
    respond_by timestamptz NOT NULL,
    home_accepted_at timestamptz,
    host_accepted_at timestamptz,
    ended_at timestamptz,
    declined_by text,
    decline_reason text,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (host_id <> home_id),
    CHECK (respond_by > sent_at)
);
CREATE INDEX proposal_request ON proposal (request_id, id);
CREATE INDEX proposal_offer ON proposal (offer_id);
CREATE INDEX proposal_audience ON proposal USING gin (readable_by(audience));
CREATE INDEX proposal_due ON proposal (respond_by) WHERE status IN ('sent', 'home_accepted', 'host_accepted');
-- One open proposal of one offer for one request.
CREATE UNIQUE INDEX proposal_once ON proposal (request_id, offer_id)
    WHERE status IN ('sent', 'home_accepted', 'host_accepted');

-- What a proposal holds of whose time, by half-term: reserved, then committed, then released.
CREATE TABLE reservation (
    proposal_id uuid NOT NULL REFERENCES proposal,
    window_id uuid NOT NULL REFERENCES capacity_window,
    half_days integer NOT NULL CHECK (half_days >= 1),
    state text NOT NULL,
    PRIMARY KEY (proposal_id, window_id)
);
CREATE INDEX reservation_window ON reservation (window_id);

CREATE TABLE deployment (
    id uuid PRIMARY KEY,
    proposal_id uuid NOT NULL UNIQUE REFERENCES proposal,
    request_id uuid NOT NULL REFERENCES support_request,
    offer_id uuid NOT NULL REFERENCES offer,
    kind text NOT NULL,
    host_id uuid NOT NULL REFERENCES school,
    home_id uuid NOT NULL REFERENCES school,
    specialist_id uuid REFERENCES specialist,
    person_id uuid REFERENCES person,
    alliance_id uuid NOT NULL REFERENCES alliance,
    brokered_by uuid NOT NULL REFERENCES person,
    half_days integer NOT NULL CHECK (half_days >= 1),
    terms jsonb,
    -- Nothing until the side has declared its interests, then whether it has any.
    home_interest boolean,
    host_interest boolean,
    own_placement boolean NOT NULL DEFAULT false,
    second_approval_by uuid REFERENCES person,
    home_agreed_at timestamptz,
    host_agreed_at timestamptz,
    -- Half-days promised and neither given nor given up yet.
    promised integer NOT NULL DEFAULT 0 CHECK (promised BETWEEN 0 AND half_days),
    status text NOT NULL,
    agree_by timestamptz NOT NULL,
    planned_at timestamptz NOT NULL,
    agreed_at timestamptz,
    started_at timestamptz,
    -- When it was first reviewed half-way, and the last day of work if the latest such review names one.
    midterm_done_at timestamptz,
    final_day date,
    ended_at timestamptz,
    ends_on date,
    -- Why it was stopped: a neutral code, and in words.
    stop_code text,
    stop_reason text,
    evaluated_at timestamptz,
    follow_up_on date,
    followed_up_at timestamptz,
    closed_at timestamptz,
    -- Why it was closed although nobody looked at what has lasted.
    no_follow_up text,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (host_id <> home_id),
    -- Dates along one record never run backwards, and none is there without those before it.
    CONSTRAINT deployment_agreed_after_planned CHECK (agreed_at >= planned_at),
    CONSTRAINT deployment_started_after_agreed CHECK (started_at IS NULL OR (started_at >= agreed_at) IS TRUE),
    CONSTRAINT deployment_midterm_after_start CHECK (midterm_done_at IS NULL OR (midterm_done_at >= started_at) IS TRUE),
    CONSTRAINT deployment_ended_last CHECK (
        ended_at >= greatest(planned_at, agreed_at, started_at, midterm_done_at)
    ),
    CONSTRAINT deployment_evaluated_after_end CHECK (evaluated_at IS NULL OR (evaluated_at >= ended_at) IS TRUE),
    CONSTRAINT deployment_followed_up_after_evaluated CHECK (
        followed_up_at IS NULL OR (followed_up_at >= evaluated_at) IS TRUE
    ),
    CONSTRAINT deployment_closed_last CHECK (
        closed_at IS NULL OR evaluated_at IS NOT NULL AND closed_at >= greatest(evaluated_at, followed_up_at)
    ),
    CONSTRAINT deployment_final_day_within CHECK (
        final_day BETWEEN (started_at AT TIME ZONE 'UTC')::date AND ends_on
    ),
    CONSTRAINT deployment_follow_up_after_end CHECK (
        follow_up_on IS NULL OR (follow_up_on >= (ended_at AT TIME ZONE 'UTC')::date) IS TRUE
    ),
    -- What is closed was followed up, or says why not.
    CONSTRAINT deployment_closed_for_a_reason CHECK (
        closed_at IS NULL OR num_nonnulls(followed_up_at, no_follow_up) = 1
    ),
    CHECK (agreed_at IS NULL OR terms IS NOT NULL AND home_interest IS NOT NULL AND host_interest IS NOT NULL)
);
CREATE INDEX deployment_request ON deployment (request_id, id);
CREATE INDEX deployment_audience ON deployment USING gin (readable_by(audience));
CREATE INDEX deployment_due ON deployment (agree_by) WHERE status = 'planned';
CREATE INDEX deployment_unevaluated ON deployment (ended_at) WHERE status = 'completed';
-- A request has one live deployment.
CREATE UNIQUE INDEX deployment_once ON deployment (request_id)
    WHERE status IN ('planned', 'agreed', 'active', 'paused');

CREATE TABLE conflict_declaration (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    side text NOT NULL,
    declared_by uuid NOT NULL REFERENCES person,
    interests text[] NOT NULL,
    note text,
    declared_at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    UNIQUE (deployment_id, side)
);

CREATE TABLE visit (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    visited_on date NOT NULL,
    mode text NOT NULL,
    half_days integer NOT NULL CHECK (half_days BETWEEN 1 AND 10),
    note text NOT NULL,
    status text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES person,
    recorded_at timestamptz NOT NULL,
    -- Each confirmation is a source of its own for the ledger, so that a reversed one can be confirmed again (SETTLED 3).
    confirmation_id uuid UNIQUE,
    confirmed_by uuid REFERENCES person,
    confirmed_at timestamptz,
    reverse_reason text,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (confirmed_at >= recorded_at)
);
CREATE INDEX visit_deployment ON visit (deployment_id, id);

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

CALL guard('match_run');
CALL guard('referral');
CALL guard('proposal');
CALL guard('deployment');
CALL guard('conflict_declaration');
CALL guard('visit');
CALL guard('review');
