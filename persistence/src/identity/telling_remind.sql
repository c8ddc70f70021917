-- What is due soon, or was not done in time, of which nobody was reminded: noted, with the people whom it concerns. A day
-- before an answer, a signature or a confirmation is due, half a day before that of an alliance. A visit waits for a week,
-- and what has waited for longer than two is left alone: it was so before anybody was reminded. Who has not said how it was
-- ($4 days after the end are the time for it) is reminded in the last week. A safeguarding assurance ends in four weeks, and a
-- designation, of which whoever holds it hears, the school that lends them and the alliance that looks after it.
-- Of an audit visit whoever goes is reminded on its day. Brokers are reminded of a follow-up that has no day $5 days after both
-- sides had spoken, and $6 days after it of what was not closed; and of a new head who has had no mentor or no support group for $7
-- days.
-- Feedback on coaching is due in two weeks, or was due when the practice was recorded. Work that lasts for six weeks or longer
-- is reviewed half-way; two weeks after the time for looking back it is signed off. While it rests, nobody is reminded of its
-- half or of its end; of the half once it has gone on, and of the end once that is over, which no pause puts off. Consents are
-- asked for by what the alliance has settled by then, and its brokers are reminded of them too: they enter those who have no role
-- yet. The clocks of service levels are in the file that stands before this one.
, consent_due AS (
    SELECT deployment.id, agree_by, deployment.alliance_id, side.school_id,
        CASE asked.kind WHEN 'chair_of_governors' THEN 'governor' WHEN 'trust' THEN 'trust_officer' ELSE 'head' END AS role
    FROM deployment
    CROSS JOIN LATERAL (
        SELECT release_consents, paid_consents FROM alliance_policy
        WHERE alliance_policy.alliance_id = deployment.alliance_id
            AND from_on <= ($1::timestamptz AT TIME ZONE 'UTC')::date
        ORDER BY version DESC
        LIMIT 1
    ) AS policy
    CROSS JOIN LATERAL (
        SELECT 'home' AS side, home_id AS school_id, policy.release_consents AS kinds
        UNION ALL
        SELECT 'host', host_id, policy.paid_consents
        WHERE num_nonnulls(terms -> 'settlement' ->> 'day_rate', terms -> 'settlement' ->> 'cover') > 0
    ) AS side
    CROSS JOIN LATERAL unnest(side.kinds) AS asked (kind)
    WHERE deployment.status = 'planned'
        AND agree_by > $1 AND agree_by <= $1::timestamptz + interval '24 hours'
        AND (asked.kind <> 'trust' OR EXISTS (SELECT FROM school WHERE id = side.school_id AND trust_id IS NOT NULL))
        AND NOT EXISTS (
            SELECT FROM consent
            WHERE consent.deployment_id = deployment.id AND consent.side = side.side AND consent.kind = asked.kind
                AND consent.status = 'given')
), soon AS (
    SELECT 'proposal.answer_due' AS kind, 'prp_' AS prefix, id, respond_by AS due_at,
        ARRAY[CASE WHEN home_accepted_at IS NULL THEN home_id END, CASE WHEN host_accepted_at IS NULL THEN host_id END]
            AS schools, '{}'::uuid[] AS alliances
    FROM proposal
    WHERE status IN ('sent', 'home_accepted', 'host_accepted')
        AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT 'deployment.agreement_due', 'dep_', id, agree_by,
        ARRAY[CASE WHEN home_agreed_at IS NULL THEN home_id END, CASE WHEN host_agreed_at IS NULL THEN host_id END],
        CASE WHEN alliance_agreed_at IS NULL AND NOT agreed_without_alliance(kind, terms, arranged) THEN ARRAY[alliance_id] END
    FROM deployment
    WHERE status = 'planned' AND agree_by > $1 AND agree_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT 'request.answer_due', 'req_', id, respond_by, '{}', alliances
    FROM support_request
    WHERE status = 'submitted' AND overdue_at IS NULL
        AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '12 hours'
    UNION ALL
    SELECT * FROM clock
    UNION ALL
    SELECT 'visit.confirmation_due', 'vis_', visit.id, recorded_at + interval '7 days', ARRAY[deployment.host_id], '{}'
    FROM visit
    JOIN deployment ON deployment.id = visit.deployment_id
    WHERE visit.status = 'recorded'
        AND recorded_at > $1::timestamptz - interval '7 days' AND recorded_at <= $1::timestamptz - interval '6 days'
    UNION ALL
    SELECT 'visit.confirmation_overdue', 'vis_', visit.id, recorded_at + interval '7 days', ARRAY[deployment.host_id],
        ARRAY[deployment.alliance_id]
    FROM visit
    JOIN deployment ON deployment.id = visit.deployment_id
    WHERE visit.status = 'recorded'
        AND recorded_at > $1::timestamptz - interval '14 days' AND recorded_at <= $1::timestamptz - interval '7 days'
    UNION ALL
    SELECT 'deployment.evaluation_due', 'dep_', id, ended_at + make_interval(days => $4),
        ARRAY[
            CASE WHEN NOT EXISTS (SELECT FROM evaluation WHERE deployment_id = deployment.id AND side = 'home') THEN home_id END,
            CASE WHEN NOT EXISTS (SELECT FROM evaluation WHERE deployment_id = deployment.id AND side = 'host') THEN host_id END
        ], '{}'
    FROM deployment
    WHERE status = 'completed' AND ended_at > $1::timestamptz - make_interval(days => $4)
        AND ended_at <= $1::timestamptz - make_interval(days => $4 - 7)
    UNION ALL
    SELECT 'mentorship.ending', 'mtr_', id, ends_on::timestamp AT TIME ZONE 'UTC', '{}', ARRAY[alliance_id]
    FROM mentorship
    WHERE status IN ('active', 'paused') AND ends_on > ($1::timestamptz AT TIME ZONE 'UTC')::date
        AND ends_on <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 14
    UNION ALL
    SELECT 'assurance.ends_soon', 'asr_', id, valid_until::timestamp AT TIME ZONE 'UTC', ARRAY[employer_id], '{}'
    FROM safeguarding_assurance AS it
    WHERE status = 'given' AND valid_until >= ($1::timestamptz AT TIME ZONE 'UTC')::date
        AND valid_until <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 28
        AND NOT EXISTS (
            SELECT FROM safeguarding_assurance AS later
            WHERE later.specialist_id = it.specialist_id AND later.status = 'given' AND later.valid_until > it.valid_until)
        AND NOT EXISTS (
            SELECT FROM safeguarding_assurance AS later
            WHERE later.employer_id = it.employer_id AND num_nonnulls(later.specialist_id, it.specialist_id) = 0
                AND later.status = 'given' AND later.valid_until > it.valid_until)
    UNION ALL
    SELECT 'designation.ends_soon', 'dsg_', id, ends_on::timestamp AT TIME ZONE 'UTC', ARRAY[home_id], ARRAY[alliance_id]
    FROM designation
    WHERE status IN ('designated', 'suspended') AND ends_on >= ($1::timestamptz AT TIME ZONE 'UTC')::date
        AND ends_on <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 28
    UNION ALL
    SELECT 'coaching_practice.feedback_due', 'cpr_', id, feedback_due_on::timestamp AT TIME ZONE 'UTC', ARRAY[school_id], '{}'
    FROM coaching_practice
    WHERE status = 'practising' AND feedback_due_on <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 14
    UNION ALL
    SELECT 'visit.dispute_due', 'vis_', visit.id, disputed_at + interval '7 days', ARRAY[deployment.home_id],
        ARRAY[deployment.alliance_id]
    FROM visit
    JOIN deployment ON deployment.id = visit.deployment_id
    WHERE visit.status = 'disputed' AND disputed_at <= $1::timestamptz - interval '6 days'
    UNION ALL
    SELECT CASE WHEN least(ends_on, final_day) < ($1::timestamptz AT TIME ZONE 'UTC')::date THEN 'deployment.past_its_end'
            ELSE 'deployment.ends_soon' END,
        'dep_', id, least(ends_on, final_day)::timestamp AT TIME ZONE 'UTC', ARRAY[home_id, host_id], ARRAY[alliance_id]
    FROM deployment
    WHERE status IN ('active', 'paused')
        AND least(ends_on, final_day) <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 7
        AND (status = 'active' OR least(ends_on, final_day) < ($1::timestamptz AT TIME ZONE 'UTC')::date)
    UNION ALL
    SELECT 'deployment.midterm_due', 'dep_', id,
        half_way(started_at, least(ends_on, final_day))::timestamp AT TIME ZONE 'UTC', ARRAY[host_id], ARRAY[alliance_id]
    FROM deployment
    WHERE status = 'active' AND midterm_done_at IS NULL
        AND half_way(started_at, least(ends_on, final_day)) <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 7
        AND (half_way(started_at, least(ends_on, final_day)) > ($1::timestamptz AT TIME ZONE 'UTC')::date - 14
            OR EXISTS (
                SELECT FROM deployment_pause AS pause
                WHERE pause.deployment_id = deployment.id AND pause.ended_at > $1::timestamptz - interval '14 days'))
        AND least(ends_on, final_day) - (started_at AT TIME ZONE 'UTC')::date >= 42
    UNION ALL
    SELECT 'deployment.final_review_due', 'dep_', id, ended_at + make_interval(days => $4),
        ARRAY[
            CASE WHEN NOT EXISTS (SELECT FROM review WHERE deployment_id = deployment.id AND review.kind = 'final')
                THEN host_id END,
            -- The heads write it where no specialist does.
            CASE WHEN acts_as_specialist(person_id, $1) IS NOT TRUE
                AND NOT EXISTS (SELECT FROM review WHERE deployment_id = deployment.id AND review.kind = 'self_evaluation')
                THEN home_id END
        ], '{}'
    FROM deployment
    WHERE status IN ('completed', 'evaluated', 'followed_up') AND signed_off_at IS NULL
        AND ended_at > $1::timestamptz - make_interval(days => $4)
        AND ended_at <= $1::timestamptz - make_interval(days => $4 - 7)
    UNION ALL
    SELECT 'deployment.sign_off_due', 'dep_', id, ended_at + make_interval(days => $4 + 14), '{}', ARRAY[alliance_id]
    FROM deployment
    WHERE status IN ('completed', 'evaluated', 'followed_up') AND signed_off_at IS NULL
        AND ended_at > $1::timestamptz - make_interval(days => $4 + 28)
        AND ended_at <= $1::timestamptz - make_interval(days => $4 + 7)
    UNION ALL
    SELECT CASE WHEN follow_up_on < ($1::timestamptz AT TIME ZONE 'UTC')::date THEN 'deployment.follow_up_overdue'
            ELSE 'deployment.follow_up_due' END,
        'dep_', id, follow_up_on::timestamp AT TIME ZONE 'UTC', ARRAY[host_id], ARRAY[alliance_id]
    FROM deployment
    WHERE status IN ('completed', 'evaluated') AND follow_up_on <= ($1::timestamptz AT TIME ZONE 'UTC')::date + 7
    UNION ALL
    SELECT 'grant.review_due', 'gra_', id,
        (starts_on + make_interval(months => review_after_months)) AT TIME ZONE 'UTC', '{}', ARRAY[alliance_id]
    FROM programme_grant
    WHERE reviewed_on IS NULL
        AND starts_on + make_interval(months => review_after_months) <= $1::timestamptz AT TIME ZONE 'UTC'
    UNION ALL
    SELECT 'alliance_invitation.answer_due', 'ain_', id, respond_by, ARRAY[school_id], '{}'
    FROM alliance_invitation
    WHERE status = 'invited' AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT 'proposal.approval_due', 'prp_', id, respond_by, '{}', '{}'
    FROM proposal
    WHERE status IN ('sent', 'home_accepted', 'host_accepted') AND own_placement AND second_approval_by IS NULL
        AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT 'deployment.approval_due', 'dep_', id, agree_by, '{}', '{}'
    FROM deployment
    WHERE status = 'planned' AND second_approval_by IS NULL
        AND (own_placement OR home_interest OR host_interest OR terms -> 'settlement' ->> 'kind' = 'waived')
        AND agree_by > $1 AND agree_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT DISTINCT 'deployment.consent_due', 'dep_', id, agree_by, '{}'::uuid[], ARRAY[alliance_id]
    FROM consent_due
    UNION ALL
    SELECT 'referral.answer_due', 'ref_', id, respond_by, '{}', ARRAY[to_alliance_id]
    FROM referral
    WHERE status = 'sent' AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT 'pool.answer_due', 'pol_', pool_id, pool_member.respond_by, array_agg(pool_member.school_id), '{}'
    FROM pool_member
    JOIN pooled_budget AS pool ON pool.id = pool_id AND pool.status = 'open'
    WHERE pool_member.status = 'asked'
        AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '24 hours'
    GROUP BY pool_id, pool_member.respond_by
    UNION ALL
    SELECT 'commission.answer_due', 'joi_', id, respond_by,
        ARRAY(
            SELECT school_id FROM commission_backer AS backer
            WHERE backer.commission_id = joint_commission.id AND backer.status = 'asked' AND passed_to IS NULL),
        '{}'
    FROM joint_commission
    WHERE status = 'asked' AND respond_by > $1 AND respond_by <= $1::timestamptz + interval '24 hours'
    UNION ALL
    SELECT 'audit_visit.due', 'aud_', id, planned_on::timestamp AT TIME ZONE 'UTC', '{}', '{}'
    FROM audit_visit
    WHERE status = 'asked' AND planned_on <= ($1::timestamptz AT TIME ZONE 'UTC')::date
    UNION ALL
    -- What is agreed and not begun holds back time, money and a promise all the same.
    SELECT CASE WHEN ends_on < ($1::timestamptz AT TIME ZONE 'UTC')::date THEN 'deployment.never_begun'
            ELSE 'deployment.start_due' END,
        'dep_', id,
        CASE WHEN ends_on < ($1::timestamptz AT TIME ZONE 'UTC')::date THEN ends_on
            ELSE (terms ->> 'starts_on')::date END::timestamp AT TIME ZONE 'UTC',
        ARRAY[home_id, host_id], ARRAY[alliance_id]
    FROM deployment
    WHERE status = 'agreed' AND terms ->> 'starts_on' < to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD')
    UNION ALL
    SELECT 'deployment.follow_up_unplanned', 'dep_', id, evaluated_at + make_interval(days => $5), '{}', ARRAY[alliance_id]
    FROM deployment
    WHERE status = 'evaluated' AND follow_up_on IS NULL
        AND evaluated_at <= $1::timestamptz - make_interval(days => $5)
    UNION ALL
    SELECT 'deployment.close_due', 'dep_', id, followed_up_at + make_interval(days => $6), '{}', ARRAY[alliance_id]
    FROM deployment
    WHERE status = 'followed_up' AND followed_up_at <= $1::timestamptz - make_interval(days => $6)
    UNION ALL
    -- After the end grants and pooled budgets hold money for nothing but visits of which the host has said nothing.
    SELECT 'deployment.held_money_ends_soon', 'dep_', id, ended_at + make_interval(days => $8), ARRAY[host_id], ARRAY[alliance_id]
    FROM deployment
    WHERE ended_at > $1::timestamptz - make_interval(days => $8) AND ended_at <= $1::timestamptz - make_interval(days => $8 - 7)
        AND 0 < (
            SELECT sum(held) FROM (
                SELECT held FROM pool_line WHERE deployment_id = deployment.id
                UNION ALL
                SELECT held FROM grant_line WHERE deployment_id = deployment.id
            ) AS line
        )
    UNION ALL
    SELECT DISTINCT 'school.new_head_unsupported', 'sch_', membership.school_id, begun_at + make_interval(days => $7), '{}'::uuid[],
        ARRAY(
            SELECT member.alliance_id FROM alliance_member AS member
            WHERE member.school_id = membership.school_id AND member.until IS NULL)
    FROM membership
    WHERE membership.role = 'head' AND membership.status = 'active'
        AND begun_at <= $1::timestamptz - make_interval(days => $7)
        AND begun_at > $1::timestamptz - make_interval(months => new_head_months())
        AND (membership.until IS NULL OR membership.until > $1) AND lacks_support(person_id, school_id, begun_at, $1)
        -- Of several heads of a school the last who came leads it.
        AND NOT EXISTS (
            SELECT FROM membership AS later
            WHERE later.school_id = membership.school_id AND later.role = 'head' AND later.status = 'active'
                AND later.begun_at > membership.begun_at)
    UNION ALL
    -- All that such a school had open stands still until somebody decides.
    SELECT 'school.succession_undecided', 'sch_', school.id, coalesce(closed_on, DATE '2000-01-01')::timestamp AT TIME ZONE 'UTC',
        '{}',
        ARRAY(
            SELECT member.alliance_id FROM alliance_member AS member
            WHERE member.school_id = school.id AND member.until IS NULL)
    FROM school
    WHERE status = 'closed' AND NOT EXISTS (SELECT FROM succession WHERE succession.school_id = school.id)
        AND (SELECT count(*) FROM school_succession AS link JOIN school AS after ON after.urn = link.successor_urn
            WHERE link.predecessor_urn = school.urn) > 1
        AND EXISTS (
            SELECT FROM school_with_open AS it WHERE it.school_id = school.id
            UNION ALL
            SELECT FROM school_with_unfinished AS it WHERE it.school_id = school.id)
), fresh AS (
    SELECT * FROM soon
    WHERE NOT EXISTS (
        SELECT FROM reminder
        WHERE reminder.subject_id = soon.id AND reminder.kind = soon.kind AND reminder.due_at = soon.due_at)
    ORDER BY due_at, id
    LIMIT $2
), noted AS (
    INSERT INTO reminder (subject_id, kind, due_at)
    SELECT id, kind, due_at FROM fresh
    ON CONFLICT DO NOTHING
    RETURNING subject_id, kind, due_at
