-- What alliances settle for themselves (DOMAIN A3, B17, B22), and which schools they ask to join (A11).

-- A version is added, never changed. Who has none lives by what holds nationally.
CREATE TABLE alliance_policy (
    alliance_id uuid NOT NULL REFERENCES alliance,
    version integer NOT NULL CHECK (version >= 1),
    from_on date NOT NULL,
    own_first boolean NOT NULL,
    response_days integer NOT NULL CHECK (response_days BETWEEN 1 AND 60),
    figures text NOT NULL,
    release_consents text[] NOT NULL,
    paid_consents text[] NOT NULL,
    accepts_referrals boolean NOT NULL,
    workstreams text[] NOT NULL CHECK (cardinality(workstreams) <= 12),
    set_by uuid NOT NULL REFERENCES person,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (alliance_id, version),
    CHECK (from_on >= (set_at AT TIME ZONE 'UTC')::date)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON alliance_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER noted AFTER INSERT ON alliance_policy
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('alliance');

CREATE TABLE alliance_invitation (
    id uuid PRIMARY KEY,
    alliance_id uuid NOT NULL REFERENCES alliance,
    school_id uuid NOT NULL REFERENCES school,
    status text NOT NULL,
    invited_by uuid NOT NULL REFERENCES person,
    invited_at timestamptz NOT NULL,
    respond_by timestamptz NOT NULL,
    answered_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (respond_by > invited_at),
    CHECK (answered_at >= invited_at),
    CHECK ((status = 'invited') = (answered_at IS NULL))
);
-- A school is asked once at a time.
CREATE UNIQUE INDEX alliance_invitation_once ON alliance_invitation (alliance_id, school_id) WHERE status = 'invited';
CREATE INDEX alliance_invitation_due ON alliance_invitation (respond_by) WHERE status = 'invited';
CREATE INDEX alliance_invitation_audience ON alliance_invitation USING gin (readable_by(audience));
CALL guard('alliance_invitation');
