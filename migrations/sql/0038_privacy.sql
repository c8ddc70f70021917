-- What people may ask about what is kept of them: to have it, and to be forgotten.

-- The ids by which somebody is known where ids are kept as they are spelt outside. It is seen by whoever asks.
CREATE VIEW person_key WITH (security_invoker = true) AS
    SELECT id AS person_id, 'per_' || replace(id::text, '-', '') AS key FROM person
    UNION ALL
    SELECT person_id, 'mem_' || replace(id::text, '-', '') FROM membership;

ALTER TABLE person
    ADD COLUMN erased_at timestamptz,
    ADD CONSTRAINT person_erased_after_entered CHECK (erased_at >= created_at),
    ADD CONSTRAINT person_erased_stays_out CHECK (
        erased_at IS NULL OR suspended_at IS NOT NULL AND password_hash IS NULL
    );

CREATE TABLE data_export (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    status text NOT NULL,
    -- Nobody, where the command line did.
    asked_by uuid REFERENCES person,
    asked_at timestamptz NOT NULL,
    ready_at timestamptz,
    expires_at timestamptz,
    content text,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT data_export_ready_after_asked CHECK (ready_at >= asked_at),
    CONSTRAINT data_export_expires_after_ready CHECK (expires_at > ready_at),
    CONSTRAINT data_export_stands_where_it_says CHECK (
        (status = 'asked') = (ready_at IS NULL) AND num_nulls(ready_at, expires_at) IN (0, 2)
    ),
    CONSTRAINT data_export_held_while_ready CHECK ((status = 'ready') = (content IS NOT NULL))
);
-- What somebody asked for is prepared once, until it has expired.
CREATE UNIQUE INDEX data_export_once ON data_export (person_id) WHERE status <> 'expired';
CREATE INDEX data_export_person ON data_export (person_id, id);
CREATE INDEX data_export_waiting ON data_export (asked_at) WHERE status = 'asked';
CREATE INDEX data_export_due ON data_export (expires_at) WHERE status = 'ready';

CALL guard('data_export', 'ARRAY[person_id]');

CREATE TABLE erasure (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    status text NOT NULL,
    -- Nobody, where it came by time.
    asked_by uuid REFERENCES person,
    asked_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL,
    -- Until when records must name the person, where that was so when it was asked for.
    restricted_until timestamptz,
    ended_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT erasure_waits_after_asked CHECK (not_before >= asked_at AND not_before >= restricted_until),
    CONSTRAINT erasure_ended_after_asked CHECK (ended_at >= asked_at),
    CONSTRAINT erasure_ended_when_it_says CHECK ((status = 'asked') = (ended_at IS NULL)),
    CONSTRAINT erasure_not_before_its_day CHECK (status <> 'carried_out' OR ended_at >= not_before)
);
CREATE UNIQUE INDEX erasure_once ON erasure (person_id) WHERE status = 'asked';
CREATE INDEX erasure_person ON erasure (person_id, id);

-- Seen by the person, and by those who run the service and carry it out.
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON erasure USING (
    readable_by(ARRAY[person_id]) && (SELECT readers()) OR EXISTS (
        SELECT FROM membership
        WHERE role = 'operator' AND status = 'active' AND membership.person_id = ANY ((SELECT readers())::uuid[])
    )
);
