-- Everything open of closed schools moves to the schools that took their place, which the table `heir` names, and with it
-- what is done and not finished with. What is over stays where it was, and so do posted transfers and charges: whoever reads
-- them counts predecessors instead (SETTLED 2). Several statements, run as they stand; each sees what those before it did.

-- What carries on between two schools, as it will stand.
CREATE TEMPORARY TABLE party ON COMMIT DROP AS
SELECT p.id AS proposal_id, d.id AS deployment_id, p.request_id,
    coalesce(host.new, p.host_id) AS host_id, coalesce(home.new, p.home_id) AS home_id,
    coalesce(d.status, 'planned') IN ('planned', 'agreed', 'active', 'paused') AS is_live
FROM proposal p
LEFT JOIN deployment d ON d.proposal_id = p.id
LEFT JOIN heir host ON host.old = p.host_id
LEFT JOIN heir home ON home.old = p.home_id
WHERE num_nonnulls(host.new, home.new) > 0 AND (
    p.status IN ('sent', 'home_accepted', 'host_accepted') OR carries_on(d.id, d.status)
);

-- Both sides would be one school: there is nobody left to deploy to. Such a request stays until a broker ends that. Work that
-- is done between the two stays where it was done.
CREATE TEMPORARY TABLE stuck ON COMMIT DROP AS
SELECT DISTINCT request_id FROM party WHERE host_id = home_id AND is_live;
DELETE FROM party WHERE host_id = home_id OR request_id IN (SELECT request_id FROM stuck);

UPDATE offer o SET school_id = heir.new, place = s.place, version = o.version + 1
FROM heir JOIN school s ON s.id = heir.new
WHERE o.school_id = heir.old AND o.status <> 'withdrawn';

UPDATE specialist p SET school_id = heir.new, version = p.version + 1 FROM heir WHERE p.school_id = heir.old;

-- Who employs them under the new number stands by the word that was given under the old one.
UPDATE safeguarding_assurance a SET employer_id = heir.new, version = a.version + 1
FROM heir WHERE a.employer_id = heir.old;

UPDATE support_request r
SET school_id = heir.new, version = r.version + 1,
    -- A draft is seen by its own school alone, which is now the other one.
    audience = CASE WHEN r.status = 'draft' THEN ARRAY[heir.new] ELSE r.audience || heir.new END
FROM heir
WHERE r.school_id = heir.old AND r.status NOT IN ('closed', 'withdrawn')
    AND r.id NOT IN (SELECT request_id FROM stuck);

-- A school to which a request was proposed answers it under its new number, and knows what it knew.
UPDATE support_request r
SET responders = r.responders || mine.heirs, version = r.version + 1,
    named_to = r.named_to || ARRAY(SELECT heir.new FROM heir WHERE heir.old = ANY (r.named_to))
FROM (
    SELECT of.id, array_agg(DISTINCT heir.new) AS heirs
    FROM support_request of JOIN heir ON heir.old = ANY (of.responders) AND heir.new <> ALL (of.responders)
    GROUP BY of.id
) mine
WHERE mine.id = r.id;

UPDATE proposal p SET host_id = party.host_id, home_id = party.home_id, version = p.version + 1
FROM party WHERE party.proposal_id = p.id;

UPDATE deployment d SET host_id = party.host_id, home_id = party.home_id, version = d.version + 1
FROM party WHERE party.deployment_id = d.id;

-- What is owed is owed by and to whoever took the school's place, from now on; what one school would owe to itself has ended by
-- now.
SELECT set_config('lateral.now', max(at)::text, true) FROM heir;
UPDATE obligation o
SET debtor_id = coalesce(debtor.new, o.debtor_id), creditor_id = coalesce(creditor.new, o.creditor_id),
    version = o.version + 1
FROM obligation was
LEFT JOIN heir debtor ON debtor.old = was.debtor_id
LEFT JOIN heir creditor ON creditor.old = was.creditor_id
WHERE was.id = o.id AND o.status IN ('open', 'due', 'overdue') AND num_nonnulls(debtor.new, creditor.new) > 0
    AND coalesce(debtor.new, o.debtor_id) IS DISTINCT FROM coalesce(creditor.new, o.creditor_id);

-- Whoever could read a record still can, under the school's new number.
DO $$
DECLARE
    private text;
BEGIN
    FOREACH private IN ARRAY ARRAY[
        'consent', 'programme_grant', 'alliance_invitation',
        'support_request', 'match_run', 'referral', 'proposal', 'deployment', 'conflict_declaration', 'visit', 'review',
        'evaluation', 'measure', 'case_study', 'obligation', 'audit_visit', 'initial_meeting', 'overruling',
        'joint_commission'
    ] LOOP
        EXECUTE format(
            'UPDATE %1$I AS it SET audience = it.audience || more.heirs FROM ('
            'SELECT seen.id, array_agg(DISTINCT heir.new) AS heirs FROM %1$I AS seen '
            'JOIN heir ON heir.old = ANY (seen.audience) AND heir.new <> ALL (seen.audience) '
            'WHERE seen.audience && ARRAY(SELECT old FROM heir) GROUP BY seen.id) AS more WHERE more.id = it.id',
            private
        );
    END LOOP;
END
$$;

UPDATE grant_year AS it SET audience = whole.audience FROM programme_grant AS whole
WHERE whole.id = it.grant_id AND whole.audience && ARRAY(SELECT old FROM heir);

-- A grant goes on to be paid to whoever took the school's place, as long as a year of it is not released or not spent.
UPDATE programme_grant g SET school_id = heir.new, version = g.version + 1
FROM heir
WHERE g.school_id = heir.old
    AND EXISTS (
        SELECT FROM grant_year AS it WHERE it.grant_id = g.id AND (it.status <> 'released' OR it.spent < it.pence)
    );

-- Whoever leads the successor speaks for those who work there now.
UPDATE designation d
SET home_id = heir.new, version = d.version + 1,
    audience = d.audience || overlay(heir.new::text PLACING 'a' FROM 15 FOR 1)::uuid
        || CASE WHEN d.post = 'headteacher' THEN ARRAY[overlay(heir.new::text PLACING 'c' FROM 15 FOR 1)::uuid] ELSE '{}' END
FROM heir WHERE d.home_id = heir.old AND d.ended_at IS NULL;

-- Mentoring goes on between the same two people, unless both would be of one school: then it ends by itself.
UPDATE mentorship m
SET school_id = coalesce(led.new, m.school_id), home_id = coalesce(lent.new, m.home_id), version = m.version + 1,
    audience = CASE WHEN lent.new IS NULL OR m.offered_at IS NULL THEN m.audience
        ELSE m.audience || overlay(lent.new::text PLACING 'a' FROM 15 FOR 1)::uuid END
FROM mentorship was
LEFT JOIN heir led ON led.old = was.school_id
LEFT JOIN heir lent ON lent.old = was.home_id
WHERE was.id = m.id AND m.ended_at IS NULL AND num_nonnulls(led.new, lent.new) > 0
    AND coalesce(led.new, m.school_id) <> coalesce(lent.new, m.home_id);
UPDATE support_group_place p SET school_id = heir.new, version = p.version + 1
FROM heir WHERE p.school_id = heir.old AND p.status IN ('offered', 'accepted');
UPDATE coaching_practice c
SET school_id = heir.new, version = c.version + 1,
    audience = c.audience || overlay(heir.new::text PLACING 'a' FROM 15 FOR 1)::uuid
FROM heir WHERE c.school_id = heir.old AND c.status = 'practising';
-- Whoever led the school leads its successor since the same day.
UPDATE headship h SET school_id = heir.new
FROM heir
WHERE h.school_id = heir.old AND h.ended_on IS NULL AND NOT EXISTS (
    SELECT FROM headship same LEFT JOIN heir of ON of.old = same.school_id AND same.ended_on IS NULL
    WHERE same.person_id = h.person_id AND same.id <> h.id AND coalesce(of.new, same.school_id) = heir.new
        AND (same.ended_on IS NULL OR same.ended_on >= h.started_on) AND (of.new IS NULL OR same.id < h.id)
);

-- The time of a school: what is held goes with those for whom it is held, the rest with the school; for each half-term
-- the successor has a window by now. What history refers to stays.
UPDATE reservation r SET window_id = its.id
FROM party, capacity_window old, heir, capacity_window its
WHERE r.proposal_id = party.proposal_id AND old.id = r.window_id AND heir.old = old.school_id
    AND its.school_id = heir.new AND heir.new = party.home_id AND its.half_term = old.half_term;
-- So does what the plan of a round holds of it.
UPDATE round_hold h SET window_id = its.id
FROM capacity_window old, heir, capacity_window its
WHERE old.id = h.window_id AND heir.old = old.school_id AND its.school_id = heir.new AND its.half_term = old.half_term;
UPDATE round_line l SET home_id = heir.new FROM heir WHERE l.home_id = heir.old AND NOT l.is_over;
-- What was chosen for a round goes with them, but for what was chosen of the successor already.
UPDATE round_choice c SET home_id = heir.new FROM heir, round_line l
WHERE c.home_id = heir.old AND (l.round_id, l.request_id) = (c.round_id, c.request_id) AND NOT l.is_over
    AND NOT EXISTS (
        SELECT FROM round_choice o
        WHERE (o.round_id, o.request_id) = (c.round_id, c.request_id) AND o.holder_id = heir.new
    );
-- And nobody who said no is asked again by the name of their successor.
UPDATE round_try t SET home_id = heir.new FROM heir, round_line l
WHERE t.home_id = heir.old AND (l.round_id, l.request_id) = (t.round_id, t.request_id) AND NOT l.is_over;
-- And what a ring of schools holds, which comes to nothing when its worker looks at it.
UPDATE exchange_ring_hold h SET window_id = its.id
FROM capacity_window old, heir, capacity_window its
WHERE old.id = h.window_id AND heir.old = old.school_id AND its.school_id = heir.new AND its.half_term = old.half_term;

WITH held AS (
    SELECT w.id, w.school_id, w.half_term, w.half_days,
        coalesce(sum(r.half_days) FILTER (WHERE r.state = 'reserved'), 0) AS reserved,
        coalesce(sum(r.half_days) FILTER (WHERE r.state = 'committed'), 0) AS committed
    FROM capacity_window w
    LEFT JOIN (
        SELECT window_id, half_days, state FROM reservation
        UNION ALL
        SELECT window_id, half_days, 'reserved' FROM round_hold
        UNION ALL
        SELECT window_id, half_days, 'reserved' FROM exchange_ring_hold
    ) r ON r.window_id = w.id
    WHERE w.school_id IN (SELECT old FROM heir UNION SELECT new FROM heir)
    GROUP BY w.id
), passed AS (
    SELECT heir.new AS school_id, held.half_term, sum(held.half_days - held.reserved - held.committed) AS half_days
    FROM held JOIN heir ON heir.old = held.school_id
    GROUP BY heir.new, held.half_term
)
UPDATE capacity_window w
SET reserved = held.reserved, committed = held.committed, version = w.version + 1,
    half_days = CASE WHEN EXISTS (SELECT FROM heir WHERE heir.old = w.school_id) THEN held.reserved + held.committed
        ELSE w.half_days + coalesce(passed.half_days, 0) END
FROM held LEFT JOIN passed ON passed.school_id = held.school_id AND passed.half_term = held.half_term
WHERE held.id = w.id;

-- The school's own days of half-terms, where the successor keeps none of its own.
UPDATE half_term_days days SET school_id = heir.new
FROM heir
WHERE days.school_id = heir.old AND NOT EXISTS (
    SELECT FROM half_term_days AS same LEFT JOIN heir AS of ON of.old = same.school_id
    WHERE same.half_term = days.half_term AND coalesce(of.new, same.school_id) = heir.new
        AND (of.new IS NULL OR same.school_id < days.school_id)
);

-- People: whoever holds the role at the successor already, or twice over, holds it once.
UPDATE membership m SET status = 'ended', ended_at = greatest(heir.at, m.created_at), end_reason = 'school_changed',
    version = m.version + 1
FROM heir
WHERE m.school_id = heir.old AND m.status <> 'ended' AND EXISTS (
    SELECT FROM membership same LEFT JOIN heir of ON of.old = same.school_id
    WHERE same.person_id = m.person_id AND same.role = m.role AND same.status <> 'ended'
        AND coalesce(of.new, same.school_id) = heir.new AND (of.new IS NULL OR same.id < m.id)
);
UPDATE membership m
SET school_id = heir.new, audience = array_replace(m.audience, heir.old, heir.new), version = m.version + 1
FROM heir WHERE m.school_id = heir.old AND m.status <> 'ended';

UPDATE invitation i
SET school_id = heir.new, audience = array_replace(i.audience, heir.old, heir.new), version = i.version + 1
FROM heir WHERE i.school_id = heir.old AND num_nonnulls(i.accepted_at, i.revoked_at) = 0;

-- So are posts: one that would overlap another at the successor ends with the school.
UPDATE employment e
SET school_id = heir.new
FROM heir
WHERE e.school_id = heir.old AND e.ended_on IS NULL AND NOT EXISTS (
    SELECT FROM employment same LEFT JOIN heir of ON of.old = same.school_id AND same.ended_on IS NULL
    WHERE same.person_id = e.person_id AND same.id <> e.id AND coalesce(of.new, same.school_id) = heir.new
        AND (same.ended_on IS NULL OR same.ended_on > e.started_on) AND (of.new IS NULL OR same.id < e.id)
);
UPDATE employment e SET ended_on = greatest(e.started_on, (heir.at AT TIME ZONE 'UTC')::date)
FROM heir WHERE e.school_id = heir.old AND e.ended_on IS NULL;

-- A specialist's new school that agreed to give what the former one gave, while the broker has not decided.
UPDATE departure d SET taken_on_for = heir.new FROM heir WHERE d.taken_on_for = heir.old AND d.decided_at IS NULL;

-- Alliances. What one of them asked of the school, its successor answers, unless it is asked as well.
UPDATE alliance_invitation i SET school_id = heir.new, version = i.version + 1
FROM heir
WHERE i.school_id = heir.old AND i.status = 'invited' AND NOT EXISTS (
    SELECT FROM alliance_invitation AS same LEFT JOIN heir AS of ON of.old = same.school_id
    WHERE same.alliance_id = i.alliance_id AND same.status = 'invited' AND coalesce(of.new, same.school_id) = heir.new
        AND (of.new IS NULL OR same.id < i.id)
) AND NOT EXISTS (
    SELECT FROM alliance_member AS member LEFT JOIN heir AS of ON of.old = member.school_id
    WHERE member.alliance_id = i.alliance_id AND member.until IS NULL AND coalesce(of.new, member.school_id) = heir.new
);
-- It rests where all rested whose place it takes, and leads nothing while it rests.
INSERT INTO alliance_member (alliance_id, school_id, since, rested_at, rests_until, rest_reason)
SELECT alliance_id, new, at, CASE WHEN rests THEN at END, CASE WHEN rests AND ends THEN last_day END,
    CASE WHEN rests THEN reason END
FROM (
    SELECT m.alliance_id, heir.new, heir.at, max(m.rests_until) AS last_day, bool_and(m.rests_until IS NOT NULL) AS ends,
        min(m.rest_reason) AS reason,
        bool_and(m.rested_at IS NOT NULL AND coalesce(m.rests_until >= (heir.at AT TIME ZONE 'UTC')::date, true)) AS rests
    FROM alliance_member m JOIN heir ON heir.old = m.school_id
    WHERE m.until IS NULL AND NOT EXISTS (
        SELECT FROM alliance_member its
        WHERE its.alliance_id = m.alliance_id AND its.school_id = heir.new AND its.until IS NULL
    )
    GROUP BY m.alliance_id, heir.new, heir.at
) AS place
ON CONFLICT (alliance_id, school_id, since) DO UPDATE SET until = NULL, leave_reason = NULL;
UPDATE alliance_member m SET until = greatest(heir.at, m.since + interval '1 microsecond'), leave_reason = 'school_changed'
FROM heir WHERE m.school_id = heir.old AND m.until IS NULL;
-- Whoever brokers for a school reads what it owes and is owed.
UPDATE obligation o SET audience = o.audience || more.alliances
FROM (
    SELECT its.id, array_agg(DISTINCT member.alliance_id) AS alliances
    FROM heir
    JOIN obligation its ON heir.new IN (its.debtor_id, its.creditor_id)
    JOIN alliance_member member ON member.school_id IN (its.debtor_id, its.creditor_id) AND member.until IS NULL
    WHERE member.alliance_id <> ALL (its.audience)
    GROUP BY its.id
) more
WHERE more.id = o.id;
UPDATE alliance_member m SET rested_at = NULL, rests_until = NULL, rest_reason = NULL
FROM heir JOIN alliance a ON a.lead_school_id = heir.old
WHERE m.school_id = heir.new AND m.alliance_id = a.id AND m.rested_at IS NOT NULL;
UPDATE alliance a SET lead_school_id = heir.new, version = a.version + 1 FROM heir WHERE a.lead_school_id = heir.old;

-- Whoever holds the directory or the market in memory reads both anew.
UPDATE school SET version = version + 1 WHERE id IN (SELECT old FROM heir UNION SELECT new FROM heir);
