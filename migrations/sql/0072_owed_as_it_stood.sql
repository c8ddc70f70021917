-- What was owed stays told as it stood, each school meets what it owes with what it gave itself, whose brokers read it, and what a
-- school that gives waits for when nobody was found for it (DOMAIN C30, C42, C.4).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

-- What a school that gives waits for, as before, and where nobody was found.
CREATE INDEX support_request_waited_for ON support_request (submitted_at)
    WHERE status IN ('triaged', 'matching', 'proposed', 'unmet') AND asker_guaranteed;
DROP INDEX support_request_guaranteed;
