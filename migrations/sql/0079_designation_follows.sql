-- A designation follows its person to another school, whose head speaks for them and reads of it from then on (decision 113).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE designation
    -- Where they applied, where that is not their home any more; and when they moved last.
    ADD COLUMN applied_from_id uuid REFERENCES school,
    ADD COLUMN moved_at timestamptz,
    -- Whoever has moved is spoken for anew, after an appeal too.
    DROP CONSTRAINT designation_check15,
    ADD CONSTRAINT designation_check_appeal
        CHECK (appealed_at >= applied_at AND (appealed_at >= referenced_at OR referenced_at >= moved_at)),
    ADD CONSTRAINT designation_check_move CHECK (num_nulls(applied_from_id, moved_at) IN (0, 2)),
    ADD CONSTRAINT designation_check_move_later CHECK (moved_at >= applied_at);

-- Whoever has moved before this is followed now. What is not decided waits for the present head's word.
WITH moved AS (
    SELECT designation.id, specialist.school_id AS home_id, specialist.post,
        designation.status IN ('applied', 'referenced', 'assessed', 'appealed') AS undecided
    FROM designation
    JOIN specialist ON specialist.person_id = designation.person_id AND specialist.status <> 'ended'
        AND specialist.school_id <> designation.home_id
    WHERE designation.ended_at IS NULL
)
UPDATE designation AS it
SET applied_from_id = it.home_id, home_id = moved.home_id, moved_at = greatest(now(), applied_at),
    audience = ARRAY[it.person_id, overlay(moved.home_id::text PLACING 'a' FROM 15 FOR 1)::uuid, it.alliance_id,
        overlay(it.alliance_id::text PLACING 'b' FROM 15 FOR 1)::uuid],
    post = CASE WHEN undecided THEN moved.post ELSE it.post END,
    status = CASE WHEN undecided THEN 'applied' ELSE it.status END,
    reference = CASE WHEN NOT undecided THEN reference END,
    referenced_by = CASE WHEN NOT undecided THEN referenced_by END,
    referenced_at = CASE WHEN NOT undecided THEN referenced_at END,
    assessments = CASE
        WHEN NOT undecided THEN assessments
        WHEN appeal IS NULL THEN '[]'
        ELSE jsonb_path_query_array(assessments, '$[0]')
    END,
    assessed_at = CASE
        WHEN NOT undecided THEN assessed_at
        WHEN appeal IS NOT NULL THEN (assessments -> 0 ->> 'at')::timestamptz
    END,
    decided_at = CASE WHEN NOT undecided THEN decided_at END,
    version = it.version + 1
FROM moved
WHERE moved.id = it.id;

-- The governors of a school read what they say of its head.
UPDATE designation SET audience = audience || overlay(home_id::text PLACING 'c' FROM 15 FOR 1)::uuid
WHERE post = 'headteacher' AND ended_at IS NULL;
