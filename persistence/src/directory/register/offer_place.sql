-- An offer stands where its school stands, also after a move.
UPDATE offer o SET place = s.place
FROM school s
WHERE s.id = o.school_id AND o.place::text IS DISTINCT FROM s.place::text AND s.id IN (SELECT id FROM changed)
