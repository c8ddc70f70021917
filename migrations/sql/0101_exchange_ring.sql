-- Rings of schools: each gives to the next and gets from the one before, and nothing is placed unless all consent (MATCHING 3).

CREATE TABLE exchange_ring (
    id uuid PRIMARY KEY,
    alliance_id uuid NOT NULL REFERENCES alliance,
    schools integer NOT NULL,
    -- How many of them have consented: which ones, the others are not told.
    consents integer NOT NULL DEFAULT 0,
    status text NOT NULL,
    proposed_by uuid NOT NULL REFERENCES person,
    proposed_at timestamptz NOT NULL,
    respond_by timestamptz NOT NULL,
    ended_at timestamptz,
    -- Why it came to nothing, and why its broker took it back.
    ended_for text,
    reason text,
    version integer NOT NULL DEFAULT 1,
    -- The alliance and the schools.
    audience uuid[] NOT NULL,
    CONSTRAINT ring_of_few CHECK (schools BETWEEN 2 AND 4 AND consents BETWEEN 0 AND schools),
    CONSTRAINT ring_forwards CHECK (respond_by > proposed_at AND coalesce(ended_at >= proposed_at, true)),
    CONSTRAINT ring_agreed_by_all CHECK ((status = 'agreed') = (consents = schools)),
    CONSTRAINT ring_ended_when_it_says CHECK (
        (status = 'proposed') = (ended_at IS NULL) AND (status = 'dissolved') = (ended_for IS NOT NULL)
        AND (ended_for IS NOT DISTINCT FROM 'withdrawn') = (reason IS NOT NULL)
    )
);
CREATE INDEX exchange_ring_due ON exchange_ring (respond_by) WHERE status = 'proposed';
CREATE INDEX exchange_ring_audience ON exchange_ring USING gin (readable_by(audience));
REVOKE DELETE, TRUNCATE ON exchange_ring FROM lateral_app;
CALL guard('exchange_ring');

-- What one school of a ring gives to the next, and what the school that gives has answered for its part.
CREATE TABLE exchange_ring_leg (
    ring_id uuid NOT NULL REFERENCES exchange_ring,
    place integer NOT NULL,
    request_id uuid NOT NULL REFERENCES support_request,
    offer_id uuid NOT NULL REFERENCES offer,
    home_id uuid NOT NULL REFERENCES school,
    host_id uuid NOT NULL REFERENCES school,
    specialist_id uuid REFERENCES specialist,
    run_id uuid REFERENCES match_run,
    kind text NOT NULL,
    half_days integer NOT NULL CHECK (half_days >= 1),
    anonymous boolean NOT NULL,
    -- The parts of the points of the pair, in their canonical bytes.
    parts bytea NOT NULL,
    answer text,
    answered_at timestamptz,
    answered_by uuid REFERENCES person,
    reason text,
    proposal_id uuid REFERENCES proposal,
    -- Whether the ring is over.
    is_over boolean NOT NULL DEFAULT false,
    -- The alliance and the two schools: nobody else in the ring.
    audience uuid[] NOT NULL,
    PRIMARY KEY (ring_id, place),
    CONSTRAINT ring_leg_of_few CHECK (place BETWEEN 1 AND 4),
    CONSTRAINT ring_leg_between_two CHECK (home_id <> host_id),
    CONSTRAINT ring_leg_gives_once UNIQUE (ring_id, home_id),
    CONSTRAINT ring_leg_gets_once UNIQUE (ring_id, host_id),
    CONSTRAINT ring_leg_answered_when_it_says CHECK (
        num_nonnulls(answer, answered_at, answered_by) IN (0, 3) AND (answer IS NOT DISTINCT FROM 'declined') = (reason IS NOT NULL)
    )
);
-- A request is in one ring at most that waits for its answers.
CREATE UNIQUE INDEX exchange_ring_leg_once ON exchange_ring_leg (request_id) WHERE NOT is_over;
CREATE INDEX exchange_ring_leg_request ON exchange_ring_leg (request_id);
CREATE INDEX exchange_ring_leg_home ON exchange_ring_leg (home_id);
CREATE INDEX exchange_ring_leg_offer ON exchange_ring_leg (offer_id) WHERE NOT is_over;
CREATE UNIQUE INDEX exchange_ring_leg_proposal ON exchange_ring_leg (proposal_id) WHERE proposal_id IS NOT NULL;
REVOKE DELETE, TRUNCATE ON exchange_ring_leg FROM lateral_app;
CALL guard('exchange_ring_leg');

-- A ring goes one way: what was agreed or came to nothing stays so. Its requests are free for another one.
CREATE FUNCTION ring_goes_forwards() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'proposed' THEN
        RAISE EXCEPTION 'a ring goes one way'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ring_goes_forwards', TABLE = 'exchange_ring';
    END IF;
    UPDATE exchange_ring_leg SET is_over = true WHERE ring_id = NEW.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER ring_goes_forwards BEFORE UPDATE OF status ON exchange_ring FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION ring_goes_forwards();

-- The half-days that a ring holds until it is agreed or comes to nothing: a part of what is reserved of a window, as what a proposal
-- holds is.
CREATE TABLE exchange_ring_hold (
    ring_id uuid NOT NULL,
    place integer NOT NULL,
    window_id uuid NOT NULL REFERENCES capacity_window,
    half_days integer NOT NULL CHECK (half_days >= 1),
    PRIMARY KEY (ring_id, place, window_id),
    CONSTRAINT ring_hold_of_a_leg FOREIGN KEY (ring_id, place) REFERENCES exchange_ring_leg (ring_id, place)
);
CREATE INDEX exchange_ring_hold_window ON exchange_ring_hold (window_id);
