//! A support group for heads who begin, held by an experienced head and an adviser (DOMAIN H117).

mod holder;

use uuid::Uuid;

use crate::access::{Action, Actor};
use crate::directory::{Alliance, Post, Specialist};
use crate::identity::Person;
use crate::text::{Name, Remark};
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

pub use holder::{FacilitatorEnd, FacilitatorSide, FormerFacilitator, Missed};

/// The fewest members with whom a group begins without a reason (DOMAIN G93).
pub(super) const FEWEST: i64 = 6;
/// The most members that a group has without a reason (DOMAIN G93).
pub(super) const USUAL_MOST: i64 = 15;
/// The most members that a group has at all (DOMAIN G93).
pub(super) const MOST: i64 = 20;

words! {
    /// Where a support group stands.
    pub enum SupportGroupStatus {
        /// Its members are being asked.
        Forming = "forming",
        /// It meets.
        Meeting = "meeting",
        /// It meets no more.
        Closed = "closed",
    }

    /// Why a support group meets no more, in words that blame nobody.
    pub enum SupportGroupEnd {
        /// Its members need it no longer.
        Done = "done",
        /// Too few took part.
        TooFew = "too_few",
        /// Whoever held it can do so no longer.
        NobodyToHoldIt = "nobody_to_hold_it",
    }
}

/// Somebody who might hold a group, with what the rules weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facilitator {
    /// Who it is, as the specialist whom a school lends.
    pub specialist: Id<Specialist>,
    /// Who it is.
    pub person: Id<Person>,
    /// The post that they hold.
    pub post: Post,
    /// Whether they hold a designation as a facilitator today.
    pub is_designated: bool,
    /// For how many days they have led schools so far, in all.
    pub days_led: i64,
}

/// A support group for heads who begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportGroup {
    /// Its id.
    pub id: Id<SupportGroup>,
    /// The alliance whose brokers formed it.
    pub alliance: Id<Alliance>,
    /// Its name.
    pub name: Name,
    /// The head who holds it.
    pub head: Id<Person>,
    /// The same, as the specialist whom a school lends.
    pub head_specialist: Id<Specialist>,
    /// That the head cannot go on, until somebody takes the place.
    pub head_missed: Option<Missed>,
    /// The adviser who holds it.
    pub adviser: Id<Person>,
    /// The same, as the specialist whom a school lends.
    pub adviser_specialist: Id<Specialist>,
    /// That the adviser cannot go on, until somebody takes the place.
    pub adviser_missed: Option<Missed>,
    /// Where it stands.
    pub status: SupportGroupStatus,
    /// The broker who formed it.
    pub formed_by: Id<Person>,
    /// When.
    pub formed_at: Timestamp,
    /// When it began to meet.
    pub started_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Why.
    pub end: Option<SupportGroupEnd>,
    /// Counts the changes, from 1.
    pub version: i32,
}

crate::noun!(SupportGroup = "sgr");

/// What is to be said of a group of that size; nothing where there is nothing to say (DOMAIN G93).
pub const fn size_advice(members: i64) -> Option<&'static str> {
    if members < FEWEST {
        Some("A group of fewer than six is still forming: begin with fewer only for a reason.")
    } else if members <= USUAL_MOST {
        None
    } else if members < MOST {
        Some("Fifteen are as many as most groups can hold: take in more only for a reason.")
    } else {
        Some("The group is full: form a second one.")
    }
}

/// Refuses a size that asks for a reason where none is given.
pub(super) fn require_reason(needed: bool, reason: Option<&str>) -> Result<(), Rejected> {
    match reason {
        None if needed => Err(Rule::SupportGroupSizeUnsaid.at("reason")),
        None => Ok(()),
        Some(reason) => Remark::new(reason).map(drop).map_err(|no| no.at("reason")),
    }
}

impl SupportGroup {
    /// Forms a group, as a broker, with the two who hold it: a head and an adviser.
    pub fn form(
        by: &Actor,
        id: Id<Self>,
        (alliance, name): (Id<Alliance>, &str),
        (head, adviser): (&Facilitator, &Facilitator),
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::RunSupportGroup { alliance })?;
        let formed_by = by.person().ok_or(Rule::NotAllowed)?;
        let name = Name::new(name).map_err(|no| no.at("name"))?;
        require_two_kinds(head, adviser)?;
        let it = Self {
            id,
            alliance,
            name,
            head: head.person,
            head_specialist: head.specialist,
            head_missed: None,
            adviser: adviser.person,
            adviser_specialist: adviser.specialist,
            adviser_missed: None,
            status: SupportGroupStatus::Forming,
            formed_by,
            formed_at: now,
            started_at: None,
            closed_at: None,
            end: None,
            version: 1,
        };
        Ok((it, Event::SupportGroupFormed { group: id, alliance }))
    }

    /// Lets it begin to meet. With fewer than six who have accepted, a reason is recorded (DOMAIN G93).
    pub fn begin(
        &mut self,
        by: &Actor,
        (head, adviser): (&Facilitator, &Facilitator),
        members: i64,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::RunSupportGroup { alliance: self.alliance })?;
        if self.status != SupportGroupStatus::Forming {
            return Err(Rule::StepNotOpen.into());
        }
        self.require_held()?;
        require_two_kinds(head, adviser)?;
        require_reason(members < FEWEST, reason)?;
        self.status = SupportGroupStatus::Meeting;
        self.started_at = Some(now);
        Ok(Event::SupportGroupBegun { group: self.id, alliance: self.alliance })
    }

    /// Closes it.
    pub fn close(&mut self, by: &Actor, why: SupportGroupEnd, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::RunSupportGroup { alliance: self.alliance })?;
        if self.status == SupportGroupStatus::Closed {
            return Err(Rule::StepNotOpen.into());
        }
        self.status = SupportGroupStatus::Closed;
        self.closed_at = Some(now);
        self.end = Some(why);
        Ok(Event::SupportGroupClosed { group: self.id, alliance: self.alliance, reason: why })
    }

    /// Who reads it beside those who have a place in it: the alliance's brokers and the two who hold it.
    pub fn audience(&self) -> Vec<Uuid> {
        vec![self.alliance.uuid(), self.head.uuid(), self.adviser.uuid()]
    }
}

/// Refuses two who are not a head and an adviser, each designated as a facilitator (DOMAIN H117, H118).
fn require_two_kinds(head: &Facilitator, adviser: &Facilitator) -> Result<(), Rejected> {
    if head.post != FacilitatorSide::Head.post() {
        return Err(Rule::FacilitatorsAlike.at("headFacilitator"));
    }
    if adviser.post != FacilitatorSide::Adviser.post() || adviser.person == head.person {
        return Err(Rule::FacilitatorsAlike.at("adviser"));
    }
    if !head.is_designated {
        return Err(Rule::FacilitatorNotDesignated.at("headFacilitator"));
    }
    if adviser.is_designated { Ok(()) } else { Err(Rule::FacilitatorNotDesignated.at("adviser")) }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Word;
    use crate::brokerage::testing::{broker, head, id, start};

    pub(crate) fn facilitator(number: u128, post: Post) -> Facilitator {
        let (specialist, person) = (id(number), id(number + 100));
        Facilitator { specialist, person, post, is_designated: true, days_led: 3_000 }
    }

    fn two() -> (Facilitator, Facilitator) {
        (facilitator(61, Post::Headteacher), facilitator(62, Post::Adviser))
    }

    fn form(by: &Actor, head: &Facilitator, adviser: &Facilitator) -> Result<(SupportGroup, Event), Rejected> {
        SupportGroup::form(by, id(71), (id(10), "First headships"), (head, adviser), start())
    }

    pub(crate) fn formed() -> (SupportGroup, Event) {
        let (head, adviser) = two();
        form(&broker(10, 5), &head, &adviser).unwrap()
    }

    #[test]
    fn a_group_is_held_by_a_head_and_an_adviser_who_are_designated() {
        let (one, other) = two();
        let tried = |head: Facilitator, adviser: Facilitator| form(&broker(10, 5), &head, &adviser).map(|_| ());
        assert_eq!(tried(one, other), Ok(()));
        assert_eq!(tried(other, one), Err(Rule::FacilitatorsAlike.at("headFacilitator")));
        for post in Post::ALL.iter().filter(|post| **post != Post::Adviser) {
            assert_eq!(tried(one, facilitator(63, *post)), Err(Rule::FacilitatorsAlike.at("adviser")), "{post:?}");
        }
        assert_eq!(tried(one, Facilitator { person: one.person, ..other }), Err(Rule::FacilitatorsAlike.at("adviser")));
        let without = |it| Facilitator { is_designated: false, ..it };
        assert_eq!(tried(without(one), other), Err(Rule::FacilitatorNotDesignated.at("headFacilitator")));
        assert_eq!(tried(one, without(other)), Err(Rule::FacilitatorNotDesignated.at("adviser")));
        assert_eq!(form(&head(1), &one, &other).map(|_| ()), Err(Rule::NotAllowed.into()));
    }

    #[test]
    fn a_small_group_begins_for_a_reason_and_no_group_begins_twice() {
        let ((one, other), by) = (two(), broker(10, 5));
        let begin = |it: &mut SupportGroup, members, reason| {
            it.begin(&by, (&one, &other), members, reason, start()).map(|_| ())
        };
        let (mut it, _) = formed();
        assert_eq!(begin(&mut it, 5, None), Err(Rule::SupportGroupSizeUnsaid.at("reason")));
        assert_eq!(begin(&mut it, 5, Some(" ")), Err(Rule::TextEmpty.at("reason")));
        assert_eq!(begin(&mut it.clone(), 5, Some("Two more come at Easter")), Ok(()));
        assert_eq!(begin(&mut it, 6, None), Ok(()));
        assert_eq!(begin(&mut it, 6, None), Err(Rule::StepNotOpen.into()));
        let moved = Facilitator { post: Post::SeniorLeader, ..other };
        let told = formed().0.begin(&by, (&one, &moved), 6, None, start());
        assert_eq!(told, Err(Rule::FacilitatorsAlike.at("adviser")), "nor with an adviser who is none any more");
        let lapsed = Facilitator { is_designated: false, ..other };
        let told = formed().0.begin(&by, (&one, &lapsed), 6, None, start());
        assert_eq!(told, Err(Rule::FacilitatorNotDesignated.at("adviser")));
        let _ = it.close(&by, SupportGroupEnd::Done, start()).unwrap();
        assert_eq!(it.close(&by, SupportGroupEnd::Done, start()), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn six_to_fifteen_need_no_advice() {
        let advised: Vec<_> = (0..=21).filter(|members| size_advice(*members).is_some()).collect();
        assert_eq!(advised, [0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21]);
    }
}
