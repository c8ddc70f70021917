-- Pooled budgets and joint commissions (DOMAIN C39), and good practice that is owed for a grant (C40). Money is in pence.

-- Budgets that schools of an alliance put together for an academic year.
CREATE TABLE pooled_budget (
    id uuid PRIMARY KEY,
    alliance_id uuid NOT NULL REFERENCES alliance,
    -- The school that keeps it; the alliance, where there is none.
    lead_id uuid REFERENCES school,
    name text NOT NULL,
    year integer NOT NULL CHECK (year BETWEEN 2000 AND 2999),
    status text NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    -- The alliance, and every school that was asked.
    audience uuid[] NOT NULL,
    CONSTRAINT pool_closed_when_it_says CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT pool_closed_after_opened CHECK (closed_at >= opened_at),
    CONSTRAINT pool_closed_after_its_year CHECK ((closed_at AT TIME ZONE 'UTC')::date >= make_date(year + 1, 9, 1))
);
CREATE INDEX pooled_budget_alliance ON pooled_budget (alliance_id, id);
CALL guard('pooled_budget');

CREATE TABLE pool_member (
    pool_id uuid NOT NULL REFERENCES pooled_budget,
    school_id uuid NOT NULL REFERENCES school,
    -- In which order they were asked.
    place integer NOT NULL,
    status text NOT NULL,
    committed bigint NOT NULL CHECK (committed >= 0),
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    left_at timestamptz,
    PRIMARY KEY (pool_id, school_id),
    CONSTRAINT pool_member_commits_by_joining CHECK ((committed > 0) = (status = 'joined')),
    CONSTRAINT pool_member_answered_when_it_says CHECK ((answered_at IS NULL) = (status = 'asked')),
    CONSTRAINT pool_member_left_when_it_says CHECK ((left_at IS NOT NULL) = (status = 'left')),
    CONSTRAINT pool_member_answered_after_asked CHECK (answered_at >= asked_at),
    CONSTRAINT pool_member_left_last CHECK (left_at >= answered_at)
);
CREATE INDEX pool_member_school ON pool_member (school_id);
CALL guard('pool_member', $$(SELECT pool.audience FROM pooled_budget AS pool WHERE pool.id = pool_member.pool_id)$$);

-- The ledger of a budget: each line follows the one before it and says what it leaves, so that no two are written at once and
-- nothing is spent that is not there.
CREATE TABLE pool_line (
    pool_id uuid NOT NULL REFERENCES pooled_budget,
    nth integer NOT NULL CHECK (nth >= 1),
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    kind text NOT NULL,
    school_id uuid REFERENCES school,
    deployment_id uuid REFERENCES deployment,
    charge_id uuid REFERENCES charge,
    pence bigint NOT NULL,
    held bigint NOT NULL,
    balance bigint NOT NULL,
    reserved bigint NOT NULL,
    at timestamptz NOT NULL,
    previous integer GENERATED ALWAYS AS (nullif(nth - 1, 0)) STORED,
    balance_before bigint GENERATED ALWAYS AS (balance - pence) STORED,
    reserved_before bigint GENERATED ALWAYS AS (reserved - held) STORED,
    PRIMARY KEY (pool_id, nth),
    CONSTRAINT pool_line_leaves UNIQUE (pool_id, nth, balance, reserved),
    CONSTRAINT pool_line_follows FOREIGN KEY (pool_id, previous, balance_before, reserved_before)
        REFERENCES pool_line (pool_id, nth, balance, reserved),
    CONSTRAINT pool_line_begins_with_nothing CHECK (nth > 1 OR balance_before = 0 AND reserved_before = 0),
    CONSTRAINT pool_never_below_nothing CHECK (0 <= reserved AND reserved <= balance),
    CONSTRAINT pool_line_moves CHECK (pence <> 0 OR held <> 0),
    CONSTRAINT pool_line_charged_once UNIQUE (charge_id),
    CONSTRAINT pool_line_by_its_kind CHECK (
        CASE kind
            WHEN 'commitment' THEN school_id IS NOT NULL AND held = 0
            WHEN 'refund' THEN school_id IS NOT NULL AND held = 0 AND pence < 0
            WHEN 'reserve' THEN deployment_id IS NOT NULL AND pence = 0 AND held > 0
            WHEN 'release' THEN deployment_id IS NOT NULL AND pence = 0 AND held < 0
            WHEN 'draw' THEN charge_id IS NOT NULL AND deployment_id IS NOT NULL AND pence < 0 AND held BETWEEN pence AND 0
            WHEN 'return' THEN charge_id IS NOT NULL AND deployment_id IS NOT NULL AND pence > 0 AND held BETWEEN 0 AND pence
            ELSE false
        END
    )
);
CREATE INDEX pool_line_deployment ON pool_line (deployment_id) WHERE deployment_id IS NOT NULL;
CREATE INDEX pool_line_month ON pool_line (pool_id, month);
CREATE TRIGGER open_month BEFORE INSERT ON pool_line FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON pool_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON pool_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON pool_line FROM lateral_app;
CALL guard('pool_line', $$(SELECT pool.audience FROM pooled_budget AS pool WHERE pool.id = pool_line.pool_id)$$);

-- What a pooled budget pays of a charge.
ALTER TABLE charge ADD COLUMN by_pool bigint NOT NULL DEFAULT 0;
ALTER TABLE charge ADD CONSTRAINT charge_is_paid_by_all CHECK (by_host + by_alliance + by_grant + by_other + by_pool = gross);
ALTER TABLE charge DROP CONSTRAINT charge_is_paid_whole;

-- Requests that several schools back, and share the cost of.
CREATE TABLE joint_commission (
    id uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES support_request,
    lead_id uuid NOT NULL REFERENCES school,
    purpose text NOT NULL,
    status text NOT NULL,
    deployment_id uuid REFERENCES deployment,
    asked_at timestamptz NOT NULL,
    backed_at timestamptz,
    ended_at timestamptz,
    reason text,
    version integer NOT NULL DEFAULT 1,
    -- The schools, and the alliances that broker the request: nobody else learns who asks (DOMAIN K142).
    audience uuid[] NOT NULL,
    CONSTRAINT commission_agreed_with_support CHECK ((status = 'agreed') = (deployment_id IS NOT NULL)),
    CONSTRAINT commission_backed_before_agreed CHECK (status NOT IN ('backed', 'agreed') OR backed_at IS NOT NULL),
    CONSTRAINT commission_ended_when_it_says CHECK ((status IN ('agreed', 'declined', 'ended')) = (ended_at IS NOT NULL)),
    CONSTRAINT commission_ended_with_reason CHECK ((status = 'ended') = (reason IS NOT NULL)),
    CONSTRAINT commission_backed_after_asked CHECK (backed_at >= asked_at),
    CONSTRAINT commission_ended_last CHECK (ended_at >= greatest(asked_at, backed_at)),
    CONSTRAINT commission_of_deployment UNIQUE (deployment_id)
);
CREATE UNIQUE INDEX commission_once ON joint_commission (request_id) WHERE status IN ('asked', 'backed');
CREATE INDEX joint_commission_request ON joint_commission (request_id, id);
CALL guard('joint_commission');

CREATE TABLE commission_backer (
    commission_id uuid NOT NULL REFERENCES joint_commission,
    school_id uuid NOT NULL REFERENCES school,
    -- The lead is the first.
    place integer NOT NULL,
    part integer NOT NULL CHECK (part BETWEEN 1 AND 10000),
    half_days integer NOT NULL CHECK (half_days BETWEEN 0 AND 200),
    status text NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (commission_id, school_id),
    CONSTRAINT commission_backer_place UNIQUE (commission_id, place),
    CONSTRAINT commission_backer_answered_when_it_says CHECK ((status = 'asked') = (answered_at IS NULL))
);
CREATE INDEX commission_backer_school ON commission_backer (school_id, commission_id);
CALL guard('commission_backer',
    $$(SELECT joint.audience FROM joint_commission AS joint WHERE joint.id = commission_backer.commission_id)$$);

-- Each school's part of what the receiving school pays of a charge; the parts of a charge make up the whole of it.
CREATE TABLE charge_part (
    charge_id uuid NOT NULL REFERENCES charge,
    commission_id uuid NOT NULL,
    school_id uuid NOT NULL,
    deployment_id uuid NOT NULL REFERENCES deployment,
    host_id uuid NOT NULL REFERENCES school,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    visited_on date NOT NULL,
    pence bigint NOT NULL,
    audience uuid[] NOT NULL,
    PRIMARY KEY (charge_id, school_id),
    FOREIGN KEY (commission_id, school_id) REFERENCES commission_backer (commission_id, school_id)
);
CREATE INDEX charge_part_school ON charge_part (school_id, month);
CREATE FUNCTION refuse_parts_of_another_sum() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(pence) FROM charge_part WHERE charge_id = NEW.charge_id)
        IS DISTINCT FROM (SELECT by_host FROM charge WHERE id = NEW.charge_id)
    THEN
        RAISE EXCEPTION 'the parts of a charge are not the whole of it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'charge_parts_add_up';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER charge_parts_add_up AFTER INSERT ON charge_part
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_parts_of_another_sum();
CREATE TRIGGER open_month BEFORE INSERT ON charge_part FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON charge_part FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON charge_part FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON charge_part FROM lateral_app;
CALL guard('charge_part');

-- What is owed for a grant.
ALTER TABLE programme_grant ADD COLUMN share_back_id uuid REFERENCES obligation;
