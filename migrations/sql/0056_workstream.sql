-- The work-stream of an alliance to which a request belongs, as its broker says when confirming the need (DOMAIN B17).

ALTER TABLE support_request
    ADD COLUMN workstream text,
    ADD COLUMN workstream_of uuid REFERENCES alliance,
    ADD CONSTRAINT support_request_workstream_of_an_alliance CHECK (
        num_nulls(workstream, workstream_of) IN (0, 2) AND (workstream IS NULL OR triaged_at IS NOT NULL)
    );

-- It is one that the alliance's policy of the day names: what was given up takes nothing new.
CREATE FUNCTION refuse_workstream_that_is_not_held() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM (
            SELECT workstreams FROM alliance_policy
            WHERE alliance_id = NEW.workstream_of AND from_on <= (NEW.triaged_at AT TIME ZONE 'UTC')::date
            ORDER BY version DESC LIMIT 1
        ) AS held
        WHERE NEW.workstream = ANY (held.workstreams)
    ) THEN
        RAISE EXCEPTION 'a work-stream is one that its alliance holds'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'support_request_workstream_held', TABLE = 'support_request';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER workstream_held BEFORE UPDATE ON support_request
    FOR EACH ROW WHEN (NEW.workstream IS NOT NULL
        AND (OLD.workstream, OLD.workstream_of) IS DISTINCT FROM (NEW.workstream, NEW.workstream_of))
    EXECUTE FUNCTION refuse_workstream_that_is_not_held();
