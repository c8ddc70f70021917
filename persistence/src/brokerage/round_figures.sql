-- What rounds have come to, counted of what was tried in each and of where its requests stand.
SELECT round.id, proposed, open, accepted, declined, expired, withdrawn, refused, repaired, points, waiting, gone, unplaced
FROM unnest($1::uuid[]) AS round (id)
CROSS JOIN LATERAL (
    SELECT count(proposal_id)::integer AS proposed,
        count(*) FILTER (WHERE answer = 'open')::integer AS open,
        count(*) FILTER (WHERE answer = 'accepted')::integer AS accepted,
        count(*) FILTER (WHERE answer = 'declined')::integer AS declined,
        count(*) FILTER (WHERE answer = 'expired')::integer AS expired,
        count(*) FILTER (WHERE answer IN ('withdrawn', 'superseded'))::integer AS withdrawn,
        count(*) FILTER (WHERE answer = 'refused')::integer AS refused,
        count(proposal_id) FILTER (WHERE number > 1)::integer AS repaired,
        coalesce(sum(points) FILTER (WHERE answer = 'accepted'), 0)::bigint AS points
    FROM round_try
    WHERE round_id = round.id
) AS tried
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status IN ('waiting', 'placed'))::integer AS waiting,
        count(*) FILTER (WHERE status = 'left')::integer AS gone,
        count(*) FILTER (WHERE status = 'unplaced')::integer AS unplaced
    FROM round_line
    WHERE round_id = round.id
) AS line
