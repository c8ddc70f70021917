-- How many entries of the audit trail have no link, and since when. Every entry is asked, whatever its event says.
SELECT count(*) AS number, min(at) AS since
FROM audit_entry AS entry
WHERE NOT EXISTS (SELECT FROM audit_link AS link WHERE link.entry_id = entry.id AND link.noun_id = entry.noun_id)
