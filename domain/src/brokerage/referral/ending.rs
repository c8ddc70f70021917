//! How a referral ends before it is taken on: why it is declined, and that whoever sent it takes it back.

use super::Referral;
use crate::access::{Action, Actor};
use crate::brokerage::ReferralStatus;
use crate::directory::Retraction;
use crate::{Event, Rejected, Rule, Timestamp, words};

words! {
    /// Why an alliance does not take a request on: neutral codes (DOMAIN E72).
    pub enum ReferralDecline {
        /// Its schools have no capacity.
        Capacity = "capacity",
        /// Nobody in it offers this.
        NotOffered = "not_offered",
        /// The journey is too long for its schools.
        Travel = "travel",
        /// The settlement does not suit.
        Settlement = "settlement",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

impl Referral {
    /// Takes it back, by the alliance that sent it to another one and a neutral code, before it was answered.
    pub fn withdraw(&mut self, by: &Actor, reason: Retraction, now: Timestamp) -> Result<Event, Rejected> {
        let from = self.from.ok_or(Rule::NotAllowed)?;
        by.require(Action::ReferRequest { alliance: from })?;
        // Out of the national pool it comes by declining it.
        self.to.ok_or(Rule::StepNotOpen)?;
        self.require_open()?;
        self.answer(ReferralStatus::Withdrawn, now);
        self.withdraw_reason = Some(reason);
        Ok(Event::ReferralWithdrawn { referral: self.id, request: self.request, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::proposal::tests::{broker, id};
    use crate::brokerage::testing::start;
    use crate::text::Remark;

    #[test]
    fn whoever_sent_it_to_another_alliance_takes_it_back_before_it_is_answered() {
        let why = || Remark::new("No time").unwrap();
        let sent = |to| Referral::send(id(1), id(2), (id(10), to), why(), &broker(10, 5), start()).unwrap().0;
        let mut it = sent(Some(id(11)));
        let no = it.withdraw(&broker(11, 6), Retraction::AnotherWay, start());
        assert_eq!(no, Err(Rule::NotAllowed.into()), "who is asked declines");
        let told = it.withdraw(&broker(10, 5), Retraction::AnotherWay, start()).unwrap();
        assert_eq!((told.name(), it.status), ("referral.withdrawn", ReferralStatus::Withdrawn));
        assert_eq!(it.withdraw(&broker(10, 5), Retraction::AnotherWay, start()), Err(Rule::StepNotOpen.into()));
        let pooled = sent(None).withdraw(&broker(10, 5), Retraction::AnotherWay, start());
        assert_eq!(pooled, Err(Rule::StepNotOpen.into()), "out of the national pool it comes by declining it");
    }
}
