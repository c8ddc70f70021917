-- What the kind of a deployment asks beyond its terms (DOMAIN A14, B24, C31, D43, D46, H120). It is signed and changed as a
-- whole, as the terms are, and never searched, so it lies beside them.

ALTER TABLE deployment ADD COLUMN particulars jsonb;

-- Whether all that is there that a kind asks before both heads sign. No text in it is empty: that is checked as it is written.
CREATE FUNCTION is_prepared(kind text, particulars jsonb, terms jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(CASE kind
        WHEN 'joint_practice_development' THEN
            jsonb_typeof(particulars #> '{home,part}') = 'object' AND jsonb_typeof(particulars #> '{host,part}') = 'object'
        WHEN 'coaching' THEN jsonb_typeof(particulars -> 'plan') = 'object'
        WHEN 'study_visit' THEN
            particulars #>> '{plan,agenda}' <> '' AND particulars #>> '{plan,protocol}' <> ''
        WHEN 'secondment' THEN
            particulars ->> 'line_manager' <> ''
            AND (particulars #>> '{post,starts_on}')::date BETWEEN (terms ->> 'starts_on')::date
                AND (particulars #>> '{post,ends_on}')::date
            AND (particulars #>> '{post,ends_on}')::date <= (terms ->> 'ends_on')::date
        WHEN 'pupil_collaboration' THEN
            jsonb_typeof(particulars -> 'home') = 'object' AND jsonb_typeof(particulars -> 'host') = 'object'
        ELSE true
    END, false);

-- Whether all that is there that a kind asks before the work is complete.
CREATE FUNCTION is_concluded(kind text, particulars jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(CASE kind
        WHEN 'joint_practice_development' THEN
            jsonb_array_length(particulars #> '{home,cycles}') > 0
            AND jsonb_array_length(particulars #> '{host,cycles}') > 0
            AND jsonb_typeof(particulars #> '{home,learning}') = 'object'
            AND jsonb_typeof(particulars #> '{host,learning}') = 'object'
        WHEN 'study_visit' THEN jsonb_typeof(particulars -> 'findings') = 'object'
        ELSE true
    END, false);

-- Asked with the steps and not of every row: what was agreed before kinds asked for anything goes on as it was agreed.
CREATE FUNCTION asks_its_kind() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'planned' AND NEW.status = 'agreed' AND NOT is_prepared(NEW.kind, NEW.particulars, NEW.terms) THEN
        RAISE EXCEPTION 'what its kind asks is not written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_prepared', TABLE = 'deployment';
    END IF;
    IF NEW.status = 'completed' AND NEW.particulars IS NOT NULL AND NOT is_concluded(NEW.kind, NEW.particulars) THEN
        RAISE EXCEPTION 'what its kind asks of its end is not written'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deployment_concluded', TABLE = 'deployment';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER asks_its_kind BEFORE UPDATE OF status ON deployment
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION asks_its_kind();
