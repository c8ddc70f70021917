//! Designations of people who had moved before it followed them.

use super::carried;

/// What was held, spoken for and appealed against before it followed anybody: who moved is a head at school 2.
const LEFT_BEHIND: &str = "SET session_replication_role = replica;
    INSERT INTO school (id, urn, name, status, phase, key_stages)
    SELECT pg_temp.id(n), 100000 + n, 'School', 'open', 'primary', '{ks1}' FROM generate_series(1, 2) AS n;
    INSERT INTO person (id, name, email, created_at)
    SELECT pg_temp.id(n), 'P', 'p' || n || '@example.org', '2020-01-01' FROM unnest(ARRAY[4, 11, 12, 13]) AS n;
    INSERT INTO alliance (id, name, kind, lead_school_id, created_at)
    VALUES (pg_temp.id(3), 'A', 'teaching_school_alliance', pg_temp.id(1), '2020-01-01');
    INSERT INTO specialist (id, person_id, school_id, name, post, status, created_at)
    SELECT pg_temp.id(20 + n), pg_temp.id(10 + n), pg_temp.id(2), 'P', 'headteacher', 'listed', '2020-01-01' FROM generate_series(1, 3) AS n;
    INSERT INTO designation (id, person_id, home_id, post, alliance_id, scheme, criteria_version, expertise, evidence,
        leadership_months, reference, referenced_by, referenced_at, assessments, assessed_at, status, since, ends_on, reason,
        appeal, applied_at, decided_at, appealed_at, audience)
    SELECT pg_temp.id(30 + n), pg_temp.id(10 + n), pg_temp.id(1), 'teacher', pg_temp.id(3), 'sle', 1, '{}', 'E', 30, 'R',
        pg_temp.id(4), '2026-01-02', judged::jsonb, judged_at::date, status, since::date, since::date, appeal, appeal,
        '2026-01-01', judged_at::date, appealed_at::date, '{}'
    FROM (VALUES (1, 'designated', '[{\"at\": \"2026-01-03T00:00:00Z\"}]', '2026-01-03', '2026-02-01', NULL, NULL),
        (2, 'referenced', '[]', NULL, NULL, NULL, NULL),
        (3, 'appealed', '[{\"at\": \"2026-01-03T00:00:00Z\"}]', '2026-01-03', NULL, 'No', '2026-01-04')
    ) AS it (n, status, judged, judged_at, since, appeal, appealed_at);
    RESET session_replication_role";

#[tokio::test]
async fn what_was_left_behind_by_a_move_follows_and_what_is_not_decided_waits_for_the_present_head() {
    let sql = "SELECT concat_ws(' ', right(id::text, 2), status, right(home_id::text, 1), right(applied_from_id::text, 1), post, \
               referenced_at IS NOT NULL, jsonb_array_length(assessments), cardinality(audience)) AS line FROM designation ORDER BY id";
    let followed =
        ["31 designated 2 1 teacher t 1 4", "32 applied 2 1 headteacher f 0 5", "33 applied 2 1 headteacher f 1 5"];
    assert_eq!(carried("_designation_follows", LEFT_BEHIND, sql).await, followed);
}
