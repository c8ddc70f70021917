-- Designations: what each scheme asks for, as versioned data, and who applied, was judged and holds one (DOMAIN B15, B16).

-- What a scheme asks for. A later version is in force from its day on; what was applied for before keeps its own.
CREATE TABLE designation_criteria (
    scheme text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    since date NOT NULL,
    issuer text NOT NULL,
    -- From which day on nobody is designated anew.
    closed_on date,
    posts text[] NOT NULL,
    supports text[] NOT NULL,
    leadership_months integer NOT NULL CHECK (leadership_months >= 0),
    -- What is judged: objects with a code and a text.
    points jsonb NOT NULL,
    PRIMARY KEY (scheme, version),
    UNIQUE (scheme, since)
);

CREATE TABLE designation (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    -- Where they worked when they applied, and as what.
    home_id uuid NOT NULL REFERENCES school,
    post text NOT NULL,
    alliance_id uuid NOT NULL REFERENCES alliance,
    scheme text NOT NULL,
    criteria_version integer,
    -- Who gave it, where it was entered as held before.
    issuer text,
    expertise uuid[] NOT NULL,
    evidence text NOT NULL,
    leadership_months integer,
    reference text,
    referenced_by uuid REFERENCES person,
    referenced_at timestamptz,
    -- Who found what of each criterion, and when: once, and after an appeal once more.
    assessments jsonb NOT NULL DEFAULT '[]',
    assessed_at timestamptz,
    status text NOT NULL,
    since date,
    ends_on date,
    reason text,
    appeal text,
    applied_at timestamptz NOT NULL,
    decided_at timestamptz,
    appealed_at timestamptz,
    ended_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    FOREIGN KEY (scheme, criteria_version) REFERENCES designation_criteria,
    CHECK ((criteria_version IS NULL) = (issuer IS NOT NULL)),
    CHECK (num_nulls(criteria_version, leadership_months) IN (0, 2)),
    CHECK (num_nulls(reference, referenced_by, referenced_at) IN (0, 3)),
    CHECK (num_nulls(since, ends_on) IN (0, 2)),
    CHECK (num_nulls(appeal, appealed_at) IN (0, 2)),
    -- No path skips a state.
    CHECK (status IN ('applied', 'withdrawn') OR issuer IS NOT NULL OR referenced_at IS NOT NULL),
    CHECK (status IN ('applied', 'referenced', 'withdrawn') OR issuer IS NOT NULL OR assessed_at IS NOT NULL),
    CHECK (status NOT IN ('designated', 'suspended', 'lapsed') OR since IS NOT NULL),
    CHECK (status NOT IN ('designated', 'suspended', 'not_designated', 'appealed') OR decided_at IS NOT NULL),
    CHECK (status NOT IN ('suspended', 'not_designated', 'withdrawn') OR reason IS NOT NULL),
    CHECK (status <> 'appealed' OR appealed_at IS NOT NULL),
    CHECK ((status IN ('lapsed', 'withdrawn')) = (ended_at IS NOT NULL)),
    -- Time runs forwards along one record.
    CHECK (referenced_at >= applied_at),
    CHECK (assessed_at >= referenced_at),
    CHECK (decided_at >= applied_at AND decided_at >= coalesce(assessed_at, applied_at)),
    CHECK (appealed_at >= referenced_at),
    CHECK (status <> 'appealed' OR appealed_at >= decided_at),
    CHECK (ended_at >= coalesce(decided_at, applied_at)),
    CHECK (ends_on >= since),
    CHECK (issuer IS NOT NULL OR since >= (decided_at AT TIME ZONE 'UTC')::date)
);
CREATE INDEX designation_person ON designation (person_id, id);
CREATE INDEX designation_ends ON designation (ends_on) WHERE status IN ('designated', 'suspended');
CREATE INDEX designation_audience ON designation USING gin (readable_by(audience));
-- One of a scheme at a time.
CREATE UNIQUE INDEX designation_once ON designation (person_id, scheme)
    WHERE status NOT IN ('lapsed', 'withdrawn', 'not_designated');

INSERT INTO designation_criteria
    (scheme, version, since, issuer, closed_on, posts, supports, leadership_months, points)
VALUES
    ('sle', 1, '2011-09-01', 'alliance', NULL, '{senior_leader,middle_leader,business_leader}',
        '{senior_leader,middle_leader,business_leader,teacher}', 24, '[
        {"code": "specialism", "text": "Knows the chosen areas deeply, and teaches or leads them now."},
        {"code": "impact", "text": "Has raised what pupils achieve or how colleagues teach, shown by figures or accounts of others."},
        {"code": "coaching", "text": "Has helped colleagues of other teams or schools to lead better."}
    ]'),
    ('lle', 1, '2015-09-01', 'alliance', NULL, '{headteacher}',
        '{headteacher,senior_leader,middle_leader,business_leader,teacher,governor}', 36, '[
        {"code": "outcomes", "text": "Pupils of the own school do well, each group among them."},
        {"code": "impact", "text": "Has helped another head or school to improve."},
        {"code": "staff", "text": "The own school is led well while the head is away."}
    ]'),
    ('nle', 1, '2006-10-01', 'nation', '2025-09-01', '{headteacher}',
        '{headteacher,senior_leader,middle_leader,business_leader,teacher,governor}', 36, '[
        {"code": "outcomes", "text": "Pupils of the own school do well, each group among them."},
        {"code": "impact", "text": "Has led or helped schools in great difficulty to improve."}
    ]'),
    ('mentor', 1, '2011-09-01', 'alliance', NULL, '{headteacher,senior_leader,middle_leader,business_leader,teacher}',
        '{headteacher,senior_leader,middle_leader,business_leader,teacher}', 24, '[
        {"code": "listening", "text": "Listens, asks, and keeps what is told in confidence."},
        {"code": "experience", "text": "Has been in the post of those whom they would mentor."}
    ]'),
    ('facilitator', 1, '2011-09-01', 'alliance', NULL, '{headteacher,senior_leader,middle_leader,business_leader,teacher}',
        '{headteacher,senior_leader,middle_leader,business_leader,teacher,governor}', 12, '[
        {"code": "groups", "text": "Has led groups of colleagues to something that they use."}
    ]'),
    ('ast', 1, '1998-09-01', 'nation', '2013-09-01', '{senior_leader,middle_leader,teacher}',
        '{senior_leader,middle_leader,business_leader,teacher}', 0, '[
        {"code": "teaching", "text": "Teaches outstandingly, and shares it with other schools."}
    ]'),
    ('nlg', 1, '2012-09-01', 'nation', '2025-09-01', '{governor}', '{governor,headteacher}', 36, '[
        {"code": "impact", "text": "Has led or helped boards of governors to improve."}
    ]'),
    ('lead_practitioner', 1, '2013-09-01', 'nation', '2026-09-01', '{middle_leader,teacher}',
        '{senior_leader,middle_leader,business_leader,teacher}', 0, '[
        {"code": "teaching", "text": "Teaches very well, and leads seminars and networks of colleagues."}
    ]');

-- Entered with a listing until now, it is carried over under the listing's id, for the alliance that it named or one of the
-- school's; where there is none, nobody could look after it (decision 50).
INSERT INTO designation
    (id, person_id, home_id, post, alliance_id, scheme, issuer, expertise, evidence, status, since, ends_on, applied_at,
     decided_at, ended_at, audience)
SELECT id, person_id, school_id, post, alliance_id, designation, issuer, expertise,
    'Entered by the home school with the listing.', CASE WHEN over THEN 'lapsed' ELSE 'designated' END, since, ends_on,
    created_at, created_at, CASE WHEN over THEN greatest(now(), created_at) END,
    ARRAY[person_id, overlay(school_id::text PLACING 'a' FROM 15 FOR 1)::uuid, alliance_id,
        overlay(alliance_id::text PLACING 'b' FROM 15 FOR 1)::uuid]
FROM (
    SELECT DISTINCT ON (person_id, designation) specialist.*, of.alliance_id, designated_on AS since, ends_on,
        coalesce(issued.name, 'A national body') AS issuer, ends_on < current_date AS over
    FROM specialist
    LEFT JOIN alliance AS issued ON issued.id = designated_by
    CROSS JOIN LATERAL (
        SELECT designated_by AS alliance_id WHERE designated_by IS NOT NULL
        UNION ALL
        (SELECT alliance_id FROM alliance_member
        WHERE school_id = specialist.school_id AND until IS NULL ORDER BY since, alliance_id LIMIT 1)
        LIMIT 1
    ) AS of
    CROSS JOIN LATERAL (
        SELECT greatest(designated_on, coalesce(designation_ends_on, greatest(designated_on, current_date) + 1826)) AS ends_on
    ) AS ending
    WHERE designation <> 'none' AND designated_on IS NOT NULL
    ORDER BY person_id, designation, status = 'ended', created_at DESC
) AS claimed;
ALTER TABLE specialist DROP COLUMN designation, DROP COLUMN designated_by, DROP COLUMN designated_on,
    DROP COLUMN designation_ends_on;

-- The market in memory is kept fresh by what happens to designations too.
DROP INDEX outbox_matching;
CREATE INDEX outbox_matching ON outbox (id)
    WHERE noun IN ('Offer', 'CapacityWindow', 'Proposal', 'Deployment', 'Visit', 'Specialist', 'Designation');

CALL guard('designation');
