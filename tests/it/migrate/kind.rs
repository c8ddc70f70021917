//! What was proposed and agreed before the kind of work counted.

use super::carried;

/// Peer visits that two heads arranged, that a broker proposed and nobody signed for the alliance, and that is only planned; and
/// a proposal of support that led to nothing.
const BEFORE: &str = "SET session_replication_role = replica;
    INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, modes, urgency, half_days,
        starts_on, ends_on, disclosure, settlement, status, raised_by, created_at, submitted_at, triaged_at, audience)
    SELECT pg_temp.id(20 + n), pg_temp.id(31), 'Reading', 'Reading', '[]', kind, '{}', '{ks1}', '{in_person}', 'soon', 2,
        '2026-11-02', '2026-12-18', 'named', 'reciprocal_credit', 'proposed', pg_temp.id(34), '2026-10-01', '2026-10-02',
        triaged_at::timestamptz, ARRAY[pg_temp.id(31)]
    FROM (VALUES (1, 'peer_visit', NULL), (2, 'support', '2026-10-03'), (3, 'peer_visit', '2026-10-03'),
        (4, 'support', '2026-10-03')) AS it (n, kind, triaged_at);
    INSERT INTO proposal (id, request_id, offer_id, alliance_id, host_id, home_id, half_days, status, sent_by, sent_at, respond_by,
        audience)
    SELECT pg_temp.id(10 + n), pg_temp.id(20 + n), pg_temp.id(30), pg_temp.id(33), pg_temp.id(31), pg_temp.id(32), 2, 'sent',
        pg_temp.id(34), '2026-10-05', '2026-10-12', '{}' FROM generate_series(1, 4) AS n;
    INSERT INTO deployment (id, proposal_id, request_id, offer_id, kind, host_id, home_id, alliance_id, brokered_by, half_days,
        terms, home_interest, host_interest, status, agree_by, planned_at, drafted_by, drafted_at, home_agreed_at, home_agreed_by,
        host_agreed_at, host_agreed_by, agreed_at, ends_on, audience)
    SELECT pg_temp.id(n), pg_temp.id(10 + n), pg_temp.id(20 + n), pg_temp.id(30), 'peer_visit', pg_temp.id(31), pg_temp.id(32),
        pg_temp.id(33), pg_temp.id(34), half_days,
        '{\"starts_on\": \"2026-11-02\", \"ends_on\": \"2026-12-18\", \"settlement\": {\"kind\": \"reciprocal_credit\"}}',
        false, false, CASE WHEN at IS NULL THEN 'planned' ELSE 'agreed' END, '2026-10-21', '2026-10-07', pg_temp.id(34),
        '2026-10-08', at::timestamptz, CASE WHEN at IS NOT NULL THEN pg_temp.id(35) END, at::timestamptz,
        CASE WHEN at IS NOT NULL THEN pg_temp.id(36) END, at::timestamptz, '2026-12-18', '{}'
    FROM (VALUES (1, 2, '2026-10-09'), (2, 6, '2026-10-09'), (3, 2, NULL)) AS it (n, half_days, at);
    RESET session_replication_role";

#[tokio::test]
async fn what_was_proposed_before_keeps_its_kind_and_what_two_schools_agreed_counts_as_arranged() {
    let sql = "SELECT concat_ws(' ', right(proposal.id::text, 2), proposal.kind, arranged) AS line \
               FROM proposal LEFT JOIN deployment ON proposal_id = proposal.id ORDER BY proposal.id";
    let kept = ["11 peer_visit t", "12 peer_visit t", "13 peer_visit f", "14 support"];
    assert_eq!(carried("0074_kind", BEFORE, sql).await, kept);
}
