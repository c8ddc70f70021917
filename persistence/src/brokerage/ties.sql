-- With how many other schools each of some schools ($1) has worked or works, and the last day of it: today ($2) while it goes on.
-- What lapsed before anybody agreed is no work. Two searches and not one with OR, as in asker.sql.
WITH work AS (
    SELECT host_id AS school_id, home_id AS other_id, status, planned_at, started_at, ended_at
    FROM deployment WHERE host_id = ANY($1)
    UNION ALL
    SELECT home_id, host_id, status, planned_at, started_at, ended_at
    FROM deployment WHERE home_id = ANY($1)
)
SELECT
    school_id,
    count(DISTINCT other_id)::integer AS links,
    max(CASE
        WHEN started_at IS NOT NULL AND ended_at IS NULL THEN $2::date
        ELSE (coalesce(ended_at, planned_at) AT TIME ZONE 'UTC')::date
    END) AS last_on
FROM work
WHERE status <> 'lapsed'
GROUP BY school_id
