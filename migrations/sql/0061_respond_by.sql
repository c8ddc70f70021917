-- Until when those who are asked may answer: another alliance whether it takes a request on, a school whether it puts money into
-- a pooled budget or backs another school's request. Before, the day was told and nothing came of it (DOMAIN A11).

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE referral ADD COLUMN respond_by timestamptz;
ALTER TABLE pool_member ADD COLUMN respond_by timestamptz;
ALTER TABLE joint_commission ADD COLUMN respond_by timestamptz;

-- Who was asked before this has as long as was told, and a week from now at least. What waits in the national pool has no day:
-- nobody owes an answer there.
UPDATE referral SET respond_by = greatest(sent_at + interval '7 days', now() + interval '7 days')
    WHERE status = 'sent' AND to_alliance_id IS NOT NULL;
UPDATE pool_member SET respond_by = greatest(asked_at + interval '28 days', now() + interval '7 days')
    WHERE status = 'asked';
UPDATE joint_commission SET respond_by = greatest(asked_at + interval '14 days', now() + interval '7 days')
    WHERE status = 'asked';

-- What the release before writes while this is migrated has no day, and waits as it did.
ALTER TABLE referral
    ADD CONSTRAINT referral_respond_after_sent CHECK (respond_by > sent_at),
    ADD CONSTRAINT referral_respond_by_one CHECK (respond_by IS NULL OR to_alliance_id IS NOT NULL),
    ADD CONSTRAINT referral_lapsed_after_its_day CHECK (status <> 'lapsed' OR (answered_at > respond_by) IS TRUE);
ALTER TABLE pool_member
    ADD CONSTRAINT pool_member_respond_after_asked CHECK (respond_by > asked_at),
    ADD CONSTRAINT pool_member_lapsed_after_its_day CHECK (status <> 'lapsed' OR (answered_at > respond_by) IS TRUE);
ALTER TABLE joint_commission
    ADD CONSTRAINT commission_respond_after_asked CHECK (respond_by > asked_at),
    ADD CONSTRAINT commission_lapsed_after_its_day CHECK (status <> 'lapsed' OR (ended_at > respond_by) IS TRUE),
    ADD CONSTRAINT commission_over_when_it_says
        CHECK ((status IN ('agreed', 'declined', 'ended', 'lapsed')) = (ended_at IS NOT NULL)),
    DROP CONSTRAINT commission_ended_when_it_says;

CREATE INDEX referral_due ON referral (respond_by) WHERE status = 'sent';
CREATE INDEX pool_member_due ON pool_member (respond_by) WHERE status = 'asked';
CREATE INDEX joint_commission_due ON joint_commission (respond_by) WHERE status = 'asked';

-- Who may approve what the first broker may not (DOMAIN E58): brokers of the alliance who have no part in it themselves and no
-- post at either school. Where there is none, the operators, who can enter one.
CREATE FUNCTION second_brokers(alliance uuid, schools uuid[], involved uuid[], at timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE AS $$
    WITH second AS (
        SELECT broker.person_id FROM membership AS broker
        WHERE broker.alliance_id = $1 AND broker.role = 'broker' AND broker.status = 'active'
            AND (broker.until IS NULL OR broker.until > $4) AND broker.person_id <> ALL ($3)
            AND NOT EXISTS (
                SELECT FROM membership AS post
                WHERE post.person_id = broker.person_id AND post.school_id = ANY ($2) AND post.ended_at IS NULL)
            AND NOT EXISTS (
                SELECT FROM employment
                WHERE employment.person_id = broker.person_id AND employment.school_id = ANY ($2)
                    AND (employment.ended_on IS NULL OR employment.ended_on >= ($4 AT TIME ZONE 'UTC')::date))
    )
    SELECT person_id FROM second
    UNION ALL
    SELECT operator.person_id FROM membership AS operator
    WHERE operator.role = 'operator' AND operator.status = 'active' AND (operator.until IS NULL OR operator.until > $4)
        AND NOT EXISTS (SELECT FROM second)
$$;
