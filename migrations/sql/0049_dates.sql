-- What was left of the eight orders of dates that every piece of support keeps (decision 55). The service has kept them from
-- its first day, so what is there passes.

ALTER TABLE proposal
    ADD CONSTRAINT proposal_accepted_after_sent CHECK (least(home_accepted_at, host_accepted_at) >= sent_at) NOT VALID,
    ADD CONSTRAINT proposal_ended_last CHECK (
        ended_at >= greatest(sent_at, home_accepted_at, host_accepted_at)
    ) NOT VALID;
ALTER TABLE referral ADD CONSTRAINT referral_answered_after_sent CHECK (answered_at >= sent_at) NOT VALID;
ALTER TABLE deployment
    ADD CONSTRAINT deployment_signed_after_planned CHECK (
        least(home_agreed_at, host_agreed_at) >= planned_at
    ) NOT VALID,
    ADD CONSTRAINT deployment_agreed_after_signed CHECK (
        agreed_at >= greatest(home_agreed_at, host_agreed_at)
    ) NOT VALID;
ALTER TABLE visit RENAME CONSTRAINT visit_check TO visit_confirmed_after_recorded;
ALTER TABLE visit
    ADD CONSTRAINT visit_recorded_after_visited CHECK (
        (recorded_at AT TIME ZONE 'UTC')::date >= visited_on
    ) NOT VALID,
    -- A visit is confirmed, or was, when its confirmation is there with whose it is and when.
    ADD CONSTRAINT visit_confirmed_when_it_says CHECK (
        num_nonnulls(confirmation_id, confirmed_by, confirmed_at)
            = CASE WHEN status IN ('confirmed', 'reversed') THEN 3 ELSE 0 END
    ) NOT VALID;

ALTER TABLE proposal
    VALIDATE CONSTRAINT proposal_accepted_after_sent,
    VALIDATE CONSTRAINT proposal_ended_last;
ALTER TABLE referral VALIDATE CONSTRAINT referral_answered_after_sent;
ALTER TABLE deployment
    VALIDATE CONSTRAINT deployment_signed_after_planned,
    VALIDATE CONSTRAINT deployment_agreed_after_signed;
ALTER TABLE visit
    VALIDATE CONSTRAINT visit_recorded_after_visited,
    VALIDATE CONSTRAINT visit_confirmed_when_it_says;
