-- Who settled a dispute and who took a joint commission back, so that their words are told to them too; and the words of action
-- plans, which go with the other words of terms (with 0055).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE visit
    ADD COLUMN settled_by uuid REFERENCES person,
    ADD CONSTRAINT visit_settled_with_a_reason CHECK (settled_by IS NULL OR settle_reason IS NOT NULL);
ALTER TABLE joint_commission
    -- Nobody, where it ended with its request: the sentence is the service's own.
    ADD COLUMN ended_by uuid REFERENCES person,
    ADD CONSTRAINT commission_ended_with_a_reason CHECK (ended_by IS NULL OR reason IS NOT NULL);

UPDATE visit SET settled_by = (
    SELECT actor_person_id FROM audit_entry WHERE noun_id = visit.id AND event = 'visit.settled' ORDER BY id DESC LIMIT 1
) WHERE settle_reason IS NOT NULL;
UPDATE joint_commission SET ended_by = (
    SELECT actor_person_id FROM audit_entry WHERE noun_id = joint_commission.id AND event = 'commission.ended'
    ORDER BY id DESC LIMIT 1
) WHERE reason <> 'The request came to its end.';

-- Terms without what people wrote in them. What was counted, promised and signed stays: the outcomes too, for the measures are
-- read by them.
CREATE OR REPLACE FUNCTION without_words(terms jsonb) RETURNS jsonb
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
    FOREACH path SLICE 1 IN ARRAY ARRAY[ARRAY['settlement', 'in_kind'], ARRAY['', 'action_plan']] LOOP
        path := array_remove(path, '');
        IF jsonb_array_length(coalesce(terms #> path, '[]')) > 0 THEN
            terms := jsonb_set(terms, path, (
                SELECT jsonb_agg(part || '{"what": "Removed."}' ORDER BY nth)
                FROM jsonb_array_elements(terms #> path) WITH ORDINALITY AS listed (part, nth)
            ));
        END IF;
    END LOOP;
    RETURN terms;
END
$$;
