-- The times within which an alliance does things, where it sets them shorter than they are nationally (DOMAIN B22).

ALTER TABLE alliance_policy
    ADD COLUMN candidate_hours integer CONSTRAINT alliance_policy_candidate_hours CHECK (candidate_hours >= 1),
    ADD COLUMN meeting_days integer CONSTRAINT alliance_policy_meeting_days CHECK (meeting_days >= 1),
    ADD COLUMN record_days integer CONSTRAINT alliance_policy_record_days CHECK (record_days >= 1);

-- From when a version holds for clocks: what has begun by then keeps its time.
CREATE FUNCTION alliance_policy_begins(from_on date, set_at timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN greatest(from_on::timestamp AT TIME ZONE 'UTC', set_at);

CREATE FUNCTION refuse_longer_than_national() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    most jsonb := (
        SELECT settings FROM service_policy
        WHERE since <= alliance_policy_begins(NEW.from_on, NEW.set_at) ORDER BY since DESC LIMIT 1
    );
BEGIN
    IF NEW.candidate_hours > (most ->> 'candidate_hours')::integer
        OR NEW.meeting_days > (most ->> 'meeting_days')::integer
        OR NEW.record_days > (most ->> 'record_days')::integer
    THEN
        RAISE EXCEPTION 'an alliance is not later than it is nationally'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alliance_policy_within_national';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER within_national BEFORE INSERT ON alliance_policy
    FOR EACH ROW EXECUTE FUNCTION refuse_longer_than_national();
