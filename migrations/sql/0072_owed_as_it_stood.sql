-- What was owed stays told as it stood, each school meets what it owes with what it gave itself, whose brokers read it, and what a
-- school that gives waits for when nobody was found for it (DOMAIN C30, C42, C.4).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- What a school that gives waits for, as before, and where nobody was found.
CREATE INDEX support_request_waited_for ON support_request (submitted_at)
    WHERE status IN ('triaged', 'matching', 'proposed', 'unmet') AND asker_guaranteed;
DROP INDEX support_request_guaranteed;

-- Which school gave a deployment on a day.
CREATE FUNCTION gave_on(given uuid, day date) RETURNS uuid
    LANGUAGE sql STABLE
    RETURN coalesce(
        (SELECT school_id FROM former_home WHERE deployment_id = given AND day <= until_on ORDER BY until_on LIMIT 1),
        (SELECT home_id FROM deployment WHERE id = given));

-- As which of the schools that gave a deployment a school gave it: itself, or the one that took its place since.
CREATE FUNCTION gives_as(given uuid, school uuid) RETURNS uuid
    LANGUAGE sql STABLE
    RETURN (
        WITH RECURSIVE line AS (
            SELECT school AS id, 0 AS steps
            UNION ALL
            SELECT successor_id, steps + 1 FROM line JOIN succession ON succession.school_id = line.id WHERE steps < 20
        )
        SELECT line.id FROM line
        WHERE line.id IN (
            SELECT home_id FROM deployment WHERE deployment.id = given
            UNION ALL
            SELECT school_id FROM former_home WHERE deployment_id = given
        )
        ORDER BY steps LIMIT 1);

-- As before, and each school covers what it owed with the half-days that it gave itself.
CREATE OR REPLACE FUNCTION covers_what_it_met(given uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN NOT EXISTS (
        WITH met AS (
            SELECT gives_as(given, debtor_id) AS giver, coalesce(half_days, 1) AS half_days,
                (created_at AT TIME ZONE 'UTC')::date AS since
            FROM obligation WHERE met_with = given
        )
        SELECT FROM met AS it
        WHERE (
            SELECT sum(owed.half_days) FROM met AS owed WHERE owed.giver IS NOT DISTINCT FROM it.giver AND owed.since >= it.since
        ) > (
            SELECT coalesce(sum(visit.half_days), 0) FROM visit
            WHERE visit.deployment_id = given AND visit.status = 'confirmed' AND visited_on >= it.since
                AND gave_on(given, visited_on) = it.giver
        ));

-- Until now a school could name what another had given before it. The words stay, and the work goes.
UPDATE obligation SET met_with = NULL, version = version + 1 WHERE met_with IS NOT NULL AND NOT covers_what_it_met(met_with);

-- Whoever brokers for a school that took another's place reads what it owes and is owed.
UPDATE obligation SET audience = audience || more.alliances
FROM (
    SELECT its.id, array_agg(DISTINCT member.alliance_id) AS alliances
    FROM obligation AS its
    JOIN alliance_member AS member ON member.school_id IN (its.debtor_id, its.creditor_id) AND member.until IS NULL
    WHERE member.alliance_id <> ALL (its.audience)
    GROUP BY its.id
) AS more
WHERE more.id = obligation.id;

-- How an obligation stood before it was owed by or to another school, reckoned anew, or taken up again: what a statement of a year
-- that is over is made of. Each stood so after `since` and up to `until`.
CREATE TABLE obligation_past (
    obligation_id uuid NOT NULL REFERENCES obligation,
    nth integer NOT NULL,
    debtor_id uuid NOT NULL REFERENCES school,
    creditor_id uuid REFERENCES school,
    half_days integer,
    ended_at timestamptz,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (obligation_id, nth),
    CONSTRAINT obligation_past_forwards CHECK (until >= since)
);
CREATE INDEX obligation_past_debtor ON obligation_past (debtor_id);
CREATE INDEX obligation_past_creditor ON obligation_past (creditor_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON obligation_past FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON obligation_past FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON obligation_past FROM lateral_app;

-- It is seen by whoever sees the obligation.
ALTER TABLE obligation_past ENABLE ROW LEVEL SECURITY;
ALTER TABLE obligation_past FORCE ROW LEVEL SECURITY;
CREATE POLICY audience ON obligation_past USING (
    is_service() OR EXISTS (SELECT FROM obligation WHERE obligation.id = obligation_past.obligation_id)
);

-- Kept by the database itself, whoever changes it, at the instant of the work that the transaction names.
CREATE FUNCTION keep_how_it_stood() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    changed timestamptz := coalesce(nullif(current_setting('lateral.now', true), '')::timestamptz, now());
    begun timestamptz;
    before integer;
BEGIN
    SELECT coalesce(max(until), OLD.created_at), coalesce(max(nth), 0) INTO begun, before
    FROM obligation_past WHERE obligation_id = OLD.id;
    INSERT INTO obligation_past (obligation_id, nth, debtor_id, creditor_id, half_days, ended_at, since, until)
    VALUES (OLD.id, before + 1, OLD.debtor_id, OLD.creditor_id, OLD.half_days, OLD.ended_at, begun, greatest(begun, changed));
    RETURN NULL;
END
$$;
-- What is met or waived for the first time takes nothing back: until then it was open, and the row says when that ended.
CREATE TRIGGER obligation_keeps_how_it_stood AFTER UPDATE ON obligation
    FOR EACH ROW WHEN (
        (OLD.debtor_id, OLD.creditor_id, OLD.half_days) IS DISTINCT FROM (NEW.debtor_id, NEW.creditor_id, NEW.half_days)
        OR OLD.ended_at IS NOT NULL AND OLD.ended_at IS DISTINCT FROM NEW.ended_at
    )
    EXECUTE FUNCTION keep_how_it_stood();

-- How each obligation stood, at any time.
CREATE VIEW obligation_stood WITH (security_invoker = true) AS
    SELECT obligation_id AS id, debtor_id, creditor_id, half_days, ended_at, since, until FROM obligation_past
    UNION ALL
    SELECT id, debtor_id, creditor_id, half_days, ended_at,
        coalesce((SELECT max(past.until) FROM obligation_past AS past WHERE past.obligation_id = obligation.id), created_at),
        'infinity'
    FROM obligation;
