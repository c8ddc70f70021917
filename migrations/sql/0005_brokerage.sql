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
    ended_at timestamptz,
    ends_on date,
    stop_reason text,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (host_id <> home_id),
    CHECK (agreed_at >= planned_at),
    CHECK (started_at >= agreed_at),
    CHECK (ended_at >= planned_at),
    CHECK (agreed_at IS NULL OR terms IS NOT NULL AND home_interest IS NOT NULL AND host_interest IS NOT NULL)
);
CREATE INDEX deployment_request ON deployment (request_id, id);
CREATE INDEX deployment_audience ON deployment USING gin (readable_by(audience));
CREATE INDEX deployment_due ON deployment (agree_by) WHERE status = 'planned';
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

CALL guard('match_run');
CALL guard('referral');
CALL guard('proposal');
CALL guard('deployment');
CALL guard('conflict_declaration');
CALL guard('visit');
