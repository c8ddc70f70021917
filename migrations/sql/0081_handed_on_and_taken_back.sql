-- Who leads an alliance is handed on, and what was asked of others is taken back by whoever asked (DOMAIN A11, E72).

ALTER TABLE alliance ADD COLUMN lead_offered_to uuid REFERENCES school;

-- An alliance is led by one of its members. Asked at the end, for a successor takes over both in one transaction.
CREATE FUNCTION is_led_by_a_member() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM alliance
        JOIN alliance_member AS member ON member.alliance_id = alliance.id AND member.school_id = lead_school_id
        WHERE alliance.id = NEW.id AND member.until IS NULL
    ) THEN
        RAISE EXCEPTION 'an alliance is led by one of its members'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'alliance_led_by_a_member', TABLE = 'alliance';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER led_by_a_member AFTER UPDATE OF lead_school_id ON alliance
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.lead_school_id <> OLD.lead_school_id)
    EXECUTE FUNCTION is_led_by_a_member();

ALTER TABLE alliance_invitation
    ADD COLUMN withdraw_reason text,
    ADD CONSTRAINT alliance_invitation_withdrawn_for_a_reason CHECK ((withdraw_reason IS NOT NULL) = (status = 'withdrawn'));
ALTER TABLE referral
    ADD COLUMN withdraw_reason text,
    ADD CONSTRAINT referral_withdrawn_for_a_reason CHECK ((withdraw_reason IS NOT NULL) = (status = 'withdrawn')),
    -- What waits for all is not taken back, but declined.
    ADD CONSTRAINT referral_withdrawn_from_one CHECK (status <> 'withdrawn' OR to_alliance_id IS NOT NULL);
