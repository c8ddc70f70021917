//! A referral: a request handed to another alliance, or to all of them (DOMAIN A3, SETTLED 7). What belongs to no alliance is
//! handed to all of them from the beginning.

mod ending;

use crate::access::{Action, Actor, NATIONAL_POOL};
use crate::brokerage::ReferralStatus;
use crate::directory::{Alliance, Retraction};
use crate::exchange::SupportRequest;
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

pub use ending::ReferralDecline;

/// Within how many days another alliance is asked to answer, as a first contact is made (DOMAIN F4).
const ANSWER_DAYS: u32 = 7;

/// A request handed on. Until it is taken on, the first alliance keeps it; afterwards both see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: Id<Referral>,
    /// The request.
    pub request: Id<SupportRequest>,
    /// The alliance that refers it; `None` for a request that no alliance brokers, which waits in the national pool of itself.
    pub from: Option<Id<Alliance>>,
    /// The alliance that is asked, or that took it from the national pool; `None` while it waits there.
    pub to: Option<Id<Alliance>>,
    /// Why it is referred.
    pub reason: Remark,
    /// Where it stands.
    pub status: ReferralStatus,
    /// Who referred it; `None` if nobody had to.
    pub sent_by: Option<Id<Person>>,
    /// When.
    pub sent_at: Timestamp,
    /// Until when the alliance that is asked may answer; `None` in the national pool, where nobody owes an answer.
    pub respond_by: Option<Timestamp>,
    /// When it was answered, or ended otherwise.
    pub answered_at: Option<Timestamp>,
    /// Why it was declined; nothing of what was declined before a reason was kept.
    pub decline_reason: Option<ReferralDecline>,
    /// Why it was taken back, if it was.
    pub withdraw_reason: Option<Retraction>,
    /// How often it has changed, from 1.
    pub version: i32,
}

impl Referral {
    /// Refers a request for an alliance: to another one, or with `to` empty to the national pool.
    pub fn send(
        id: Id<Self>,
        request: Id<SupportRequest>,
        (from, to): (Id<Alliance>, Option<Id<Alliance>>),
        reason: Remark,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::ReferRequest { alliance: from })?;
        let sent_by = Some(by.person().ok_or(Rule::NotAllowed)?);
        if to == Some(from) {
            return Err(Rule::ReferralToSelf.at("alliance"));
        }
        let respond_by = to.map(|_| now.plus_days(ANSWER_DAYS));
        let referral = Self { from: Some(from), to, sent_by, respond_by, ..Self::waiting(id, request, reason, now) };
        Ok((referral, Event::ReferralSent { referral: id, request, respond_by }))
    }

    /// The referral of a request that no alliance brokers: it waits in the national pool, and nobody had to send it there.
    ///
    /// No event of its own: that it waits follows from what is told already, that it was raised or its alliance left.
    pub fn unsent(id: Id<Self>, request: Id<SupportRequest>, now: Timestamp) -> Self {
        Self::by_itself(id, request, "The school belongs to no alliance.", now)
    }

    /// The referral of a request for which its own alliances did not do in time what they had to: it waits in the national
    /// pool from now on, and stays theirs until somebody takes it on (DOMAIN C30).
    pub fn escalate(id: Id<Self>, request: &mut SupportRequest, now: Timestamp) -> Result<(Self, Event), Rejected> {
        if !request.is_open() || request.referred.contains(&NATIONAL_POOL) {
            return Err(Rule::StepNotOpen.into());
        }
        request.refer_to(NATIONAL_POOL);
        let it = Self::by_itself(id, request.id, "Its alliance has not answered in time.", now);
        Ok((it, Event::RequestPooled { request: request.id, referral: id }))
    }

    fn by_itself(id: Id<Self>, request: Id<SupportRequest>, why: &str, now: Timestamp) -> Self {
        Self::waiting(id, request, Remark::new(why).expect("the sentence is plain and short"), now)
    }

    const fn waiting(id: Id<Self>, request: Id<SupportRequest>, reason: Remark, now: Timestamp) -> Self {
        Self {
            id,
            request,
            from: None,
            to: None,
            reason,
            status: ReferralStatus::Sent,
            sent_by: None,
            sent_at: now,
            respond_by: None,
            answered_at: None,
            decline_reason: None,
            withdraw_reason: None,
            version: 1,
        }
    }

    /// Takes the request on, for the alliance that was asked or, out of the national pool, for any other: as long as
    /// somebody is still to be found for it.
    pub fn accept(&mut self, by: &Actor, request: &SupportRequest, now: Timestamp) -> Result<Event, Rejected> {
        let alliance = self.answering(by)?;
        // What the clock has opened to all stays with its own alliances: they have it already.
        if request.alliances.contains(&alliance) {
            return Err(Rule::ReferralToSelf.into());
        }
        if self.is_late(now) {
            return Err(Rule::AnswerOverdue.into());
        }
        if !request.is_open() {
            return Err(Rule::StepNotOpen.at("request"));
        }
        self.to = Some(alliance);
        self.answer(ReferralStatus::Accepted, now);
        Ok(Event::ReferralAccepted { referral: self.id, request: self.request, alliance })
    }

    /// Leaves the request where it was, by a neutral code. Nobody declines for the whole national pool but the alliance that
    /// put it there.
    pub fn decline(&mut self, by: &Actor, reason: ReferralDecline, now: Timestamp) -> Result<Event, Rejected> {
        let alliance = self.to.or(self.from).ok_or(Rule::NotAllowed)?;
        by.require(Action::AnswerReferral { alliance })?;
        self.require_open()?;
        self.answer(ReferralStatus::Declined, now);
        self.decline_reason = Some(reason);
        Ok(Event::ReferralDeclined { referral: self.id, request: self.request, reason })
    }

    /// Ends it unanswered, as part of what ended the need for it, whose own permission was asked by then.
    pub fn end(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        self.answer(ReferralStatus::Ended, now);
        Ok(Event::ReferralEnded { referral: self.id, request: self.request })
    }

    /// Ends it when the time for an answer has passed; the request is where it was, and may be referred there again.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        if !self.is_late(now) {
            return Err(Rule::StepNotOpen.into());
        }
        self.answer(ReferralStatus::Lapsed, now);
        Ok(Event::ReferralLapsed { referral: self.id, request: self.request })
    }

    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.status == ReferralStatus::Sent
    }

    fn answering(&self, by: &Actor) -> Result<Id<Alliance>, Rejected> {
        let acting = by.acting().and_then(|acting| acting.alliance);
        let alliance = self.to.or(acting).ok_or(Rule::NotAllowed)?;
        by.require(Action::AnswerReferral { alliance })?;
        if self.from == Some(alliance) {
            return Err(Rule::ReferralToSelf.into());
        }
        self.require_open()?;
        Ok(alliance)
    }

    fn is_late(&self, now: Timestamp) -> bool {
        self.respond_by.is_some_and(|last| now > last)
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.is_open() { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }

    fn answer(&mut self, status: ReferralStatus, now: Timestamp) {
        self.status = status;
        self.answered_at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::proposal::tests::{broker, id};
    use crate::exchange::{RequestStatus, request_of_tests};

    fn sent(to: Option<Id<Alliance>>) -> Result<Referral, Rejected> {
        let reason = Remark::new("Nobody near has the time").unwrap();
        let now = Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap());
        Referral::send(id(1), id(2), (id(10), to), reason, &broker(10, 5), now).map(|(it, _)| it)
    }

    fn open() -> SupportRequest {
        request_of_tests(RequestStatus::Matching)
    }

    #[test]
    fn a_request_is_not_referred_to_oneself() {
        assert_eq!(sent(Some(id(10))), Err(Rule::ReferralToSelf.at("alliance")));
        let mut pooled = sent(None).unwrap();
        let now = pooled.sent_at;
        assert_eq!(pooled.accept(&broker(10, 5), &open(), now), Err(Rule::ReferralToSelf.into()));
    }

    #[test]
    fn only_the_alliance_that_was_asked_answers() {
        let mut it = sent(Some(id(11))).unwrap();
        let now = it.sent_at;
        assert_eq!(it.accept(&broker(12, 6), &open(), now), Err(Rule::NotAllowed.into()));
        assert_eq!(it.decline(&broker(10, 5), ReferralDecline::Capacity, now), Err(Rule::NotAllowed.into()));
        assert!(it.accept(&broker(11, 6), &open(), now).is_ok());
        assert_eq!(it.decline(&broker(11, 6), ReferralDecline::Capacity, now), Err(Rule::StepNotOpen.into()));
        let mut no = sent(Some(id(11))).unwrap();
        let told = Event::ReferralDeclined { referral: no.id, request: no.request, reason: ReferralDecline::Travel };
        assert_eq!(no.decline(&broker(11, 6), ReferralDecline::Travel, now), Ok(told));
        assert_eq!(no.decline_reason, Some(ReferralDecline::Travel));
    }

    #[test]
    fn any_alliance_takes_from_the_national_pool_and_the_first_one_has_it() {
        let mut it = sent(None).unwrap();
        let now = it.sent_at;
        assert!(it.accept(&broker(12, 6), &open(), now).is_ok());
        assert_eq!(it.to, Some(id(12)));
        assert_eq!(it.accept(&broker(11, 7), &open(), now), Err(Rule::NotAllowed.into()));
        assert_eq!(it.accept(&broker(12, 6), &open(), now), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn nobody_takes_on_what_needs_nobody_any_more() {
        use RequestStatus::*;
        for status in [Placed, Unmet, Closed, Withdrawn] {
            let mut it = sent(Some(id(11))).unwrap();
            let now = it.sent_at;
            let no = it.accept(&broker(11, 6), &request_of_tests(status), now);
            assert_eq!((no, it.is_open()), (Err(Rule::StepNotOpen.at("request")), true), "{status:?}");
        }
        let mut it = sent(Some(id(11))).unwrap();
        let now = it.sent_at;
        assert!(it.end(now).is_ok());
        assert_eq!((it.status, it.end(now)), (ReferralStatus::Ended, Err(Rule::StepNotOpen.into())));
        assert_eq!(it.accept(&broker(11, 6), &open(), now), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn an_alliance_that_is_asked_has_a_week_and_the_national_pool_as_long_as_it_takes() {
        let mut it = sent(Some(id(11))).unwrap();
        let (last, late) = (it.sent_at.plus_days(7), it.sent_at.plus_days(7).plus_seconds(1));
        assert_eq!((it.respond_by, it.lapse(last)), (Some(last), Err(Rule::StepNotOpen.into())));
        assert_eq!(it.clone().accept(&broker(11, 6), &open(), late), Err(Rule::AnswerOverdue.into()));
        assert_eq!(it.lapse(late).map(|event| event.name()), Ok("referral.lapsed"));
        assert_eq!((it.status, it.lapse(late)), (ReferralStatus::Lapsed, Err(Rule::StepNotOpen.into())));
        assert_eq!(sent(None).unwrap().lapse(late), Err(Rule::StepNotOpen.into()), "nobody owes an answer");
    }

    #[test]
    fn what_the_clock_opens_to_all_is_taken_on_by_others_alone() {
        let now = sent(None).unwrap().sent_at;
        let mut request = open();
        let (mut it, event) = Referral::escalate(id(1), &mut request, now).unwrap();
        assert_eq!((event.name(), it.from, it.to, it.sent_by), ("request.pooled", None, None, None));
        assert!(request.referred.contains(&NATIONAL_POOL));
        let again = Referral::escalate(id(3), &mut request, now);
        assert_eq!(again.map(drop), Err(Rule::StepNotOpen.into()), "it waits there once");
        let own = request.alliances[0].uuid().as_u128();
        assert_eq!(it.accept(&broker(own, 5), &request, now), Err(Rule::ReferralToSelf.into()));
        assert_eq!(
            it.decline(&broker(own, 5), ReferralDecline::Capacity, now),
            Err(Rule::NotAllowed.into()),
            "nobody declines for all"
        );
        assert!(it.accept(&broker(12, 6), &request, now).is_ok());
        let over = Referral::escalate(id(3), &mut request_of_tests(RequestStatus::Placed), now);
        assert_eq!(over.map(drop), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn what_nobody_sent_waits_for_any_alliance_and_nobody_declines_it_for_all() {
        let now = sent(None).unwrap().sent_at;
        let mut it = Referral::unsent(id(1), id(2), now);
        assert_eq!(it.decline(&broker(10, 5), ReferralDecline::Capacity, now), Err(Rule::NotAllowed.into()));
        assert!(it.accept(&broker(10, 5), &open(), now).is_ok());
        assert_eq!((it.from, it.to), (None, Some(id(10))));
    }
}
