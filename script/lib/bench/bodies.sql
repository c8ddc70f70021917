-- The variables of each measured operation, over many rows, the same every time: one JSON object a line.
-- Psql variables: operation, document, alliance (whose broker asks).
SELECT setseed(0.5) \gset dropped_
CREATE FUNCTION pg_temp.gid(prefix text, id uuid) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN prefix || '_' || replace(id::text, '-', '');
CREATE FUNCTION pg_temp.variables(operation text, alliance uuid) RETURNS SETOF json LANGUAGE sql
BEGIN ATOMIC
    (SELECT json_build_object('urn', urn) FROM school
        WHERE operation = 'q1' AND id IN (SELECT school_id FROM offer WHERE status = 'published')
        ORDER BY random() LIMIT 2000)
    UNION ALL
    (SELECT json_build_object('expertise', json_build_array(pg_temp.gid('exp', expertise[1])),
            'keyStages', json_build_array(upper(key_stages[1])))
        FROM offer WHERE operation = 'q2' AND status = 'published' ORDER BY random() LIMIT 2000)
    UNION ALL
    (SELECT json_build_object('urn', urn) FROM school
        WHERE operation = 'q3' AND status = 'open' AND place IS NOT NULL ORDER BY random() LIMIT 2000)
    UNION ALL
    (SELECT json_build_object('request', pg_temp.gid('req', request_id))
        FROM deployment WHERE operation = 'q4' AND alliance_id = alliance ORDER BY random() LIMIT 2000)
    UNION ALL
    -- As people search: the longest words of something's title.
    (SELECT json_build_object('text', (
            SELECT string_agg(word, ' ') FROM (
                SELECT word FROM regexp_split_to_table(lower(title), '[^a-z]+') AS word ORDER BY length(word) DESC LIMIT 2
            ) AS longest))
        FROM offer WHERE operation = 'q5' AND status = 'published' ORDER BY random() LIMIT 2000)
    UNION ALL
    (SELECT json_build_object('terms', json_build_object(
            'kind', 'SUPPORT', 'title', 'Phonics in mixed classes',
            'need', 'Two new teachers take mixed classes and ask for somebody to plan with.',
            'objectives', json_build_array(json_build_object('pupilGroup', 'Year 1', 'measure', 'Phonics check above 85%',
                'dueOn', current_date + 200, 'level', 'DEPARTMENT')),
            'expertise', json_build_array(pg_temp.gid('exp', expertise[1])), 'keyStages', json_build_array('KS1'),
            'modes', json_build_array('IN_PERSON'), 'urgency', 'ROUTINE', 'halfDays', 4,
            'startsOn', current_date + 14, 'endsOn', current_date + 120, 'settlement', 'RECIPROCAL_CREDIT'))
        FROM offer WHERE operation = 'q6' AND status = 'published' ORDER BY random() LIMIT 200)
    UNION ALL
    (SELECT json_build_object('request', pg_temp.gid('req', id)) FROM support_request
        WHERE operation = 'candidates' AND status IN ('triaged', 'matching', 'proposed', 'placed')
            AND audience && ARRAY[alliance] ORDER BY random() LIMIT 200);
END;
SELECT json_build_object('query', :'document', 'variables', variables)::text
FROM pg_temp.variables(:'operation', :'alliance') AS variables;
