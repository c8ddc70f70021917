-- Schools, trusts, authorities, alliances, specialists and the taxonomy of expertise. All of it is public.

CREATE TABLE local_authority (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    region text
);

CREATE TABLE trust (
    id uuid PRIMARY KEY,
    uid text UNIQUE,
    name text NOT NULL
);

CREATE TABLE school (
    id uuid PRIMARY KEY,
    urn integer NOT NULL UNIQUE CHECK (urn BETWEEN 100000 AND 999999),
    ukprn integer,
    name text NOT NULL,
    status text NOT NULL,
    phase text NOT NULL,
    type_code text,
    type_name text,
    type_group text,
    special boolean NOT NULL DEFAULT false,
    low_age smallint,
    high_age smallint,
    key_stages text[] NOT NULL DEFAULT '{}',
    gender text,
    religious_character text,
    admissions text,
    capacity integer,
    pupils integer,
    free_meal_permille integer CHECK (free_meal_permille BETWEEN 0 AND 1000),
    deprivation smallint CHECK (deprivation BETWEEN 1 AND 5),
    local_authority_id uuid REFERENCES local_authority,
    establishment_number text,
    region text,
    trust_id uuid REFERENCES trust,
    district text,
    ward text,
    constituency text,
    rurality text,
    street text,
    locality text,
    town text,
    county text,
    postcode text,
    telephone text,
    website text,
    easting integer,
    northing integer,
    latitude double precision,
    longitude double precision,
    place point GENERATED ALWAYS AS (
        CASE WHEN easting IS NOT NULL AND northing IS NOT NULL
            THEN point(easting::double precision, northing::double precision) END
    ) STORED,
    opened_on date,
    closed_on date,
    version integer NOT NULL DEFAULT 1
);

-- Nearest schools by the national grid, whose metres are planar; a distance query never scans.
CREATE INDEX school_place ON school USING gist (place) WHERE status IN ('open', 'closing');
CREATE INDEX school_name ON school USING gin (name gin_trgm_ops);
CREATE INDEX school_local_authority ON school (local_authority_id);
CREATE INDEX school_trust ON school (trust_id) WHERE trust_id IS NOT NULL;

CREATE TABLE school_link (
    school_urn integer NOT NULL,
    linked_urn integer NOT NULL,
    kind text NOT NULL,
    established_on date,
    PRIMARY KEY (school_urn, linked_urn, kind)
);
CREATE INDEX school_link_back ON school_link (linked_urn);

-- To which school everything open of a closed one passed: told once (SETTLED 2).
CREATE TABLE succession (
    school_id uuid PRIMARY KEY REFERENCES school,
    successor_id uuid NOT NULL REFERENCES school,
    at timestamptz NOT NULL,
    CHECK (school_id <> successor_id)
);
CREATE INDEX succession_successor ON succession (successor_id);

CREATE TABLE register_edition (
    id uuid PRIMARY KEY,
    source text NOT NULL,
    sha256 text NOT NULL,
    links_sha256 text,
    rows_read integer NOT NULL,
    report jsonb NOT NULL,
    applied_at timestamptz NOT NULL
);

-- What each edition of the register changed, so that renames, moves, closures and conversions keep their history.
CREATE TABLE school_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    school_id uuid NOT NULL REFERENCES school,
    edition_id uuid NOT NULL REFERENCES register_edition,
    field text NOT NULL,
    before text,
    after text
);
CREATE INDEX school_change_school ON school_change (school_id, id);

CREATE TABLE alliance (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    lead_school_id uuid NOT NULL REFERENCES school,
    response_days integer NOT NULL DEFAULT 7 CHECK (response_days BETWEEN 1 AND 60),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
);

CREATE TABLE alliance_member (
    alliance_id uuid NOT NULL REFERENCES alliance,
    school_id uuid NOT NULL REFERENCES school,
    since timestamptz NOT NULL,
    until timestamptz,
    PRIMARY KEY (alliance_id, school_id, since),
    CHECK (until > since)
);
-- By school and in order: every raise asks whether its school's alliances are still the same.
CREATE UNIQUE INDEX alliance_member_now ON alliance_member (school_id, alliance_id) WHERE until IS NULL;
CREATE INDEX alliance_member_alliance ON alliance_member (alliance_id) WHERE until IS NULL;

CREATE TABLE alliance_neighbour (
    alliance_id uuid NOT NULL REFERENCES alliance,
    neighbour_id uuid NOT NULL REFERENCES alliance,
    PRIMARY KEY (alliance_id, neighbour_id),
    CHECK (alliance_id <> neighbour_id)
);

-- One row for each change of the directory, so that whoever holds a copy of it in memory knows when it is stale. Rows
-- are only added: counting them is right whatever the order in which transactions commit.
CREATE TABLE directory_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    what text NOT NULL
);

CREATE FUNCTION note_directory_change() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_change (what) VALUES (TG_ARGV[0]);
    RETURN NULL;
END
$$;

CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON school
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('school');
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON trust
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('school');
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON local_authority
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('school');
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON school_link
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('school');
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON alliance
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('alliance');
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON alliance_member
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('alliance');
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON alliance_neighbour
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('alliance');

CREATE TABLE taxonomy_version (
    number integer PRIMARY KEY,
    published_on date NOT NULL,
    note text NOT NULL
);

CREATE TABLE expertise (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    about text NOT NULL,
    kind text NOT NULL,
    parent_id uuid REFERENCES expertise,
    position integer NOT NULL,
    since_version integer NOT NULL REFERENCES taxonomy_version,
    retired_version integer REFERENCES taxonomy_version
);

-- The national default; authorities and schools get their own with a later issue (SETTLED 6).
CREATE TABLE half_term (
    code integer PRIMARY KEY,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    CHECK (starts_on <= ends_on),
    EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&)
);
