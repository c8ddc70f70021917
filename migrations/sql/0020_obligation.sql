-- What schools are expected to give, and what they owe. Neither refuses anything to anybody (DOMAIN C.4).

CREATE TABLE balance_policy (
    version integer PRIMARY KEY,
    settings jsonb NOT NULL,
    since timestamptz NOT NULL,
    note text NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON balance_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO balance_policy (version, since, note, settings) VALUES (
    1,
    '2026-11-22T00:00:00Z',
    'The first policy: larger schools give more, those with few people to lend and those in need less; giving widens what may be received.',
    '{
        "expected_very_small": 2,
        "expected_small": 4,
        "expected_medium": 8,
        "expected_large": 12,
        "expected_very_large": 16,
        "few_leaders": 2,
        "few_leaders_percent": 50,
        "need_percent": 10,
        "grace_half_days": 6,
        "grace_size_percent": 50,
        "limit_half_days": 12,
        "limit_growth_percent": 50,
        "limit_most_growth": 40,
        "give_back_most": 8,
        "give_back_days": 182
    }'
);

CREATE TABLE obligation (
    id uuid PRIMARY KEY,
    debtor_id uuid NOT NULL REFERENCES school,
    -- Nobody in particular, where it is owed to all schools.
    creditor_id uuid REFERENCES school,
    alliance_id uuid REFERENCES alliance,
    kind text NOT NULL,
    half_days integer CHECK (half_days BETWEEN 1 AND 200),
    due_on date NOT NULL,
    source text NOT NULL,
    deployment_id uuid REFERENCES deployment,
    note text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz,
    overdue_at timestamptz,
    ended_at timestamptz,
    -- What met it, or why it was waived.
    ended_by text,
    met_with uuid REFERENCES deployment,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CONSTRAINT obligation_to_another CHECK (debtor_id <> creditor_id),
    CONSTRAINT obligation_watched CHECK (num_nonnulls(creditor_id, alliance_id) >= 1),
    CONSTRAINT obligation_counted CHECK (kind <> 'give_back' OR half_days IS NOT NULL),
    CONSTRAINT obligation_due_after_made CHECK (due_on >= (created_at AT TIME ZONE 'UTC')::date),
    CONSTRAINT obligation_came_due_after_made CHECK (due_at >= created_at),
    CONSTRAINT obligation_overdue_after_due CHECK (overdue_at IS NULL OR (overdue_at >= due_at) IS TRUE),
    CONSTRAINT obligation_ended_last CHECK (ended_at >= greatest(created_at, due_at, overdue_at)),
    CONSTRAINT obligation_ended_in_words CHECK (num_nulls(ended_at, ended_by) IN (0, 2)),
    CONSTRAINT obligation_ended_when_it_says CHECK ((status IN ('met', 'waived')) = (ended_at IS NOT NULL)),
    CONSTRAINT obligation_met_with_work CHECK (met_with IS NULL OR status = 'met'),
    CONSTRAINT obligation_agreed_in_terms CHECK ((source = 'deployment') = (deployment_id IS NOT NULL))
);
CREATE INDEX obligation_debtor ON obligation (debtor_id, id);
CREATE INDEX obligation_creditor ON obligation (creditor_id, id);
CREATE INDEX obligation_due ON obligation (due_on) WHERE status IN ('open', 'due');
-- The terms of a deployment make one.
CREATE UNIQUE INDEX obligation_of_deployment ON obligation (deployment_id);

CALL guard('obligation');

-- What is owed passes on, too.
CREATE OR REPLACE VIEW school_with_open WITH (security_invoker = true) AS
    SELECT school_id FROM offer WHERE status <> 'withdrawn'
    UNION
    SELECT school_id FROM specialist
    UNION
    SELECT school_id FROM support_request WHERE status NOT IN ('closed', 'withdrawn')
    UNION
    SELECT unnest(ARRAY[host_id, home_id]) FROM deployment WHERE status IN ('planned', 'agreed', 'active', 'paused')
    UNION
    SELECT school_id FROM membership WHERE school_id IS NOT NULL AND status <> 'ended'
    UNION
    SELECT school_id FROM alliance_member WHERE until IS NULL
    UNION
    SELECT unnest(ARRAY[debtor_id, creditor_id]) FROM obligation WHERE status IN ('open', 'due', 'overdue');
