-- Brokerage rounds: many requests of one size and all who can help, planned together (MATCHING 2, SETTLED 28).

CREATE TABLE brokerage_round (
    id uuid PRIMARY KEY,
    -- Nothing where it is the nation's.
    alliance_id uuid REFERENCES alliance,
    name text NOT NULL,
    -- The bundle: so many half-days in such half-terms.
    half_days integer NOT NULL,
    half_terms integer[] NOT NULL,
    seed bigint NOT NULL,
    status text NOT NULL,
    opened_by uuid NOT NULL REFERENCES person,
    opened_at timestamptz NOT NULL,
    frozen_at timestamptz,
    requests integer NOT NULL DEFAULT 0,
    -- How often the market was read for it.
    attempts integer NOT NULL DEFAULT 0,
    -- Which process plans it, and until when it has the round for itself unless it says that it goes on.
    taken_by uuid,
    taken_until timestamptz,
    -- How far the plan has come.
    placed_so_far integer,
    value_so_far bigint,
    bound_so_far bigint,
    -- What the plan came to.
    policy_version integer REFERENCES match_policy,
    placed integer,
    value bigint,
    bound bigint,
    is_unique boolean,
    input_hash bytea,
    planned_at timestamptz,
    use_by timestamptz,
    -- How it ended.
    ended_at timestamptz,
    ended_by uuid REFERENCES person,
    reason text,
    failure text,
    version integer NOT NULL DEFAULT 1,
    -- The alliance; for the nation's every alliance and the operators.
    audience uuid[] NOT NULL,
    CONSTRAINT round_bundle_sound CHECK (half_days BETWEEN 1 AND 200 AND cardinality(half_terms) BETWEEN 1 AND 6),
    CONSTRAINT round_forwards CHECK (
        coalesce(frozen_at >= opened_at, true) AND coalesce(planned_at >= frozen_at, true)
        AND coalesce(use_by > planned_at, true) AND coalesce(ended_at >= greatest(opened_at, frozen_at, planned_at), true)
    ),
    CONSTRAINT round_frozen_with_requests CHECK (
        (frozen_at IS NOT NULL) = (requests > 0) AND (status <> 'open' OR frozen_at IS NULL)
        AND (status IN ('open', 'cancelled') OR frozen_at IS NOT NULL)
    ),
    CONSTRAINT round_plan_whole CHECK (
        num_nonnulls(policy_version, placed, value, bound, input_hash, planned_at, use_by) IN (0, 7)
        AND (planned_at IS NULL OR status IN ('planned', 'closed', 'cancelled', 'failed'))
        AND (planned_at IS NOT NULL OR status NOT IN ('planned', 'closed'))
    ),
    CONSTRAINT round_value_within_bound CHECK (value <= bound AND placed BETWEEN 0 AND requests),
    -- Nothing where it was not asked, or the plan is not proven best.
    CONSTRAINT round_unique_where_best CHECK (is_unique IS NULL OR value IS NOT DISTINCT FROM bound),
    CONSTRAINT round_ended_when_it_says CHECK (
        (status IN ('closed', 'cancelled', 'failed')) = (ended_at IS NOT NULL)
        AND (status IN ('closed', 'cancelled')) = (ended_by IS NOT NULL)
        AND (reason IS NULL OR status = 'cancelled') AND (status = 'failed') = (failure IS NOT NULL)
    ),
    CONSTRAINT round_taken_while_planned CHECK (
        (taken_by IS NULL) = (taken_until IS NULL) AND (taken_by IS NULL OR status = 'planning')
    )
);
CREATE INDEX brokerage_round_waiting ON brokerage_round (frozen_at, id) WHERE status IN ('frozen', 'planning');
CREATE INDEX brokerage_round_due ON brokerage_round (use_by) WHERE status = 'planned';
CREATE INDEX brokerage_round_audience ON brokerage_round USING gin (readable_by(audience));
REVOKE DELETE, TRUNCATE ON brokerage_round FROM lateral_app;
CALL guard('brokerage_round');

-- A round goes one way: whatever is over stays so, and only a plan that was overtaken is made anew.
CREATE FUNCTION round_goes_forwards() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status IN ('closed', 'cancelled', 'failed')
        OR NEW.status = 'open'
        OR (NEW.status IN ('frozen', 'planning') AND OLD.status = 'planned')
        OR (NEW.status = 'planned' AND OLD.status <> 'planning')
        OR (NEW.status = 'closed' AND OLD.status <> 'planned') THEN
        RAISE EXCEPTION 'a round goes one way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_goes_forwards', TABLE = 'brokerage_round';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER round_goes_forwards BEFORE UPDATE OF status ON brokerage_round FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION round_goes_forwards();

-- The canonical bytes of what a plan is made of, compressed: whoever takes a round over plans by the same.
CREATE TABLE round_input (
    round_id uuid PRIMARY KEY REFERENCES brokerage_round,
    input bytea NOT NULL,
    input_hash bytea NOT NULL,
    read_at timestamptz NOT NULL,
    CONSTRAINT round_input_hash_whole CHECK (octet_length(input_hash) = 32)
);
ALTER TABLE round_input ENABLE ROW LEVEL SECURITY;
ALTER TABLE round_input FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON round_input USING (is_service()) WITH CHECK (is_service());

-- A request in a round, and the place that the plan gives it.
CREATE TABLE round_line (
    round_id uuid NOT NULL REFERENCES brokerage_round,
    request_id uuid NOT NULL REFERENCES support_request,
    status text NOT NULL,
    -- Whether the round is over.
    is_over boolean NOT NULL DEFAULT false,
    offer_id uuid REFERENCES offer,
    specialist_id uuid REFERENCES specialist,
    home_id uuid REFERENCES school,
    -- The parts of the points of the pair, in their canonical bytes.
    parts bytea,
    worth bigint,
    price bigint,
    proposal_id uuid REFERENCES proposal,
    PRIMARY KEY (round_id, request_id),
    CONSTRAINT round_line_place_whole CHECK (num_nonnulls(offer_id, home_id, parts, worth, price) IN (0, 5)),
    CONSTRAINT round_line_placed_somewhere CHECK (status <> 'placed' OR offer_id IS NOT NULL),
    CONSTRAINT round_line_unplaced_nowhere CHECK (status NOT IN ('waiting', 'unplaced') OR offer_id IS NULL),
    CONSTRAINT round_line_specialist_of_a_place CHECK (specialist_id IS NULL OR offer_id IS NOT NULL),
    CONSTRAINT round_line_proposed CHECK ((status = 'proposed') = (proposal_id IS NOT NULL))
);
-- A request is in one round at most that is not over.
CREATE UNIQUE INDEX round_line_once ON round_line (request_id) WHERE NOT is_over AND status <> 'left';
CREATE INDEX round_line_request ON round_line (request_id);
CREATE INDEX round_line_offer ON round_line (offer_id) WHERE NOT is_over;
CREATE INDEX round_line_proposal ON round_line (proposal_id) WHERE proposal_id IS NOT NULL;
REVOKE DELETE, TRUNCATE ON round_line FROM lateral_app;
-- Those who broker the request.
CALL guard('round_line', $$(SELECT its.alliances FROM support_request AS its WHERE its.id = round_line.request_id)$$);

-- The requests of a round that is over are free for another one.
CREATE FUNCTION round_lets_go() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE round_line SET is_over = true WHERE round_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER round_lets_go AFTER UPDATE OF status ON brokerage_round FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION round_lets_go();

-- The half-days that a plan holds until it is used: a part of what is reserved of a window, as what a proposal holds is, so that
-- no other round and no proposal promises them as well.
CREATE TABLE round_hold (
    round_id uuid NOT NULL,
    request_id uuid NOT NULL,
    window_id uuid NOT NULL REFERENCES capacity_window,
    half_days integer NOT NULL CHECK (half_days >= 1),
    PRIMARY KEY (round_id, request_id, window_id),
    CONSTRAINT round_hold_of_a_line FOREIGN KEY (round_id, request_id) REFERENCES round_line (round_id, request_id)
);
CREATE INDEX round_hold_window ON round_hold (window_id);
