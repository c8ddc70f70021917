-- What is owed for support that ended is its part of what came of it (DOMAIN C.4).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE obligation
    -- Waived by itself, because nothing came of the support with which it was agreed.
    ADD COLUMN fell_away boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT obligation_fell_away_when_waived
        CHECK (NOT fell_away OR status = 'waived' AND source = 'deployment');

-- How many half-days are owed for so much of a deployment as the host has confirmed: in proportion, rounded up. Nothing, where
-- what was agreed is not counted, or nothing came.
CREATE FUNCTION half_days_for_what_came(given uuid) RETURNS integer
    LANGUAGE sql STABLE
    RETURN (
        SELECT ceil(
            (of.terms -> 'give_back' ->> 'half_days')::numeric
            * least((SELECT sum(half_days) FROM visit WHERE deployment_id = of.id AND status = 'confirmed'), of.half_days)
            / of.half_days
        )::integer
        FROM deployment AS of WHERE of.id = given);

-- What is owed until now for support that has ended is cut to its part, and falls away where nothing came.
UPDATE obligation SET half_days = half_days_for_what_came(deployment_id), version = obligation.version + 1
FROM deployment
WHERE deployment.id = deployment_id AND deployment.ended_at IS NOT NULL AND obligation.status IN ('open', 'due', 'overdue')
    AND half_days_for_what_came(deployment_id) < obligation.half_days;
UPDATE obligation SET status = 'waived', fell_away = true, ended_by = 'The support ended, and none of it came.',
    ended_at = greatest(now(), obligation.created_at, due_at, overdue_at), version = obligation.version + 1
FROM deployment
WHERE deployment.id = deployment_id AND deployment.ended_at IS NOT NULL AND obligation.status IN ('open', 'due', 'overdue')
    AND NOT EXISTS (SELECT FROM visit WHERE visit.deployment_id = deployment.id AND visit.status = 'confirmed');

-- What the schools that back a request were told that it may cost them, in pence, and what it came to when it was agreed
-- (DOMAIN C39, A11). Who was asked before this was told nothing, and is asked anew before anything is agreed.
ALTER TABLE commission_backer ADD COLUMN ceiling bigint CHECK (ceiling > 0);
ALTER TABLE joint_commission
    ADD COLUMN price bigint CHECK (price >= 0),
    ADD CONSTRAINT commission_priced_when_agreed CHECK (price IS NULL OR status = 'agreed');

CREATE FUNCTION refuse_a_price_above_its_ceilings() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    reader text := current_setting('lateral.reader', true);
    above boolean;
BEGIN
    -- All its schools count, whoever sees them.
    PERFORM set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
    -- A part is rounded up: a penny that remains may fall to any school at any visit.
    above := NEW.price IS NULL OR EXISTS (
        SELECT FROM commission_backer
        WHERE commission_id = NEW.id AND passed_to IS NULL
            AND ceil(NEW.price::numeric * part / 10000) > coalesce(ceiling, 0));
    PERFORM set_config('lateral.reader', coalesce(reader, ''), true);
    IF above THEN
        RAISE EXCEPTION 'a school is bound to more than it was told'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'commission_within_its_ceilings';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER commission_within_its_ceilings AFTER UPDATE ON joint_commission
    FOR EACH ROW WHEN (NEW.status = 'agreed' AND OLD.status <> 'agreed')
    EXECUTE FUNCTION refuse_a_price_above_its_ceilings();
