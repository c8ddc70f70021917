//! Work-streams that were kept beside requests, and who keeps them afterwards.

use super::carried;

/// Requests that belong to a work-stream: of an alliance that brokers them, of one that does no longer and has proposed nobody,
/// and of one that does no longer and has.
const ORDERED: &str = "SET session_replication_role = replica;
    INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, modes, urgency, half_days,
        starts_on, ends_on, disclosure, settlement, one_off, allow_same_trust, exclude_neighbours, status, alliances, referred,
        responders, named_to, raised_by, created_at, submitted_at, triaged_at, audience, workstream, workstream_of)
    SELECT pg_temp.id(n), pg_temp.id(50), 'Reading', 'Reading', '[]', 'support', '{}', '{}', '{}', 'routine', 4,
        '2026-11-01', '2027-03-01', 'named', 'reciprocal_credit', false, false, false, 'matching',
        CASE n WHEN 1 THEN ARRAY[pg_temp.id(60)] ELSE '{}' END, '{}', '{}', '{}', pg_temp.id(70), '2026-11-02', '2026-11-02',
        '2026-11-03', ARRAY[pg_temp.id(50)], 'Research', pg_temp.id(60)
    FROM generate_series(1, 3) AS n;
    INSERT INTO proposal (id, request_id, offer_id, host_id, home_id, specialist_id, alliance_id, half_days, status, respond_by,
        sent_by, sent_at, audience)
    SELECT pg_temp.id(80), pg_temp.id(3), pg_temp.id(81), pg_temp.id(50), pg_temp.id(51), pg_temp.id(82), pg_temp.id(60), 4,
        'withdrawn', '2026-11-20', pg_temp.id(70), '2026-11-04', '{}'";

#[tokio::test]
async fn an_alliance_keeps_its_work_streams_and_of_what_it_brokers_no_longer_those_of_its_own_work() {
    let sql = "SELECT concat_ws(' ', right(request_id::text, 1), right(alliance_id::text, 2), name, assigned_at::date) AS line \
               FROM request_workstream ORDER BY request_id";
    let kept = ["1 60 Research 2026-11-03", "3 60 Research 2026-11-03"];
    assert_eq!(carried("_workstream_of_each", ORDERED, sql).await, kept);
}
