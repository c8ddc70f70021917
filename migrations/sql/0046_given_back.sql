-- Work that is named for what a school owes was done: confirmed, since it was owed, and each half-day of it for one thing only.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

CREATE INDEX obligation_met_with ON obligation (met_with) WHERE met_with IS NOT NULL;

-- Whether the confirmed half-days of a deployment cover all that they met: from whichever day it was owed, no more was met than
-- was given since. What is not counted takes one.
CREATE FUNCTION covers_what_it_met(given uuid) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN NOT EXISTS (
        SELECT FROM obligation AS it
        WHERE it.met_with = given AND (
            SELECT sum(coalesce(owed.half_days, 1)) FROM obligation AS owed
            WHERE owed.met_with = given
                AND (owed.created_at AT TIME ZONE 'UTC')::date >= (it.created_at AT TIME ZONE 'UTC')::date
        ) > (
            SELECT coalesce(sum(visit.half_days), 0) FROM visit
            WHERE visit.deployment_id = given AND visit.status = 'confirmed'
                AND visit.visited_on >= (it.created_at AT TIME ZONE 'UTC')::date
        ));

-- Until now any work could be named. Where it does not cover what it was named for, the words stay and the work goes.
UPDATE obligation SET met_with = NULL WHERE met_with IS NOT NULL AND (
    NOT covers_what_it_met(met_with)
    OR NOT EXISTS (
        SELECT FROM deployment
        WHERE deployment.id = met_with AND home_id = debtor_id AND host_id = coalesce(creditor_id, host_id)
            AND terms->'settlement'->>'kind' IN ('reciprocal_credit', 'waived')));

CREATE FUNCTION refuse_work_that_covers_too_little() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    given uuid := CASE TG_TABLE_NAME WHEN 'visit' THEN to_jsonb(NEW) ->> 'deployment_id' ELSE to_jsonb(NEW) ->> 'met_with' END;
    reader text := current_setting('lateral.reader', true);
    covers boolean;
BEGIN
    -- All that it met counts, whoever sees it.
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    covers := covers_what_it_met(given);
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF NOT covers THEN
        RAISE EXCEPTION 'work covers less than it met'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'obligation_met_by_work_that_covers_it';
    END IF;
    RETURN NULL;
END
$$;
-- Asked at the end: a visit is reversed first, and then what it had met is taken up again.
CREATE CONSTRAINT TRIGGER obligation_met_by_work_that_covers_it AFTER INSERT OR UPDATE ON obligation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.met_with IS NOT NULL)
    EXECUTE FUNCTION refuse_work_that_covers_too_little();
CREATE CONSTRAINT TRIGGER visit_covers_what_it_met AFTER UPDATE ON visit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status = 'confirmed')
    EXECUTE FUNCTION refuse_work_that_covers_too_little();
