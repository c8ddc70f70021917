-- People, where they work, the roles in which they act, and how they get in. All of it is personal.

CREATE TABLE person (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    password_hash text,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    suspended_at timestamptz,
    -- Tokens of an outside issuer that are older than this are refused; our own end with their session.
    signed_out_at timestamptz
);
CREATE UNIQUE INDEX person_email ON person (email);

CREATE TABLE external_identity (
    issuer text NOT NULL,
    subject text NOT NULL,
    person_id uuid NOT NULL REFERENCES person,
    PRIMARY KEY (issuer, subject)
);

CREATE TABLE employment (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    school_id uuid NOT NULL REFERENCES school,
    post text NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    CHECK (ended_on >= started_on)
);
CREATE INDEX employment_person ON employment (person_id);

CREATE TABLE membership (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    role text NOT NULL,
    school_id uuid REFERENCES school,
    alliance_id uuid REFERENCES alliance,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    -- When it was confirmed: at once, but for the first head of a school.
    begun_at timestamptz,
    -- Until when it allows anything; an auditor's always says so (DOMAIN C.3).
    until timestamptz,
    ended_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (num_nonnulls(school_id, alliance_id) <= 1),
    CHECK (begun_at >= created_at),
    CHECK (ended_at >= created_at),
    CHECK ((status = 'ended') = (ended_at IS NOT NULL)),
    CHECK (status <> 'active' OR begun_at IS NOT NULL),
    CHECK (until > created_at),
    CHECK (role <> 'auditor' OR until IS NOT NULL)
);
CREATE INDEX membership_person ON membership (person_id);
CREATE INDEX membership_school ON membership (school_id);
CREATE INDEX membership_alliance ON membership (alliance_id);
CREATE UNIQUE INDEX membership_once ON membership
    (person_id, role, coalesce(school_id, alliance_id, '00000000-0000-0000-0000-000000000000'))
    WHERE status <> 'ended';

CREATE TABLE invitation (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    school_id uuid REFERENCES school,
    alliance_id uuid REFERENCES alliance,
    post text,
    token_hash bytea NOT NULL UNIQUE,
    invited_by uuid REFERENCES person,
    -- Until when the role would be held.
    until timestamptz,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CHECK (num_nonnulls(school_id, alliance_id) <= 1),
    CHECK (num_nonnulls(accepted_at, revoked_at) <= 1)
);

CREATE TABLE password_reset (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

-- That somebody forgot the password of an address, whether or not anybody is known by it: the answer must not tell.
CREATE TABLE reset_wish (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_because text
);
CREATE INDEX session_person ON session (person_id) WHERE revoked_at IS NULL;

CREATE TABLE refresh_token (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES session,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

-- What is to be sent by e-mail. It may hold a secret link, so only the service reads it, and it goes when it is sent.
CREATE TABLE letter (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

-- A specialist's profile is public but for the name, which needs sign-in (SETTLED 12); the person behind it is personal.
CREATE TABLE specialist (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    school_id uuid NOT NULL REFERENCES school,
    name text NOT NULL,
    designation text NOT NULL,
    designated_by uuid REFERENCES alliance,
    designated_on date,
    designation_ends_on date,
    post text NOT NULL,
    supports text[] NOT NULL DEFAULT '{}',
    expertise uuid[] NOT NULL DEFAULT '{}',
    travel_minutes integer NOT NULL DEFAULT 60 CHECK (travel_minutes BETWEEN 0 AND 600),
    status text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
);
CREATE INDEX specialist_school ON specialist (school_id);
CREATE UNIQUE INDEX specialist_person ON specialist (person_id) WHERE status <> 'ended';

CALL guard('membership');
CALL guard('invitation');
CALL guard('external_identity', 'ARRAY[person_id]');
CALL guard('password_reset', 'ARRAY[person_id]');
CALL guard('session', 'ARRAY[person_id]');

ALTER TABLE reset_wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE reset_wish FORCE ROW LEVEL SECURITY;
CREATE POLICY written ON reset_wish FOR INSERT WITH CHECK (true);
CREATE POLICY service ON reset_wish USING (is_service());
ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE letter FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON letter USING (is_service());

-- Colleagues are seen by the organisations in which they hold a role.
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON person USING (
    readable_by(ARRAY[id]) && (SELECT readers()) OR EXISTS (SELECT FROM membership WHERE membership.person_id = person.id)
);
-- A post is seen by whoever sees the person.
ALTER TABLE employment ENABLE ROW LEVEL SECURITY;
ALTER TABLE employment FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON employment USING (
    is_service() OR EXISTS (SELECT FROM person WHERE person.id = employment.person_id)
);
ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_token FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON refresh_token USING (
    EXISTS (SELECT FROM session WHERE session.id = refresh_token.session_id)
);
