-- What people are told, how they wish to be told, and which events wait to be told.

-- Of what happened before this nobody is told: the column is born with "no", and new rows say "yes".
ALTER TABLE outbox ADD COLUMN untold boolean NOT NULL DEFAULT false;
ALTER TABLE outbox ALTER COLUMN untold SET DEFAULT true;
CREATE INDEX outbox_untold ON outbox (id) WHERE untold;

CREATE TABLE notification (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person,
    -- The event; nothing for a reminder.
    event_id uuid,
    kind text NOT NULL,
    topic text NOT NULL,
    -- The id of what it happened to, as it is spelt outside.
    subject text NOT NULL,
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    -- When it is due to go out by e-mail; nothing once it has, or if it does not.
    mailed_at timestamptz,
    CHECK (mailed_at >= created_at),
    CHECK (read_at >= created_at),
    CHECK (event_id IS NOT NULL OR due_at IS NOT NULL)
);
CREATE INDEX notification_person ON notification (person_id, id);
CREATE INDEX notification_unread ON notification (person_id, id) WHERE read_at IS NULL;
CREATE INDEX notification_mail ON notification (mailed_at) WHERE mailed_at IS NOT NULL;
CREATE INDEX notification_age ON notification (created_at);
-- Nobody is told the same twice.
CREATE UNIQUE INDEX notification_event ON notification (event_id, person_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX notification_reminder ON notification (subject, kind, due_at, person_id) WHERE event_id IS NULL;

-- What was reminded of already, whether or not there was anybody to hear it.
CREATE TABLE reminder (
    subject_id uuid NOT NULL,
    kind text NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (subject_id, kind, due_at)
);
CREATE INDEX reminder_age ON reminder (due_at);

CREATE TABLE notification_preference (
    person_id uuid NOT NULL REFERENCES person,
    topic text NOT NULL,
    way text NOT NULL,
    PRIMARY KEY (person_id, topic)
);

-- Visits that wait to be confirmed, and the few who run the service.
CREATE INDEX visit_waiting ON visit (recorded_at) WHERE status = 'recorded';
CREATE INDEX membership_operator ON membership (person_id) WHERE role = 'operator';

CALL guard('notification', 'ARRAY[person_id]');
CALL guard('notification_preference', 'ARRAY[person_id]');
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY;
ALTER TABLE reminder FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON reminder USING (is_service());
