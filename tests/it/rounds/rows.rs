//! Rows of rounds, for tests that need some and not how they came about.

/// A round for each request of an alliance, called off.
pub const ROUND_OF_REQUESTS: &str = "INSERT INTO brokerage_round (id, alliance_id, name, half_days, half_terms, seed, status, opened_by, opened_at, \
     ended_at, ended_by, reason, audience) SELECT gen_random_uuid(), alliances[1], 'Spring', 1, '{20263}', 1, 'cancelled', \
     raised_by, created_at, created_at, raised_by, 'Too early', alliances FROM support_request \
     WHERE cardinality(alliances) > 0";

/// A choice for each request in each of these rounds.
pub const CHOICES_OF_LINES: &str = "INSERT INTO round_choice (round_id, number, request_id, offer_id, specialist_id, home_id, kind, loss, chosen_by, \
     chosen_at, reason) SELECT round_id, row_number() OVER (PARTITION BY round_id ORDER BY request_id), request_id, offer_id, \
     specialist_id, home_id, 'pinned', 1, opened_by, opened_at, 'Waits longest' FROM round_line \
     JOIN brokerage_round AS round ON round.id = round_id WHERE offer_id IS NOT NULL \
     AND NOT EXISTS (SELECT FROM round_choice AS its WHERE its.round_id = round_line.round_id)";

/// Each proposed request in each of these rounds.
pub const LINES_OF_REQUESTS: &str = "INSERT INTO round_line (round_id, request_id, status, is_over, offer_id, specialist_id, home_id, parts, worth, price, \
     proposal_id) SELECT round.id, request_id, 'proposed', true, offer_id, specialist_id, home_id, \
     decode('4c41544d5452503100000000', 'hex'), 1, 1, proposal.id FROM brokerage_round AS round \
     CROSS JOIN (SELECT DISTINCT ON (request_id) * FROM proposal ORDER BY request_id, id) AS proposal";

/// A round in which a deployment ($1) was planned with others, called off since.
pub const PLANNED_WITH_OTHERS: [&str; 2] = [
    "INSERT INTO brokerage_round (id, alliance_id, name, half_days, half_terms, seed, status, opened_by, opened_at, \
     frozen_at, requests, policy_version, placed, value, bound, is_unique, input_hash, report, planned_at, use_by, ended_at, \
     ended_by, reason, audience) SELECT gen_random_uuid(), alliance_id, 'Autumn', 4, '{20262}', 1, 'cancelled', \
     brokered_by, planned_at, planned_at, 1, 1, 1, 10, 10, true, sha256(''), \
     decode('4c41544d54525231' || repeat('00', 64) || '00000001' || '0401' || repeat('0000000000000001', 4) || '00', 'hex'), \
     planned_at, planned_at + interval '14 days', \
     planned_at, brokered_by, 'Too early', ARRAY[alliance_id] FROM deployment WHERE id = $1",
    "INSERT INTO round_line (round_id, request_id, status, is_over, offer_id, specialist_id, home_id, parts, worth, price, \
     proposal_id) SELECT round.id, request_id, 'proposed', true, offer_id, specialist_id, home_id, \
     decode('4c41544d5452503100000000', 'hex'), 1, 1, proposal_id FROM deployment \
     JOIN brokerage_round AS round USING (alliance_id) WHERE deployment.id = $1",
];
