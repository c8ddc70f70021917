-- A school rests in an alliance for a while and stays a member (DOMAIN C27).

ALTER TABLE alliance_member
    -- Since when it rests, the last day if it ends by itself, and why; nothing where it takes part.
    ADD COLUMN rested_at timestamptz,
    ADD COLUMN rests_until date,
    ADD COLUMN rest_reason text,
    ADD CONSTRAINT alliance_member_rests_for_a_reason CHECK (num_nulls(rested_at, rest_reason) IN (0, 2)),
    ADD CONSTRAINT alliance_member_rests_as_a_member CHECK (rested_at IS NULL OR until IS NULL AND rested_at >= since),
    ADD CONSTRAINT alliance_member_rests_forwards
        CHECK (rests_until IS NULL OR (rests_until >= (rested_at AT TIME ZONE 'UTC')::date) IS TRUE);
CREATE INDEX alliance_member_rest_due ON alliance_member (rests_until) WHERE rests_until IS NOT NULL;

-- Whoever leaves rests no longer, whichever release writes it.
CREATE FUNCTION rests_no_longer() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW.rested_at := NULL;
    NEW.rests_until := NULL;
    NEW.rest_reason := NULL;
    RETURN NEW;
END
$$;
CREATE TRIGGER rests_no_longer BEFORE UPDATE ON alliance_member FOR EACH ROW
    WHEN (NEW.until IS NOT NULL AND OLD.rested_at IS NOT NULL) EXECUTE FUNCTION rests_no_longer();

-- The school that leads an alliance does not rest there: nobody else answers for it.
CREATE FUNCTION lead_does_not_rest() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM alliance WHERE id = NEW.alliance_id AND lead_school_id = NEW.school_id) THEN
        RAISE EXCEPTION 'the school that leads an alliance does not rest there'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alliance_member_lead_does_not_rest', TABLE = 'alliance_member';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER lead_does_not_rest BEFORE INSERT OR UPDATE ON alliance_member FOR EACH ROW
    WHEN (NEW.rested_at IS NOT NULL AND NEW.until IS NULL) EXECUTE FUNCTION lead_does_not_rest();

-- And whoever rests does not come to lead.
CREATE OR REPLACE FUNCTION is_led_by_a_member() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM alliance
        JOIN alliance_member AS member ON member.alliance_id = alliance.id AND member.school_id = lead_school_id
        WHERE alliance.id = NEW.id AND member.until IS NULL AND member.rested_at IS NULL
    ) THEN
        RAISE EXCEPTION 'an alliance is led by one of its members'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alliance_led_by_a_member', TABLE = 'alliance';
    END IF;
    RETURN NULL;
END
$$;
