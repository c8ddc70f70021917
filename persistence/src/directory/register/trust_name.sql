WITH said AS (
    SELECT trust_uid AS uid, mode() WITHIN GROUP (ORDER BY trust_name) AS name
    FROM staged
    WHERE trust_uid IS NOT NULL
    GROUP BY trust_uid
)
UPDATE trust g SET name = said.name FROM said WHERE said.uid = g.uid AND g.name <> said.name
