-- What a reader may be told of the subjects of notifications: title, schools, and to whom the school that asks is named
-- (DOMAIN K142). What the reader does not see gives no row. Ids of different nouns never meet.
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
SELECT 'dep_' || replace(deployment.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL,
    true, '{}'
FROM deployment
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE deployment.id = ANY($1) AND ($2 OR deployment.audience && $3)
UNION ALL
SELECT 'vis_' || replace(visit.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL, true, '{}'
FROM visit
JOIN deployment ON deployment.id = visit.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE visit.id = ANY($1) AND ($2 OR visit.audience && $3)
UNION ALL
SELECT 'rev_' || replace(review.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL, true, '{}'
FROM review
JOIN deployment ON deployment.id = review.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE review.id = ANY($1) AND ($2 OR review.audience && $3)
UNION ALL
SELECT 'coi_' || replace(declaration.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL,
    true, '{}'
FROM conflict_declaration AS declaration
JOIN deployment ON deployment.id = declaration.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE declaration.id = ANY($1) AND ($2 OR declaration.audience && $3)
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
SELECT 'cns_' || replace(consent.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL, true, '{}'
FROM consent
JOIN deployment ON deployment.id = consent.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE consent.id = ANY($1) AND ($2 OR consent.audience && $3)
UNION ALL
SELECT 'cas_' || replace(case_study.id::text, '-', ''), request.title, deployment.home_id, deployment.host_id, NULL,
    true, '{}'
FROM case_study
JOIN deployment ON deployment.id = case_study.deployment_id AND ($2 OR deployment.audience && $3)
LEFT JOIN support_request AS request ON request.id = deployment.request_id AND ($2 OR request.audience && $3)
WHERE case_study.id = ANY($1) AND ($2 OR case_study.audience && $3)
UNION ALL
SELECT 'obl_' || replace(obligation.id::text, '-', ''), NULL, NULL, NULL, obligation.debtor_id, true, '{}'
FROM obligation
WHERE obligation.id = ANY($1) AND ($2 OR obligation.audience && $3)
UNION ALL
SELECT 'gra_' || replace(programme_grant.id::text, '-', ''), NULL, NULL, NULL, programme_grant.school_id, true, '{}'
FROM programme_grant
WHERE programme_grant.id = ANY($1) AND ($2 OR programme_grant.audience && $3)
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
