-- When an alliance came to a request that was raised before: it took the request on, or the school that asks joined it. It is held
-- to nothing that was before (DOMAIN C30, F2).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE support_request
    ADD COLUMN came_alliances uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN came_at timestamptz[] NOT NULL DEFAULT '{}';

-- What was noted before this stays noted; nothing more follows from it.
WITH came AS (
    SELECT request.id, whose.id AS alliance_id, min(how.at) AS at
    FROM support_request AS request
    CROSS JOIN unnest(request.alliances) AS whose (id)
    CROSS JOIN LATERAL (
        SELECT answered_at AS at FROM referral
        WHERE referral.request_id = request.id AND to_alliance_id = whose.id AND referral.status = 'accepted'
        UNION ALL
        SELECT since FROM alliance_member
        WHERE alliance_id = whose.id AND school_id = request.school_id AND until IS NULL
    ) AS how
    WHERE how.at > request.submitted_at
    GROUP BY request.id, whose.id
), whole AS (
    SELECT id, array_agg(alliance_id ORDER BY at, alliance_id) AS alliances, array_agg(at ORDER BY at, alliance_id) AS instants
    FROM came
    GROUP BY id
)
UPDATE support_request SET came_alliances = whole.alliances, came_at = whole.instants FROM whole
    WHERE whole.id = support_request.id;

ALTER TABLE support_request
    ADD CONSTRAINT support_request_came_whole CHECK (cardinality(came_alliances) = cardinality(came_at)),
    ADD CONSTRAINT support_request_came_forwards CHECK (
        cardinality(came_at) = 0 OR runs_forwards(submitted_at || came_at)
    );
