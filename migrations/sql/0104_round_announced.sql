-- Announced rounds: the places of a plan are proposed, answered, looked for again after each no, and the round says what it came to.

ALTER TABLE brokerage_round
    ADD COLUMN announced_at timestamptz,
    ADD COLUMN announced_by uuid REFERENCES person,
    -- Until when new proposals are made.
    ADD COLUMN ask_until timestamptz,
    -- The points of all pairs of the plan that was announced.
    ADD COLUMN points_planned bigint,
    -- How often in a row the time of those who were found anew had been taken meanwhile.
    ADD COLUMN overtaken integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT round_announced_whole CHECK (
        num_nonnulls(announced_at, announced_by, ask_until, points_planned) IN (0, 4)
        AND (announced_at IS NULL OR status IN ('announced', 'closed', 'cancelled') AND planned_at IS NOT NULL)
        AND (announced_at IS NOT NULL OR status <> 'announced')
        AND coalesce(announced_at >= planned_at AND ask_until > announced_at AND coalesce(ended_at >= announced_at, true), true)
    ),
    DROP CONSTRAINT round_plan_whole,
    ADD CONSTRAINT round_plan_whole CHECK (
        num_nonnulls(policy_version, placed, value, bound, input_hash, planned_at, use_by) IN (0, 7)
        AND (planned_at IS NULL OR status IN ('planned', 'announced', 'closed', 'cancelled', 'failed'))
        AND (planned_at IS NOT NULL OR status NOT IN ('planned', 'announced', 'closed'))
    ),
    DROP CONSTRAINT round_ended_when_it_says,
    -- Nobody closes an announced round of which every request has its answer.
    ADD CONSTRAINT round_ended_when_it_says CHECK (
        (status IN ('closed', 'cancelled', 'failed')) = (ended_at IS NOT NULL)
        AND (ended_by IS NULL OR status IN ('closed', 'cancelled'))
        AND (ended_by IS NOT NULL OR status <> 'cancelled' AND (status <> 'closed' OR announced_at IS NOT NULL))
        AND (reason IS NULL OR status = 'cancelled') AND (status = 'failed') = (failure IS NOT NULL)
    );
CREATE INDEX brokerage_round_announced ON brokerage_round (announced_at, id) WHERE status = 'announced';

CREATE OR REPLACE FUNCTION round_goes_forwards() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('closed', 'cancelled', 'failed')
        OR NEW.status = 'open'
        OR (NEW.status IN ('frozen', 'planning') AND OLD.status IN ('planned', 'announced'))
        OR (NEW.status = 'planned' AND OLD.status <> 'planning')
        OR (NEW.status = 'announced' AND OLD.status <> 'planned')
        OR (NEW.status = 'closed' AND OLD.status NOT IN ('planned', 'announced')) THEN
        RAISE EXCEPTION 'a round goes one way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_goes_forwards', TABLE = 'brokerage_round';
    END IF;
    RETURN NEW;
END
$$;

ALTER TABLE round_line
    -- What the plan gave it when the round was announced: from then on its place may become another.
    ADD COLUMN planned_offer_id uuid REFERENCES offer,
    -- How often it was proposed, or a rule kept it from that.
    ADD COLUMN tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    -- Which rule kept it from being proposed the last time that one did.
    ADD COLUMN refused_by text,
    ADD COLUMN unplaced_for text,
    ADD CONSTRAINT round_line_unplaced_for_a_reason CHECK (unplaced_for IS NULL OR status IN ('unplaced', 'left')),
    DROP CONSTRAINT round_line_proposed,
    ADD CONSTRAINT round_line_proposed CHECK ((status IN ('proposed', 'accepted')) = (proposal_id IS NOT NULL));

-- By whose authority the requests of an alliance are proposed in an announced round: the last of its brokers who took it up.
CREATE TABLE round_mandate (
    round_id uuid NOT NULL REFERENCES brokerage_round,
    alliance_id uuid NOT NULL REFERENCES alliance,
    person_id uuid NOT NULL REFERENCES person,
    membership_id uuid NOT NULL REFERENCES membership,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, alliance_id)
);
CREATE INDEX round_mandate_person ON round_mandate (person_id);
CREATE INDEX round_mandate_membership ON round_mandate (membership_id);
ALTER TABLE round_mandate ENABLE ROW LEVEL SECURITY;
ALTER TABLE round_mandate FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON round_mandate USING (is_service()) WITH CHECK (is_service());
REVOKE DELETE, TRUNCATE ON round_mandate FROM lateral_app;

-- Whom a request of a round was proposed to, or would have been but for a rule, and what came of it.
CREATE TABLE round_try (
    round_id uuid NOT NULL,
    request_id uuid NOT NULL,
    -- From 1, for each request.
    number integer NOT NULL CHECK (number >= 1),
    offer_id uuid NOT NULL REFERENCES offer,
    specialist_id uuid REFERENCES specialist,
    home_id uuid NOT NULL REFERENCES school,
    -- Nothing where a rule kept it from being proposed.
    proposal_id uuid REFERENCES proposal,
    -- The points of the pair; nothing where it was proposed beside the plan.
    points bigint,
    answer text NOT NULL,
    refused_by text,
    tried_at timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (round_id, request_id, number),
    CONSTRAINT round_try_of_a_line FOREIGN KEY (round_id, request_id) REFERENCES round_line (round_id, request_id),
    CONSTRAINT round_try_proposed_or_refused CHECK (
        (proposal_id IS NULL) = (answer = 'refused') AND (refused_by IS NULL) = (answer <> 'refused')
    ),
    CONSTRAINT round_try_answered CHECK (
        (answered_at IS NULL) = (answer = 'open') AND coalesce(answered_at >= tried_at, true)
    )
);
CREATE UNIQUE INDEX round_try_proposal ON round_try (proposal_id, round_id) WHERE proposal_id IS NOT NULL;
CREATE INDEX round_try_offer ON round_try (offer_id);
ALTER TABLE round_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE round_try FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON round_try USING (is_service()) WITH CHECK (is_service());
REVOKE DELETE, TRUNCATE ON round_try FROM lateral_app;
