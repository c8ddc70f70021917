-- Who wrote the words that had no writer, so that whoever asks what is kept about them has these too, and the time that forgets
-- words forgets these. What was written before is looked up in the trail.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE deployment
    ADD COLUMN stopped_by uuid REFERENCES person,
    ADD CONSTRAINT deployment_stopped_with_a_reason CHECK (stopped_by IS NULL OR stop_reason IS NOT NULL);
ALTER TABLE visit
    ADD COLUMN reversed_by uuid REFERENCES person,
    ADD CONSTRAINT visit_reversed_with_a_reason CHECK (reversed_by IS NULL OR reverse_reason IS NOT NULL);
ALTER TABLE obligation
    -- Nobody, where it was agreed with terms: the sentence is the service's own.
    ADD COLUMN noted_by uuid REFERENCES person,
    ADD COLUMN closed_by uuid REFERENCES person,
    ADD CONSTRAINT obligation_closed_in_words CHECK (closed_by IS NULL OR ended_by IS NOT NULL);
ALTER TABLE joint_commission ADD COLUMN asked_by uuid REFERENCES person;

CREATE FUNCTION pg_temp.actor(of uuid, events text[]) RETURNS uuid
    LANGUAGE sql STABLE
    RETURN (
        SELECT actor_person_id FROM audit_entry
        WHERE noun_id = of AND event = ANY (events) AND actor_person_id IS NOT NULL
        ORDER BY id DESC LIMIT 1
    );
UPDATE deployment SET stopped_by = pg_temp.actor(id, '{deployment.stopped}') WHERE stop_reason IS NOT NULL;
UPDATE visit SET reversed_by = pg_temp.actor(id, '{visit.reversed}') WHERE reverse_reason IS NOT NULL;
UPDATE obligation SET noted_by = pg_temp.actor(id, '{obligation.created}') WHERE source <> 'deployment';
UPDATE obligation SET closed_by = pg_temp.actor(id, '{obligation.met,obligation.waived}') WHERE ended_by IS NOT NULL;
UPDATE joint_commission SET asked_by = pg_temp.actor(id, '{commission.asked}');

-- Terms without what people wrote in them. What was counted, promised and signed stays: the outcomes too, for the measures are
-- read by them.
CREATE FUNCTION without_words(terms jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    path text[];
BEGIN
    FOREACH path SLICE 1 IN ARRAY ARRAY[ARRAY['', 'exit_plan'], ARRAY['', 'override_reason'], ARRAY['settlement', 'reason'],
        ARRAY['settlement', 'approver']] LOOP
        path := array_remove(path, '');
        IF terms #>> path IS NOT NULL THEN
            terms := jsonb_set(terms, path, '"Removed."');
        END IF;
    END LOOP;
    IF jsonb_array_length(coalesce(terms #> '{settlement,in_kind}', '[]')) > 0 THEN
        terms := jsonb_set(terms, '{settlement,in_kind}', (
            SELECT jsonb_agg(part || '{"what": "Removed."}' ORDER BY nth)
            FROM jsonb_array_elements(terms #> '{settlement,in_kind}') WITH ORDINALITY AS listed (part, nth)
        ));
    END IF;
    RETURN terms;
END
$$;
