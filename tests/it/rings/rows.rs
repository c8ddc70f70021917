//! Rows of rings of schools, for tests that need some and not how they came about.

/// A ring of the two schools of the deployment with the id `$1`, which was declined: it is written with its legs.
pub const OF_DEPLOYMENT: [&str; 2] = [
    "INSERT INTO exchange_ring (id, alliance_id, schools, status, proposed_by, proposed_at, respond_by, ended_at, ended_for, audience) \
     SELECT gen_random_uuid(), alliance_id, 2, 'dissolved', brokered_by, planned_at, planned_at + interval '7 days', planned_at, \
     'declined', ARRAY[alliance_id, home_id, host_id] FROM deployment WHERE id = $1",
    "INSERT INTO exchange_ring_leg (ring_id, place, request_id, offer_id, home_id, host_id, specialist_id, kind, half_days, anonymous, \
     parts, answer, answered_at, answered_by, reason, is_over, audience) \
     SELECT ring.id, place, request_id, offer_id, CASE place WHEN 1 THEN home_id ELSE host_id END, \
     CASE place WHEN 1 THEN host_id ELSE home_id END, specialist_id, 'support', 4, false, \
     decode('4c41544d5452503100000000', 'hex'), CASE place WHEN 1 THEN 'declined' END, CASE place WHEN 1 THEN planned_at END, \
     CASE place WHEN 1 THEN brokered_by END, CASE place WHEN 1 THEN 'fit' END, true, ARRAY[deployment.alliance_id, home_id, host_id] \
     FROM deployment JOIN exchange_ring AS ring ON ring.audience @> ARRAY[deployment.alliance_id, home_id, host_id] \
     CROSS JOIN generate_series(1, 2) AS place WHERE deployment.id = $1",
];

/// A ring for each request of an alliance, taken back.
pub const OF_REQUESTS: &str = "INSERT INTO exchange_ring (id, alliance_id, schools, status, proposed_by, proposed_at, respond_by, ended_at, \
     ended_for, reason, audience) SELECT gen_random_uuid(), alliances[1], 2, 'dissolved', raised_by, created_at, \
     created_at + interval '7 days', created_at, 'withdrawn', 'fit', ARRAY[alliances[1]] \
     FROM support_request WHERE cardinality(alliances) > 0";
