-- The audit trail is chained: each entry has its place behind all that were linked before it (TRUST M4, decision 123).

CREATE TABLE audit_link (
    -- From 1, without gaps.
    place bigint PRIMARY KEY,
    noun_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    -- The SHA-256 of the entry's canonical bytes.
    digest bytea NOT NULL,
    -- The SHA-256 of the head before it and this digest.
    head bytea NOT NULL,
    linked_at timestamptz NOT NULL,
    CONSTRAINT audit_link_once UNIQUE (entry_id, noun_id),
    CONSTRAINT audit_link_digest_whole CHECK (octet_length(digest) = 32),
    CONSTRAINT audit_link_head_whole CHECK (octet_length(head) = 32)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON audit_link FROM lateral_app;
-- Nobody empties the trail itself either.
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A link follows the last one, whoever writes it: two at once never make two chains.
CREATE FUNCTION link_follows() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    former audit_link;
BEGIN
    SELECT * INTO former FROM audit_link ORDER BY place DESC LIMIT 1;
    IF NEW.place <> coalesce(former.place, 0) + 1
        OR NEW.head <> sha256(coalesce(former.head, decode(repeat('00', 32), 'hex')) || NEW.digest) THEN
        RAISE EXCEPTION 'a link of the audit trail follows the last one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_link_follows';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_link_follows BEFORE INSERT ON audit_link FOR EACH ROW EXECUTE FUNCTION link_follows();

-- Made and read by the service alone, as the trail is read.
ALTER TABLE audit_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_link FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON audit_link USING (is_service()) WITH CHECK (is_service());

-- Which entries wait for their place is kept with their events: the trail itself changes no more. What happened before this
-- waits too, and is linked first.
ALTER TABLE outbox ADD COLUMN unlinked boolean NOT NULL DEFAULT true;
CREATE INDEX outbox_unlinked ON outbox (id) WHERE unlinked;
