-- A page of the chain, each link with its entry as it is now, if it is still there: found one by one, however long the trail is.
SELECT link.place, link.noun_id AS linked_noun_id, link.entry_id, link.digest, link.head, entry.*
FROM audit_link AS link
LEFT JOIN LATERAL (
    SELECT * FROM audit_entry WHERE noun_id = link.noun_id AND id = link.entry_id OFFSET 0
) AS entry ON true
WHERE link.place > $1
ORDER BY link.place
LIMIT $2
