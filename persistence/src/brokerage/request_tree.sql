-- A request with its deployments, as deployment_tree.sql reads them. One id, not a list: for a list PostgreSQL may also gather
-- everything that the reader sees, to fetch fewer rows.
SELECT {request}, tree.*
FROM support_request AS asked
LEFT JOIN LATERAL ({tree}) AS tree ON true
WHERE asked.id = $1 AND ($2 OR asked.audience && $3)
ORDER BY tree.id, tree.visit_id
