-- A support group is held by a head and by an adviser (DOMAIN H117), and advisers may be designated as facilitators.

-- What was applied for before keeps its version.
INSERT INTO designation_criteria
    (scheme, version, since, issuer, closed_on, posts, supports, leadership_months, points)
SELECT scheme, 2, '2026-09-01', issuer, closed_on, posts || '{adviser}', supports, leadership_months, points
FROM designation_criteria WHERE scheme = 'facilitator' AND version = 1;

-- Whoever takes one of the two places is lent in the post that it asks for. Who holds a group already is not asked by this: the
-- worker notes whoever does not fit, and a broker names somebody else.
CREATE FUNCTION takes_the_place_of_their_kind() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    holder uuid := CASE TG_ARGV[0] WHEN 'headteacher' THEN NEW.head_specialist_id ELSE NEW.adviser_specialist_id END;
BEGIN
    IF NOT EXISTS (SELECT FROM specialist WHERE id = holder AND post = TG_ARGV[0]) THEN
        RAISE EXCEPTION 'this place in a support group is for somebody who is lent as %', TG_ARGV[0]
            USING ERRCODE = 'check_violation', CONSTRAINT = 'support_group_held_by_a_head_and_an_adviser',
            TABLE = 'support_group';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER held_by_a_head BEFORE INSERT ON support_group FOR EACH ROW
    EXECUTE FUNCTION takes_the_place_of_their_kind('headteacher');
CREATE TRIGGER held_by_an_adviser BEFORE INSERT ON support_group FOR EACH ROW
    EXECUTE FUNCTION takes_the_place_of_their_kind('adviser');
CREATE TRIGGER still_held_by_a_head BEFORE UPDATE OF head_specialist_id ON support_group FOR EACH ROW
    WHEN (OLD.head_specialist_id <> NEW.head_specialist_id)
    EXECUTE FUNCTION takes_the_place_of_their_kind('headteacher');
CREATE TRIGGER still_held_by_an_adviser BEFORE UPDATE OF adviser_specialist_id ON support_group FOR EACH ROW
    WHEN (OLD.adviser_specialist_id <> NEW.adviser_specialist_id)
    EXECUTE FUNCTION takes_the_place_of_their_kind('adviser');
