-- What is planned for specialists of whom nothing is declared, and days of theirs that are funded (DOMAIN B25, part F).

-- The half-days of an academic year. A version is added, never changed.
CREATE TABLE capacity_policy (
    version integer PRIMARY KEY,
    since date NOT NULL,
    note text NOT NULL,
    half_days integer NOT NULL CHECK (half_days BETWEEN 0 AND 400)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON capacity_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO capacity_policy (version, since, note, half_days) VALUES
    (1, '2026-09-01', 'Fifteen days a year, the usual planning figure for a specialist leader.', 30);

-- Beside what somebody can give anyway. Who reads it is asked with each reading, as for windows: a move changes that.
CREATE TABLE capacity_grant (
    id uuid PRIMARY KEY,
    specialist_id uuid NOT NULL REFERENCES specialist,
    alliance_id uuid NOT NULL REFERENCES alliance,
    year integer NOT NULL,
    half_days integer NOT NULL CHECK (half_days BETWEEN 1 AND 80),
    funder text NOT NULL,
    granted_by uuid NOT NULL REFERENCES person,
    granted_at timestamptz NOT NULL
);
CREATE INDEX capacity_grant_specialist ON capacity_grant (specialist_id, year);
