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
