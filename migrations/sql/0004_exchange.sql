-- The market: offers (public once published), requests for support (private), and the time that people have to give.

-- One text search for offers and what is typed to find them: English stems, accents kept as written.
CREATE TABLE offer (
    id uuid PRIMARY KEY,
    school_id uuid NOT NULL REFERENCES school,
    specialist_id uuid REFERENCES specialist,
    kind text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    expertise uuid[] NOT NULL CHECK (cardinality(expertise) BETWEEN 1 AND 10),
    key_stages text[] NOT NULL,
    modes text[] NOT NULL CHECK (cardinality(modes) >= 1),
    format text NOT NULL,
    settlements text[] NOT NULL CHECK (cardinality(settlements) >= 1),
    evidence text,
    half_days_per_half_term integer NOT NULL CHECK (half_days_per_half_term BETWEEN 1 AND 100),
    travel_minutes integer CHECK (travel_minutes BETWEEN 0 AND 600),
    status text NOT NULL,
    last_confirmed_at timestamptz,
    published_at timestamptz,
    created_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    place point,
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary), 'B')
    ) STORED
);
CREATE INDEX offer_school ON offer (school_id, id);
CREATE INDEX offer_specialist ON offer (specialist_id) WHERE specialist_id IS NOT NULL;
CREATE INDEX offer_expertise ON offer USING gin (expertise, key_stages) WHERE status = 'published';
CREATE INDEX offer_words ON offer USING gin (words) WHERE status = 'published';
CREATE INDEX offer_title ON offer USING gin (title gin_trgm_ops) WHERE status = 'published';
CREATE INDEX offer_place ON offer USING gist (place) WHERE status = 'published';
CREATE INDEX offer_fresh ON offer (last_confirmed_at DESC, id DESC) WHERE status = 'published';

CREATE TABLE capacity_window (
    id uuid PRIMARY KEY,
    specialist_id uuid REFERENCES specialist,
    school_id uuid REFERENCES school,
    half_term integer NOT NULL REFERENCES half_term,
    -- Nobody declares more than 200, but what two schools have may come together when one takes the other's place.
    half_days integer NOT NULL CHECK (half_days BETWEEN 0 AND 2000),
    reserved integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    committed integer NOT NULL DEFAULT 0 CHECK (committed >= 0),
    version integer NOT NULL DEFAULT 1,
    CHECK (num_nonnulls(specialist_id, school_id) = 1),
    -- The database has the last word: capacity is never oversold (DOMAIN C26).
    CONSTRAINT capacity_not_oversold CHECK (reserved + committed <= half_days)
);
CREATE UNIQUE INDEX capacity_window_specialist ON capacity_window (specialist_id, half_term)
    WHERE specialist_id IS NOT NULL;
CREATE UNIQUE INDEX capacity_window_school ON capacity_window (school_id, half_term) WHERE school_id IS NOT NULL;

-- The numbers by which the time for an answer is set. A version is added, never changed.
CREATE TABLE response_policy (
    version integer PRIMARY KEY,
    settings jsonb NOT NULL,
    since timestamptz NOT NULL,
    note text NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON response_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO response_policy (version, since, note, settings) VALUES (
    1,
    '2026-11-21T00:00:00Z',
    'The first policy: a good alliance answers within 48 hours, and sooner to a school that gives or is cut off.',
    '{
        "routine_hours": 48,
        "soon_hours": 36,
        "urgent_hours": 24,
        "guarantee_percent": 25,
        "credit_percent": 10,
        "credit_half_days": 20,
        "isolation_percent": 20
    }'
);

CREATE TABLE support_request (
    id uuid PRIMARY KEY,
    school_id uuid NOT NULL REFERENCES school,
    title text NOT NULL,
    need text NOT NULL,
    objectives jsonb NOT NULL,
    override_reason text,
    kind text NOT NULL,
    expertise uuid[] NOT NULL,
    key_stages text[] NOT NULL,
    modes text[] NOT NULL,
    urgency text NOT NULL,
    half_days integer NOT NULL CHECK (half_days BETWEEN 1 AND 200),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    max_travel_minutes integer,
    disclosure text NOT NULL,
    settlement text NOT NULL,
    one_off boolean NOT NULL DEFAULT false,
    allow_same_trust boolean NOT NULL DEFAULT false,
    exclude_neighbours boolean NOT NULL DEFAULT false,
    designation text,
    status text NOT NULL,
    stage text,
    -- Who brokers it, who is asked to, to whom it was proposed, and which of those know the school that asks (DOMAIN K142).
    alliances uuid[] NOT NULL DEFAULT '{}',
    referred uuid[] NOT NULL DEFAULT '{}',
    responders uuid[] NOT NULL DEFAULT '{}',
    named_to uuid[] NOT NULL DEFAULT '{}',
    unmet_reason text,
    withdrawal_reason text,
    raised_by uuid NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL,
    submitted_at timestamptz,
    triaged_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    -- By when it is to be answered, by which policy, and where the school that asks stood when that was set (DOMAIN C30).
    respond_by timestamptz,
    -- No reference: its check would cost every request that is raised, and a version is never taken away.
    response_policy integer,
    asker_credit integer,
    asker_guaranteed boolean,
    asker_isolation integer,
    overdue_at timestamptz,
    CHECK (starts_on <= ends_on),
    CHECK (respond_by > submitted_at),
    CHECK (overdue_at > submitted_at),
    CHECK (num_nulls(respond_by, response_policy, asker_credit, asker_guaranteed, asker_isolation) IN (0, 5)),
    CHECK (submitted_at >= created_at),
    CHECK (triaged_at >= submitted_at),
    -- Only its own school sees a draft, and always sees its request.
    CHECK (school_id = ANY (audience)),
    CHECK (status <> 'draft' OR audience = ARRAY[school_id])
);
CREATE INDEX support_request_due ON support_request (respond_by) WHERE status = 'submitted' AND overdue_at IS NULL;
CREATE INDEX support_request_school ON support_request (school_id, id);
CREATE INDEX support_request_audience ON support_request USING gin (readable_by(audience));

CALL guard('support_request');
