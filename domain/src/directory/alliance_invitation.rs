//! An alliance asks a school to join. The school's own head answers, or nobody does in time; no carries no penalty
//! (DOMAIN A11).

use crate::access::{Action, Actor};
use crate::directory::{Alliance, Retraction, School};
use crate::identity::Person;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

/// How many days a school has to answer if nothing is said.
const USUAL_DAYS: u32 = 28;
/// The most days that a school may be given: three months.
const MOST_DAYS: u32 = 92;

words! {
    /// Where an invitation of a school to an alliance stands (DOMAIN A11).
    pub enum AllianceInvitationStatus {
        /// The school is asked and has not answered.
        Invited = "invited",
        /// The school has joined.
        Accepted = "accepted",
        /// The school's head said no.
        Declined = "declined",
        /// Nobody answered in time.
        Lapsed = "lapsed",
        /// The alliance took it back.
        Withdrawn = "withdrawn",
    }
}

/// An alliance's invitation of a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllianceInvitation {
    /// Its id.
    pub id: Id<AllianceInvitation>,
    /// Who asks.
    pub alliance: Id<Alliance>,
    /// The school that is asked.
    pub school: Id<School>,
    /// Where it stands.
    pub status: AllianceInvitationStatus,
    /// The broker who asked.
    pub invited_by: Id<Person>,
    /// When.
    pub invited_at: Timestamp,
    /// Until when it may be answered.
    pub respond_by: Timestamp,
    /// When it was answered, lapsed, or was taken back.
    pub answered_at: Option<Timestamp>,
    /// Why it was taken back, if it was.
    pub withdraw_reason: Option<Retraction>,
    /// How often it has changed, from 1.
    pub version: i32,
}

crate::noun!(AllianceInvitation = "ain");

impl AllianceInvitation {
    /// Asks a school to join, by a broker of the alliance.
    pub fn send(
        by: &Actor,
        id: Id<Self>,
        (alliance, school): (Id<Alliance>, Id<School>),
        is_member: bool,
        respond_by: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::InviteToJoinAlliance { alliance })?;
        let invited_by = by.person().ok_or(Rule::NotAllowed)?;
        if is_member {
            return Err(Rule::AlreadyMember.at("school"));
        }
        let respond_by = respond_by.unwrap_or(now.plus_days(USUAL_DAYS));
        if respond_by <= now {
            return Err(Rule::DatePassed.at("respondBy"));
        }
        if respond_by > now.plus_days(MOST_DAYS) {
            return Err(Rule::DateTooFar.at("respondBy"));
        }
        let (status, invited_at, version) = (AllianceInvitationStatus::Invited, now, 1);
        let (answered_at, withdraw_reason) = (None, None);
        let it = Self {
            id,
            alliance,
            school,
            status,
            invited_by,
            invited_at,
            respond_by,
            answered_at,
            withdraw_reason,
            version,
        };
        Ok((it, Event::AllianceInvitationSent { invitation: id, alliance, school, respond_by }))
    }

    /// Accepts it, by the school's own head; the school joins in the same act.
    pub fn accept(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AnswerAllianceInvitation { school: self.school })?;
        self.require_open()?;
        if now > self.respond_by {
            return Err(Rule::InvitationNotOpen.into());
        }
        self.answer(AllianceInvitationStatus::Accepted, now);
        Ok(Event::AllianceInvitationAccepted { invitation: self.id, alliance: self.alliance, school: self.school })
    }

    /// Declines it, by the school's own head. Nobody asks why.
    pub fn decline(&mut self, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AnswerAllianceInvitation { school: self.school })?;
        self.require_open()?;
        self.answer(AllianceInvitationStatus::Declined, now);
        Ok(Event::AllianceInvitationDeclined { invitation: self.id, alliance: self.alliance, school: self.school })
    }

    /// Takes it back, by a broker of the alliance and a neutral code, before it was answered.
    pub fn withdraw(&mut self, by: &Actor, reason: Retraction, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::InviteToJoinAlliance { alliance: self.alliance })?;
        self.require_open()?;
        self.answer(AllianceInvitationStatus::Withdrawn, now);
        self.withdraw_reason = Some(reason);
        let Self { id: invitation, alliance, school, .. } = *self;
        Ok(Event::AllianceInvitationWithdrawn { invitation, alliance, school, reason })
    }

    /// Ends it when its time to be answered has passed.
    pub fn lapse(&mut self, now: Timestamp) -> Result<Event, Rejected> {
        self.require_open()?;
        if now <= self.respond_by {
            return Err(Rule::StepNotOpen.into());
        }
        self.answer(AllianceInvitationStatus::Lapsed, now);
        Ok(Event::AllianceInvitationLapsed { invitation: self.id, alliance: self.alliance, school: self.school })
    }

    fn require_open(&self) -> Result<(), Rejected> {
        let open = self.status == AllianceInvitationStatus::Invited;
        if open { Ok(()) } else { Err(Rule::InvitationNotOpen.into()) }
    }

    fn answer(&mut self, status: AllianceInvitationStatus, now: Timestamp) {
        self.status = status;
        self.answered_at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::access::{Role, tests::acting_at, tests::acting_for};

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn asked(by: &Actor, is_member: bool, respond_by: Option<Timestamp>) -> Result<AllianceInvitation, Rejected> {
        AllianceInvitation::send(by, id(9), (id(1), id(2)), is_member, respond_by, now()).map(|(it, _)| it)
    }

    fn sent() -> AllianceInvitation {
        asked(&acting_for(Role::Broker, id(1)), false, None).unwrap()
    }

    #[test]
    fn a_broker_asks_for_the_own_alliance_and_not_its_members() {
        let broker = acting_for(Role::Broker, id(1));
        let days = |days| Some(now().plus_days(days));
        assert_eq!(asked(&acting_for(Role::Broker, id(7)), false, None), Err(Rule::NotAllowed.into()));
        assert_eq!(asked(&acting_at(Role::Head, id(2)), false, None), Err(Rule::NotAllowed.into()));
        assert_eq!(asked(&broker, true, None), Err(Rule::AlreadyMember.at("school")));
        assert_eq!(asked(&broker, false, days(0)), Err(Rule::DatePassed.at("respondBy")));
        assert_eq!(asked(&broker, false, days(93)), Err(Rule::DateTooFar.at("respondBy")));
    }

    #[test]
    fn only_the_schools_own_head_answers_and_once() {
        let head = acting_at(Role::Head, id(2));
        for other in
            [acting_at(Role::Coordinator, id(2)), acting_at(Role::Head, id(3)), acting_for(Role::Broker, id(1))]
        {
            assert_eq!(sent().accept(&other, now()), Err(Rule::NotAllowed.into()), "{other:?}");
            assert_eq!(sent().decline(&other, now()), Err(Rule::NotAllowed.into()), "{other:?}");
        }
        let (mut yes, mut no) = (sent(), sent());
        assert!(yes.accept(&head, now()).is_ok() && no.decline(&head, now()).is_ok());
        assert_eq!((yes.status, no.status), (AllianceInvitationStatus::Accepted, AllianceInvitationStatus::Declined));
        assert_eq!(yes.decline(&head, now()), Err(Rule::InvitationNotOpen.into()));
    }

    #[test]
    fn what_nobody_answers_lapses_after_its_time_and_not_before() {
        let (mut it, head) = (sent(), acting_at(Role::Head, id(2)));
        let (last, late) = (it.respond_by, it.respond_by.plus_seconds(1));
        assert_eq!(it.lapse(last), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.clone().accept(&head, late), Err(Rule::InvitationNotOpen.into()));
        assert!(it.clone().accept(&head, last).is_ok());
        assert!(it.lapse(late).is_ok());
        assert_eq!(it.lapse(late), Err(Rule::InvitationNotOpen.into()));
    }
}
