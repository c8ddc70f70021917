-- How those met who began to work together, how a school was seen before help was looked for, and how somebody looked at what has
-- lasted: whoever comes from another school comes on their employer's word (DOMAIN part B), or with the school's own staff.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- Since when it is asked of more than visits. Where deployments are open already, their schools have two weeks, as they had when
-- it was first asked of visits.
ALTER TABLE assurance_policy ADD COLUMN beside_since date NOT NULL DEFAULT 'infinity';
INSERT INTO assurance_policy (version, since, note, host_since, beside_since)
SELECT version + 1, since,
    'The employer of whoever goes to another school gives its word, for initial meetings and follow-ups as for visits.', host_since,
    CASE WHEN EXISTS (SELECT FROM deployment) THEN current_date + 14 ELSE since END
FROM assurance_policy ORDER BY version DESC LIMIT 1;
ALTER TABLE assurance_policy ALTER COLUMN beside_since DROP DEFAULT;

-- Nothing where it was written down before it was asked.
ALTER TABLE initial_meeting ADD COLUMN mode text;
ALTER TABLE audit_visit
    ADD COLUMN way text,
    ADD CONSTRAINT audit_visit_held_in_a_way CHECK (way IS NULL OR status = 'held' AND way IN ('remote', 'accompanied'));
ALTER TABLE review
    ADD COLUMN way text,
    ADD CONSTRAINT review_followed_up_in_a_way CHECK (
        way IS NULL OR kind = 'follow_up' AND way IN ('own', 'remote', 'giver_came', 'accompanied')
    );

-- Whether those of these sides of a deployment come on their employer's word on a day, or nobody was asked for one then. One that
-- is being taken back at this moment is waited for.
CREATE FUNCTION comes_on_a_word(its deployment, sides text[], day date, home_since date, host_since date) RETURNS boolean
    LANGUAGE plpgsql AS $$
DECLARE
    side text;
    who uuid;
    employer uuid;
BEGIN
    FOREACH side IN ARRAY sides LOOP
        -- The school that receives sends nobody by name.
        who := CASE side WHEN 'home' THEN its.specialist_id END;
        employer := CASE side WHEN 'home' THEN its.home_id ELSE its.host_id END;
        PERFORM FROM safeguarding_assurance AS it
        WHERE (it.specialist_id = who OR who IS NULL AND it.specialist_id IS NULL AND it.employer_id = employer)
            AND day BETWEEN (it.assured_at AT TIME ZONE 'UTC')::date AND it.valid_until
            AND (it.ended_at IS NULL OR day < (it.ended_at AT TIME ZONE 'UTC')::date)
        FOR SHARE;
        IF NOT FOUND AND day >= (CASE side WHEN 'host' THEN host_since ELSE home_since END) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;

-- As before, and asked in the one place.
CREATE OR REPLACE FUNCTION rests_on_an_assurance() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
    policy assurance_policy%ROWTYPE;
BEGIN
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    SELECT * INTO policy FROM assurance_policy ORDER BY version DESC LIMIT 1;
    IF NOT comes_on_a_word(its, travellers(its.kind), NEW.visited_on, policy.since, policy.host_since) THEN
        RAISE EXCEPTION 'a visit in person rests on no assurance'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'visit_rests_on_an_assurance';
    END IF;
    RETURN NULL;
END
$$;

-- An initial meeting says how it was held; in person, or partly so, it rests on the word of whoever travels for such work.
CREATE FUNCTION meets_on_an_assurance() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
    policy assurance_policy%ROWTYPE;
BEGIN
    IF NEW.mode IS NULL THEN
        RAISE EXCEPTION 'an initial meeting says how it was held'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'initial_meeting_has_a_mode';
    END IF;
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    SELECT * INTO policy FROM assurance_policy ORDER BY version DESC LIMIT 1;
    IF NEW.mode <> 'remote' AND NOT comes_on_a_word(
        its, travellers(its.kind), NEW.held_on,
        greatest(policy.since, policy.beside_since), greatest(policy.host_since, policy.beside_since)
    ) THEN
        RAISE EXCEPTION 'an initial meeting in person rests on no assurance'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'initial_meeting_rests_on_an_assurance';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER initial_meeting_assured AFTER INSERT ON initial_meeting
    FOR EACH ROW EXECUTE FUNCTION meets_on_an_assurance();
CREATE CONSTRAINT TRIGGER initial_meeting_assured_anew AFTER UPDATE ON initial_meeting
    FOR EACH ROW WHEN ((OLD.deployment_id, OLD.held_on, OLD.mode) IS DISTINCT FROM (NEW.deployment_id, NEW.held_on, NEW.mode))
    EXECUTE FUNCTION meets_on_an_assurance();

-- A follow-up says how somebody looked; who came from the school that gave came on its word.
CREATE FUNCTION follows_up_on_an_assurance() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its deployment%ROWTYPE;
    policy assurance_policy%ROWTYPE;
BEGIN
    IF NEW.way IS NULL THEN
        RAISE EXCEPTION 'a follow-up says in which way it was held'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_follow_up_has_a_way';
    END IF;
    SELECT * INTO its FROM deployment WHERE id = NEW.deployment_id;
    SELECT * INTO policy FROM assurance_policy ORDER BY version DESC LIMIT 1;
    IF NEW.way = 'giver_came' AND NOT comes_on_a_word(
        its, ARRAY['home'], NEW.held_on, greatest(policy.since, policy.beside_since), 'infinity'
    ) THEN
        RAISE EXCEPTION 'whoever came to follow up rests on no assurance'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_rests_on_an_assurance';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER review_assured AFTER INSERT ON review
    FOR EACH ROW WHEN (NEW.kind = 'follow_up') EXECUTE FUNCTION follows_up_on_an_assurance();
CREATE CONSTRAINT TRIGGER review_assured_anew AFTER UPDATE ON review
    FOR EACH ROW WHEN (NEW.kind = 'follow_up' AND (OLD.kind, OLD.deployment_id, OLD.held_on, OLD.way)
        IS DISTINCT FROM (NEW.kind, NEW.deployment_id, NEW.held_on, NEW.way))
    EXECUTE FUNCTION follows_up_on_an_assurance();

-- Nobody can be asked for a word before it is known who comes: an audit visit says that whoever came was never alone, or that
-- nobody came.
CREATE FUNCTION audits_in_a_way() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an audit visit says in which way it was held'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_visit_has_a_way';
END
$$;
CREATE TRIGGER audit_visit_has_a_way BEFORE INSERT ON audit_visit
    FOR EACH ROW WHEN (NEW.status = 'held' AND NEW.way IS NULL) EXECUTE FUNCTION audits_in_a_way();
CREATE TRIGGER audit_visit_has_a_way_anew BEFORE UPDATE ON audit_visit
    FOR EACH ROW WHEN (NEW.status = 'held' AND NEW.way IS NULL AND (OLD.status <> 'held' OR OLD.way IS NOT NULL))
    EXECUTE FUNCTION audits_in_a_way();
