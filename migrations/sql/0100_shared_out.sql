-- Which suggestions came of sharing out all mentors of an alliance at once (DOMAIN H119): a later run takes back these alone, and
-- suggests one mentor to a head.

ALTER TABLE mentorship ADD COLUMN shared_out boolean NOT NULL DEFAULT false;

CREATE UNIQUE INDEX mentorship_shared_out_once ON mentorship (mentee_id, alliance_id) WHERE status = 'suggested' AND shared_out;

CREATE FUNCTION keeps_how_it_came() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'how a suggestion came about does not change'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'mentorship_keeps_how_it_came', TABLE = 'mentorship';
END
$$;

CREATE TRIGGER keeps_how_it_came BEFORE UPDATE OF shared_out ON mentorship FOR EACH ROW
    WHEN (NEW.shared_out IS DISTINCT FROM OLD.shared_out)
    EXECUTE FUNCTION keeps_how_it_came();
