-- What a reader may be told of the subjects of notifications: title, schools, and to whom the school that asks is named
-- (DOMAIN K142); and of a breach, what was late. What the reader does not see gives no row. Ids of different nouns never meet.
WITH named AS (
SELECT 'req_' || replace(request.id::text, '-', '') AS subject, request.title, NULL::uuid AS home_id,
    request.school_id AS host_id, NULL::uuid AS school_id, request.disclosure = 'named' AS is_open,
    request.school_id || request.alliances || request.named_to AS named_to
FROM support_request AS request
WHERE request.id = ANY($1) AND ($2 OR request.audience && $3)
UNION ALL
SELECT 'ref_' || replace(referral.id::text, '-', ''), request.title, NULL, request.school_id, NULL,
    request.disclosure = 'named', request.school_id || request.alliances || request.named_to
FROM referral
JOIN support_request AS request ON request.id = referral.request_id AND ($2 OR request.audience && $3)
WHERE referral.id = ANY($1) AND ($2 OR referral.audience && $3)
UNION ALL
SELECT 'prp_' || replace(proposal.id::text, '-', ''), request.title, proposal.home_id, proposal.host_id, NULL,
    NOT proposal.anonymous OR proposal.host_accepted_at IS NOT NULL, ARRAY[proposal.host_id, proposal.alliance_id]
FROM proposal
LEFT JOIN support_request AS request ON request.id = proposal.request_id AND ($2 OR request.audience && $3)
WHERE proposal.id = ANY($1) AND ($2 OR proposal.audience && $3)
UNION ALL
SELECT part.prefix || replace(part.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL, true, '{}'
FROM (
    SELECT 'dep_' AS prefix, id, id AS deployment_id, audience FROM deployment WHERE id = ANY($1)
    UNION ALL
    SELECT 'vis_', id, deployment_id, audience FROM visit WHERE id = ANY($1)
    UNION ALL
    SELECT 'rev_', id, deployment_id, audience FROM review WHERE id = ANY($1)
    UNION ALL
    SELECT 'coi_', id, deployment_id, audience FROM conflict_declaration WHERE id = ANY($1)
    UNION ALL
    SELECT 'cns_', id, deployment_id, audience FROM consent WHERE id = ANY($1)
    UNION ALL
    SELECT 'cas_', id, deployment_id, audience FROM case_study WHERE id = ANY($1)
) AS part
JOIN deployment ON deployment.id = part.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE $2 OR part.audience && $3
UNION ALL
SELECT 'slb_' || replace(breach.id::text, '-', ''), request.title, coalesce(deployment.home_id, proposal.home_id),
    request.school_id, NULL, request.disclosure = 'named', request.school_id || request.alliances || request.named_to
FROM service_breach AS breach
JOIN support_request AS request ON request.id = breach.request_id AND ($2 OR request.audience && $3)
LEFT JOIN deployment ON deployment.id = breach.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN proposal ON proposal.id = breach.proposal_id AND ($2 OR proposal.audience && $3)
WHERE breach.id = ANY($1) AND ($2 OR breach.audience && $3)
UNION ALL
SELECT 'aud_' || replace(audit.id::text, '-', ''), request.title, NULL, request.school_id, NULL,
    request.disclosure = 'named', request.school_id || request.alliances || request.named_to
FROM audit_visit AS audit
JOIN support_request AS request ON request.id = audit.request_id AND ($2 OR request.audience && $3)
WHERE audit.id = ANY($1) AND ($2 OR audit.audience && $3)
UNION ALL
SELECT 'imt_' || replace(meeting.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL, true, '{}'
FROM initial_meeting AS meeting
JOIN deployment ON deployment.id = meeting.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE meeting.id = ANY($1) AND ($2 OR meeting.audience && $3)
UNION ALL
SELECT 'mem_' || replace(membership.id::text, '-', ''), NULL, NULL, NULL, membership.school_id, true, '{}'
FROM membership
WHERE membership.id = ANY($1) AND ($2 OR membership.audience && $3)
UNION ALL
-- Row-level security alone says who sees these: the person, and whoever carries it out.
SELECT 'ers_' || replace(erasure.id::text, '-', ''), NULL, NULL, NULL, NULL, true, '{}' FROM erasure
WHERE erasure.id = ANY($1)
UNION ALL
SELECT 'dex_' || replace(data_export.id::text, '-', ''), NULL, NULL, NULL, NULL, true, '{}' FROM data_export
WHERE data_export.id = ANY($1)
UNION ALL
SELECT 'dsg_' || replace(designation.id::text, '-', ''), NULL, NULL, NULL, designation.home_id, true, '{}'
FROM designation
WHERE designation.id = ANY($1) AND ($2 OR designation.audience && $3)
UNION ALL
SELECT 'obl_' || replace(obligation.id::text, '-', ''), NULL, NULL, NULL, obligation.debtor_id, true, '{}'
FROM obligation
WHERE obligation.id = ANY($1) AND ($2 OR obligation.audience && $3)
UNION ALL
SELECT 'gra_' || replace(programme_grant.id::text, '-', ''), NULL, NULL, NULL, programme_grant.school_id, true, '{}'
FROM programme_grant
WHERE programme_grant.id = ANY($1) AND ($2 OR programme_grant.audience && $3)
UNION ALL
SELECT 'pol_' || replace(pool.id::text, '-', ''), pool.name, NULL, NULL, pool.lead_id, true, '{}'
FROM pooled_budget AS pool
WHERE pool.id = ANY($1) AND ($2 OR pool.audience && $3)
UNION ALL
SELECT 'rnd_' || replace(round.id::text, '-', ''), round.name, NULL, NULL, NULL, true, '{}'
FROM brokerage_round AS round
WHERE round.id = ANY($1) AND ($2 OR round.audience && $3)
UNION ALL
SELECT 'rng_' || replace(ring.id::text, '-', ''), NULL, NULL, NULL, NULL, true, '{}'
FROM exchange_ring AS ring
WHERE ring.id = ANY($1) AND ($2 OR ring.audience && $3)
UNION ALL
-- What a scenario is called is told to those alone who may read it.
SELECT 'pch_' || replace(change.id::text, '-', ''), coalesce(scenario.name, 'version ' || change.policy_version), NULL, NULL, NULL,
    true, '{}'
FROM policy_change AS change
LEFT JOIN scenario ON scenario.id = change.scenario_id AND ($2 OR scenario.audience && $3)
WHERE change.id = ANY($1) AND ($2 OR change.audience && $3)
UNION ALL
SELECT 'joi_' || replace(commission.id::text, '-', ''), request.title, NULL, commission.lead_id, NULL, true, '{}'
FROM joint_commission AS commission
LEFT JOIN support_request AS request ON request.id = commission.request_id AND ($2 OR request.audience && $3)
WHERE commission.id = ANY($1) AND ($2 OR commission.audience && $3)
UNION ALL
SELECT 'mtr_' || replace(mentorship.id::text, '-', ''), NULL, mentorship.home_id, mentorship.school_id, NULL, true, '{}'
FROM mentorship
WHERE mentorship.id = ANY($1) AND ($2 OR mentorship.audience && $3)
UNION ALL
SELECT 'sgr_' || replace(support_group.id::text, '-', ''), support_group.name, NULL, NULL, NULL, true, '{}'
FROM support_group
WHERE support_group.id = ANY($1) AND ($2 OR support_group.audience && $3)
UNION ALL
SELECT 'sgp_' || replace(place.id::text, '-', ''), support_group.name, NULL, NULL, place.school_id, true, '{}'
FROM support_group_place AS place
LEFT JOIN support_group ON support_group.id = place.group_id AND ($2 OR support_group.audience && $3)
WHERE place.id = ANY($1) AND ($2 OR place.audience && $3)
UNION ALL
SELECT 'cpr_' || replace(practice.id::text, '-', ''), NULL, NULL, NULL, practice.school_id, true, '{}'
FROM coaching_practice AS practice
WHERE practice.id = ANY($1) AND ($2 OR practice.audience && $3)
UNION ALL
SELECT 'asr_' || replace(assurance.id::text, '-', ''), NULL, NULL, NULL, assurance.employer_id, true, '{}'
FROM safeguarding_assurance AS assurance
WHERE assurance.id = ANY($1) AND ($2 OR assurance.employer_id = ANY($3))
UNION ALL
-- These are public.
SELECT 'ofr_' || replace(offer.id::text, '-', ''), offer.title, NULL, NULL, offer.school_id, true, '{}'
FROM offer
WHERE offer.id = ANY($1)
UNION ALL
SELECT 'spl_' || replace(specialist.id::text, '-', ''), NULL, NULL, NULL, specialist.school_id, true, '{}'
FROM specialist
WHERE specialist.id = ANY($1)
UNION ALL
SELECT 'sch_' || replace(school.id::text, '-', ''), NULL, NULL, NULL, school.id, true, '{}'
FROM school
WHERE school.id = ANY($1)
UNION ALL
SELECT 'all_' || replace(alliance.id::text, '-', ''), NULL, NULL, NULL, alliance.lead_school_id, true, '{}'
FROM alliance
WHERE alliance.id = ANY($1)
UNION ALL
SELECT 'per_' || replace(person.id::text, '-', ''), NULL, NULL, NULL, NULL, true, '{}'
FROM person
WHERE person.id = ANY($1)
)
SELECT named.*, breach.level
FROM named
LEFT JOIN service_breach AS breach ON breach.id = ANY($1) AND named.subject = 'slb_' || replace(breach.id::text, '-', '')
