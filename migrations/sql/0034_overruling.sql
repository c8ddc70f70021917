-- Soft rules: what was decided although one warned, and why; and the share of a school's leaders that may be out on one day
-- before one does (DOMAIN D54).

CREATE TABLE overruling (
    id uuid PRIMARY KEY,
    rule text NOT NULL,
    reason text NOT NULL,
    -- The id of what was decided about, as it is spelt outside: any noun's.
    subject text NOT NULL,
    school_id uuid NOT NULL REFERENCES school,
    said_by uuid NOT NULL REFERENCES person,
    said_at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CONSTRAINT overruling_has_a_reason CHECK (reason <> '')
);
CREATE INDEX overruling_audience ON overruling USING gin (readable_by(audience));
CALL guard('overruling');

-- In percent. A version is added, never changed.
CREATE TABLE leadership_policy (
    version integer PRIMARY KEY,
    since date NOT NULL,
    note text NOT NULL,
    percent integer NOT NULL CHECK (percent BETWEEN 1 AND 100)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON leadership_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO leadership_policy (version, since, note, percent) VALUES
    (1, '2026-09-01', 'Half of the leaders of a school, and more than one of them.', 50);
