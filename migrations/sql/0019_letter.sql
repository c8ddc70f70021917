-- How letters leave: when each is tried next, how often it was, and what came of it. What one says is wiped once it is sent or
-- given up, for it may hold a secret.
ALTER TABLE letter
    -- What waits already is due at once. A letter that somebody is sending is due again when their time for it is over.
    ADD COLUMN due_at timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN failed_at timestamptz,
    -- What the last try came to, unless it was sent.
    ADD COLUMN fault text,
    ADD CONSTRAINT letter_ends_once CHECK (num_nonnulls(sent_at, failed_at) <= 1),
    ADD CONSTRAINT letter_sent_after_written CHECK (sent_at >= created_at),
    ADD CONSTRAINT letter_failed_for_a_reason CHECK (failed_at IS NULL OR (failed_at >= created_at AND fault IS NOT NULL)),
    ADD CONSTRAINT letter_wiped CHECK (num_nonnulls(sent_at, failed_at) = 0 OR body = '');
CREATE INDEX letter_due ON letter (due_at) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX letter_over ON letter (expires_at);
