-- Grants of programmes, year by year. What each pays stands as it was when the grant was opened. Money is in pence.

CREATE TABLE programme_grant (
    id uuid PRIMARY KEY,
    programme text NOT NULL,
    version_of_rules integer NOT NULL,
    alliance_id uuid NOT NULL REFERENCES alliance,
    school_id uuid NOT NULL REFERENCES school,
    starts_on date NOT NULL,
    stage text NOT NULL,
    focus text,
    pence bigint NOT NULL CHECK (pence >= 0),
    half_days integer NOT NULL CHECK (half_days >= 0),
    to_match bigint NOT NULL CHECK (to_match >= 0),
    review_after_months integer,
    review_before_year integer,
    reviewed_on date,
    review_passed boolean,
    opened_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    FOREIGN KEY (programme, version_of_rules) REFERENCES programme_version (code, number),
    CHECK (num_nulls(review_after_months, review_before_year) IN (0, 2)),
    CHECK (num_nulls(reviewed_on, review_passed) IN (0, 2)),
    CONSTRAINT grant_reviewed_in_time CHECK (
        reviewed_on IS NULL OR (reviewed_on >= starts_on + make_interval(months => review_after_months)) IS TRUE
    )
);
CREATE INDEX programme_grant_alliance ON programme_grant (alliance_id, id);

CREATE TABLE grant_year (
    grant_id uuid NOT NULL REFERENCES programme_grant,
    year integer NOT NULL CHECK (year >= 1),
    status text NOT NULL,
    matched bigint NOT NULL CHECK (matched >= 0),
    evidence text,
    evidenced_at timestamptz,
    released_at timestamptz,
    audience uuid[] NOT NULL,
    PRIMARY KEY (grant_id, year),
    CONSTRAINT grant_year_released_after_match CHECK (released_at >= evidenced_at),
    CHECK ((status = 'released') = (released_at IS NOT NULL))
);

CALL guard('programme_grant');
CALL guard('grant_year');
