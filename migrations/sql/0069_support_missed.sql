-- When it was noted that no support was agreed in time for a school that gives, so that the school is told of each miss once
-- (DOMAIN C30).

ALTER TABLE support_request
    ADD COLUMN support_missed_at timestamptz[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT support_request_missed_forwards CHECK (
        cardinality(support_missed_at) = 0 OR runs_forwards(submitted_at || support_missed_at)
    ),
    ADD CONSTRAINT support_request_missed_of_a_guarantee CHECK (
        cardinality(support_missed_at) = 0 OR coalesce(asker_guaranteed, false)
    );

-- Nothing of it is touched when a request is raised.
CREATE INDEX support_request_unsupported ON support_request (submitted_at)
    WHERE status IN ('triaged', 'matching', 'proposed', 'unmet') AND asker_guaranteed;
