SELECT request.title, request.status, deployment.id AS deployment_id, deployment.status AS deployment_status,
    deployment.half_days, specialist.id AS specialist_id, specialist.post, school.urn, school.name,
    visit.id AS visit_id, visit.visited_on::text AS visited_on, visit.half_days AS visit_half_days,
    visit.status AS visit_status
FROM support_request AS request
LEFT JOIN deployment ON deployment.request_id = request.id
LEFT JOIN specialist ON specialist.id = deployment.specialist_id
LEFT JOIN school ON school.id = specialist.school_id
LEFT JOIN visit ON visit.deployment_id = deployment.id
WHERE request.id = $1
ORDER BY deployment.id, visit.id
