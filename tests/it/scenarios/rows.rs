//! Rows of scenarios and of changes of the policy, for tests that need some and not how they came about.

/// A scenario of travel that weighs more, for each request of an alliance, shared with those who broker it.
pub const OF_REQUESTS: &str = "INSERT INTO scenario (id, alliance_id, name, question, half_days, half_terms, changes, seed, status, readers, written_by, \
     written_at, audience) SELECT gen_random_uuid(), alliances[1], 'More', 'What if?', 1, '{20263}', \
     decode('4c41544d54574331' || '00000001' || '050200000014', 'hex'), 1, 'written', 'colleagues', raised_by, created_at, alliances \
     FROM support_request WHERE cardinality(alliances) > 0";

/// A scenario of every kind of change about the market of the deployment with the id `$1`, with its report, and put away.
pub const OF_DEPLOYMENT: &str = "INSERT INTO scenario (id, alliance_id, name, question, half_days, half_terms, changes, seed, status, readers, written_by, \
     written_at, policy_version, requests, input_hash, report, reckoned_at, archived_at, archived_by, reason, audience) \
     SELECT gen_random_uuid(), alliance_id, 'More', 'What if?', 4, '{20262}', \
     decode('4c41544d54574331' || '00000004' || '050200000014' || '00' || replace(offer_id::text, '-', '') || '00000001' \
     || replace(home_id::text, '-', '') || '03' || replace(specialist_id::text, '-', '') || '0600000003e9', 'hex'), 1, 'archived', \
     'colleagues', brokered_by, planned_at, 1, 1, sha256(''), \
     decode('4c41544d54574231' || repeat('00', 80) || '00000002' || '0200' || repeat('00', 32) || '01' || '0401' \
     || repeat('00', 32) || '01', 'hex'), planned_at, planned_at, brokered_by, 'Answered', ARRAY[alliance_id] \
     FROM deployment WHERE id = $1";

/// A change of the policy for each scenario with which none was put forward, taken back, for those who read the scenario.
pub const TAKEN_BACK: &str = "INSERT INTO policy_change (id, scenario_id, policy_version, weights, settings, reason, holds_from, status, proposed_by, \
     proposed_at, answer_by, ended_at, ended_by, ended_for, audience) \
     SELECT gen_random_uuid(), scenario.id, 2, weights, settings, 'Nearer help', written_at, 'withdrawn', written_by, written_at, \
     written_at + interval '30 days', written_at, written_by, 'Too early', scenario.audience \
     FROM scenario CROSS JOIN match_policy WHERE match_policy.version = 1 \
     AND NOT EXISTS (SELECT FROM policy_change WHERE scenario_id = scenario.id)";
