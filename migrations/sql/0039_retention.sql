-- How long records are kept once they are over, and what was forgotten when its time had come.

-- A version is added, never changed. No period here is verified by a source: each is the operator's own choice.
CREATE TABLE retention_policy (
    id uuid PRIMARY KEY,
    record_class text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    from_on date NOT NULL,
    keep_days integer NOT NULL CHECK (keep_days >= 1),
    -- For how long at least they name whom they name, even if somebody asks to be erased.
    at_least_days integer NOT NULL DEFAULT 0,
    note text NOT NULL,
    -- Nobody, for what the service came with.
    set_by uuid REFERENCES person,
    set_at timestamptz NOT NULL,
    CONSTRAINT retention_policy_once UNIQUE (record_class, version),
    CONSTRAINT retention_policy_least_within CHECK (at_least_days BETWEEN 0 AND keep_days),
    CONSTRAINT retention_policy_not_backdated CHECK (from_on >= (set_at AT TIME ZONE 'UTC')::date)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();

INSERT INTO retention_policy (id, record_class, version, from_on, keep_days, at_least_days, note, set_at)
SELECT gen_random_uuid(), record_class, 1, '2026-11-01', keep_days, at_least_days, note, '2026-11-01T00:00:00Z'
FROM (VALUES
    ('account', 2190, 0, 'Six years after the last role: as long as a school may be asked how somebody was employed.'),
    ('sign_in', 30, 0, 'A month, for whoever looks into an incident.'),
    ('letter', 30, 0, 'A month, for whoever looks into an incident.'),
    ('notice', 365, 0, 'A year, so that last year''s is at hand.'),
    ('invitation', 365, 0, 'A year, so that it is known who was asked.'),
    ('designation', 2190, 0, 'Six years after its end, for whoever applies again.'),
    ('work', 2190, 90, 'Six years after its end; for three months, in which statements are settled, it names who did it.'),
    ('export', 7, 0, 'A week in which to fetch it.')
) AS chosen (record_class, keep_days, at_least_days, note);

-- What a turn forgot.
CREATE TABLE retention_run (
    id uuid PRIMARY KEY,
    policy_id uuid NOT NULL REFERENCES retention_policy,
    record_class text NOT NULL,
    before timestamptz NOT NULL,
    row_count integer NOT NULL CHECK (row_count >= 1),
    ran_at timestamptz NOT NULL,
    CONSTRAINT retention_run_of_the_past CHECK (before < ran_at)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON retention_run FOR EACH ROW EXECUTE FUNCTION refuse_change();
