-- The clocks of service levels are shown and reminded of while they run (DOMAIN F2, F4, F6, C30).

-- The number that holds for what begins at an instant with an alliance: its own, unless the national one is shorter; nothing
-- before the first version.
CREATE FUNCTION service_number(setting text, began timestamptz, its_alliance uuid) RETURNS integer
    LANGUAGE sql STABLE AS $$
    SELECT least((settings ->> setting)::integer, CASE setting
        WHEN 'candidate_hours' THEN own.candidate_hours
        WHEN 'meeting_days' THEN own.meeting_days
        WHEN 'record_days' THEN own.record_days
    END)
    FROM (SELECT settings FROM service_policy WHERE since <= began ORDER BY since DESC LIMIT 1) AS national
    LEFT JOIN LATERAL (
        SELECT candidate_hours, meeting_days, record_days FROM alliance_policy AS own
        WHERE own.alliance_id = its_alliance AND alliance_policy_begins(from_on, set_at) <= began
        ORDER BY version DESC LIMIT 1
    ) AS own ON true
$$;

-- Until when a visit of a day is written down: the end of the last working day for it.
CREATE FUNCTION record_due(visited_on date, its_alliance uuid) RETURNS timestamptz
    LANGUAGE sql STABLE AS $$
    SELECT (listed.day::date + 1)::timestamp AT TIME ZONE 'UTC'
    FROM generate_series(visited_on + 1, visited_on + 90, interval '1 day') AS listed (day)
    WHERE extract(isodow FROM listed.day) < 6 AND NOT EXISTS (SELECT FROM bank_holiday WHERE bank_holiday.day = listed.day::date)
    ORDER BY listed.day
    OFFSET service_number('record_days', visited_on::timestamp AT TIME ZONE 'UTC', its_alliance) - 1
    LIMIT CASE WHEN service_number('record_days', visited_on::timestamp AT TIME ZONE 'UTC', its_alliance) IS NULL THEN 0 ELSE 1 END
$$;

-- Half-terms follow each other by the calendar that holds for whoever keeps days of their own, also once days are taken back
-- (SETTLED 6). Asked at the end, for days that are set anew are taken back first; not of what a successor takes over, which no
-- clash of calendars holds up.
CREATE FUNCTION half_terms_follow_each_other() RETURNS trigger
    LANGUAGE plpgsql AS $$
DECLARE
    its half_term_days := coalesce(NEW, OLD);
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT coalesce(own.starts_on, theirs.starts_on, national.starts_on) AS starts_on,
                lag(coalesce(own.ends_on, theirs.ends_on, national.ends_on)) OVER (ORDER BY code) AS before
            FROM half_term AS national
            LEFT JOIN half_term_days AS own ON own.half_term = code AND own.school_id = its.school_id
            LEFT JOIN half_term_days AS theirs ON theirs.half_term = code AND theirs.local_authority_id
                = coalesce(its.local_authority_id, (SELECT local_authority_id FROM school WHERE id = its.school_id))
        ) AS held
        WHERE starts_on <= before
    ) THEN
        RAISE EXCEPTION 'half-terms overlap'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'half_term_days_follow_each_other', TABLE = 'half_term_days';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER follow_each_other AFTER INSERT OR UPDATE OF half_term, starts_on, ends_on OR DELETE ON half_term_days
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION half_terms_follow_each_other();
ALTER TABLE half_term_days
    ADD CONSTRAINT half_term_days_not_over CHECK (ends_on >= (set_at AT TIME ZONE 'UTC')::date) NOT VALID;

-- Why something ended, where that was not told yet (DOMAIN E72, with 0050): what ended before this says nothing.
ALTER TABLE offer
    ADD COLUMN withdraw_reason text,
    ADD CONSTRAINT offer_withdrawn_for_a_reason CHECK (withdraw_reason IS NULL OR status = 'withdrawn');
ALTER TABLE mentorship
    ADD COLUMN decline_reason text,
    ADD CONSTRAINT mentorship_declined_for_a_reason CHECK (decline_reason IS NULL OR end_reason = 'declined');
ALTER TABLE commission_backer
    ADD COLUMN decline_reason text,
    ADD CONSTRAINT commission_backer_declined_for_a_reason CHECK (decline_reason IS NULL OR status = 'declined');
ALTER TABLE person
    ADD COLUMN suspend_reason text,
    ADD CONSTRAINT person_suspended_for_a_reason CHECK (suspend_reason IS NULL OR suspended_at IS NOT NULL);
ALTER TABLE invitation
    ADD COLUMN revoke_reason text,
    ADD CONSTRAINT invitation_revoked_for_a_reason CHECK (revoke_reason IS NULL OR revoked_at IS NOT NULL);
ALTER TABLE erasure
    ADD COLUMN withdraw_reason text,
    ADD CONSTRAINT erasure_withdrawn_for_a_reason CHECK (withdraw_reason IS NULL OR status = 'withdrawn');
ALTER TABLE support_group_place
    ADD COLUMN leave_reason text,
    ADD CONSTRAINT support_group_place_left_for_a_reason CHECK (leave_reason IS NULL OR status = 'left');

CREATE TRIGGER for_a_reason BEFORE UPDATE ON offer FOR EACH ROW
    WHEN (NEW.status = 'withdrawn' AND OLD.status <> 'withdrawn' AND NEW.withdraw_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('withdraw_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON mentorship FOR EACH ROW
    WHEN (NEW.end_reason = 'declined' AND OLD.end_reason IS NULL AND NEW.decline_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('decline_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON commission_backer FOR EACH ROW
    WHEN (NEW.status = 'declined' AND OLD.status <> 'declined' AND NEW.decline_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('decline_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON person FOR EACH ROW
    WHEN (NEW.suspended_at IS NOT NULL AND OLD.suspended_at IS NULL AND NEW.suspend_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('suspend_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON invitation FOR EACH ROW
    WHEN (NEW.revoked_at IS NOT NULL AND OLD.revoked_at IS NULL AND NEW.revoke_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('revoke_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON erasure FOR EACH ROW
    WHEN (NEW.status = 'withdrawn' AND OLD.status <> 'withdrawn' AND NEW.withdraw_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('withdraw_reason');
CREATE TRIGGER for_a_reason BEFORE UPDATE ON support_group_place FOR EACH ROW
    WHEN (NEW.status = 'left' AND OLD.status <> 'left' AND NEW.leave_reason IS NULL)
    EXECUTE FUNCTION ends_for_a_reason('leave_reason');

-- Whoever may sign in again has no reason against it any more, also where a process of the release before reinstates them.
CREATE FUNCTION is_reinstated_without_a_reason() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW.suspend_reason := NULL;
    RETURN NEW;
END
$$;
CREATE TRIGGER without_a_reason BEFORE UPDATE ON person FOR EACH ROW
    WHEN (NEW.suspended_at IS NULL AND NEW.suspend_reason IS NOT NULL)
    EXECUTE FUNCTION is_reinstated_without_a_reason();
