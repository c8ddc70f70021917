-- Why something ended: a neutral code beside what says that it did (DOMAIN E72). What ended before this says nothing, and stays
-- as it is; of a proposal that is taken back the column is there already.

ALTER TABLE visit
    ADD COLUMN cancel_reason text,
    ADD CONSTRAINT visit_cancelled_for_a_reason CHECK (cancel_reason IS NULL OR status = 'cancelled');
ALTER TABLE referral
    ADD COLUMN decline_reason text,
    ADD CONSTRAINT referral_declined_for_a_reason CHECK (decline_reason IS NULL OR status = 'declined');
ALTER TABLE pool_member
    ADD COLUMN leave_reason text,
    ADD CONSTRAINT pool_member_left_for_a_reason CHECK (leave_reason IS NULL OR status IN ('declined', 'left'));
ALTER TABLE case_study
    ADD COLUMN withdrawal text,
    ADD CONSTRAINT case_study_withdrawn_for_a_reason CHECK (withdrawal IS NULL OR withdrawn_by IS NOT NULL);
ALTER TABLE alliance_member
    ADD COLUMN leave_reason text,
    ADD CONSTRAINT alliance_member_left_for_a_reason CHECK (leave_reason IS NULL OR until IS NOT NULL);
-- Who has left, the last first.
CREATE INDEX alliance_member_former ON alliance_member (alliance_id, until, school_id) WHERE until IS NOT NULL;
ALTER TABLE specialist
    ADD COLUMN end_reason text,
    ADD CONSTRAINT specialist_ended_for_a_reason CHECK (end_reason IS NULL OR status = 'ended');
ALTER TABLE membership
    ADD COLUMN end_reason text,
    ADD CONSTRAINT membership_ended_for_a_reason CHECK (end_reason IS NULL OR status = 'ended');

-- From now on nothing ends without one. A process of the release before, which still runs while this is migrated, states none:
-- that is what is written down of what it ends.
CREATE FUNCTION ends_for_a_reason() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW := jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], 'not_stated'));
    RETURN NEW;
END
$$;
CREATE TRIGGER for_a_reason BEFORE UPDATE ON proposal FOR EACH ROW
    WHEN (NEW.status = 'withdrawn' AND OLD.status <> 'withdrawn' AND NEW.decline_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('decline_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON visit FOR EACH ROW
    WHEN (NEW.status = 'cancelled' AND OLD.status <> 'cancelled' AND NEW.cancel_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('cancel_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON referral FOR EACH ROW
    WHEN (NEW.status = 'declined' AND OLD.status <> 'declined' AND NEW.decline_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('decline_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON pool_member FOR EACH ROW
    WHEN (NEW.status IN ('declined', 'left') AND OLD.status NOT IN ('declined', 'left') AND NEW.leave_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('leave_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON case_study FOR EACH ROW
    WHEN (NEW.withdrawn_by IS NOT NULL AND OLD.withdrawn_by IS NULL AND NEW.withdrawal IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('withdrawal');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON alliance_member FOR EACH ROW
    WHEN (NEW.until IS NOT NULL AND OLD.until IS NULL AND NEW.leave_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('leave_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON specialist FOR EACH ROW
    WHEN (NEW.status = 'ended' AND OLD.status <> 'ended' AND NEW.end_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('end_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON membership FOR EACH ROW
    WHEN (NEW.status = 'ended' AND OLD.status <> 'ended' AND NEW.end_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('end_reason');
