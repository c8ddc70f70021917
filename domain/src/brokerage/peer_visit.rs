//! A peer visit: one head asks another for a colleague who comes and looks at one thing. It needs no broker and no money, and
//! it is counted like all support (DOMAIN D48). It is a proposal that the school itself makes, and accepts by making it.

use crate::access::{Action, Actor};
use crate::brokerage::{ConflictDeclaration, Deployment, InterestKind, Proposal, ProposalStatus, Sending, Side, Terms};
use crate::exchange::SupportKind;
use crate::rule::{Faults, Refusals};
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// The most half-days of a peer visit, whoever arranges it: a day.
const MOST_HALF_DAYS: i32 = 2;

/// Refuses a peer visit that is more than that (DOMAIN D48).
pub(super) fn require_short(kind: SupportKind, half_days: i32) -> Result<(), Rejected> {
    let short = kind != SupportKind::PeerVisit || half_days <= MOST_HALF_DAYS;
    if short { Ok(()) } else { Err(Rule::PeerVisitTooLong.at("halfDays")) }
}

impl Proposal {
    /// Asks another school for a peer visit, for the school of whoever acts. `interests` are those that its head declares and
    /// those that the register shows: with one of them it is a broker's business (DOMAIN E58).
    pub fn ask_peer(
        it: Sending,
        interests: &[InterestKind],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::ArrangePeerVisit { school: it.host })?;
        let mut faults = Faults::default();
        faults.need(it.asked == SupportKind::PeerVisit, || Rule::KindDiffers.at("offer"));
        faults.need(interests.is_empty(), || Rule::PeerVisitNeedsBroker.at("interests"));
        let event = Event::PeerVisitAsked {
            proposal: it.id,
            request: it.request,
            half_days: it.half_days,
            respond_by: it.respond_by,
        };
        let mut proposal = Self::made(it, faults, by, now)?;
        proposal.status = ProposalStatus::HostAccepted;
        proposal.host_accepted_at = Some(now);
        proposal.host_accepted_by = Some(proposal.sent_by);
        Ok((proposal, event))
    }

    /// Accepts a peer visit for the school that was asked, which declares its interests by it. `arranged` says whether the
    /// other school asked for it itself: what a broker proposes is answered like every proposal.
    pub fn accept_peer(
        &mut self,
        arranged: bool,
        interests: &[InterestKind],
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::ArrangePeerVisit { school: self.home })?;
        if !arranged {
            return Err(Rule::KindDiffers.into());
        }
        if !interests.is_empty() {
            return Err(Rule::PeerVisitNeedsBroker.at("interests"));
        }
        self.accept(by, now)
    }
}

impl Deployment {
    /// Takes what the host's head asked for as its terms, and the asking as that head's signature, unless more is given back
    /// for it than was asked; neither side has declared an interest, and each gets its declaration. Whoever accepts signs
    /// them next.
    ///
    /// Part of accepting a peer visit, whose own permission was asked by then.
    pub fn take_asking(
        &mut self,
        asked: &Proposal,
        terms: Terms,
        by: &Actor,
        ids: [Id<ConflictDeclaration>; 2],
        now: Timestamp,
    ) -> Result<[ConflictDeclaration; 2], Rejected> {
        self.require_agreeable(now)?;
        let accepted_by = by.person().ok_or(Rule::NotAllowed)?;
        // What is to be given back was not part of the asking: the head who asked signs that apart.
        if terms.give_back.is_none() {
            (self.host_agreed_at, self.host_agreed_by) = (Some(now), Some(asked.sent_by));
        }
        self.terms = Some(terms);
        self.drafted_by = Some(asked.sent_by);
        self.drafted_at = Some(now);
        self.take_declaration(Side::Home, false)?;
        self.take_declaration(Side::Host, false)?;
        let none = |id, side, declared_by, declared_at| ConflictDeclaration {
            id,
            deployment: self.id,
            side,
            interests: Vec::new(),
            note: None,
            declared_by,
            declared_at,
        };
        let [home, host] = ids;
        Ok([none(home, Side::Home, accepted_by, now), none(host, Side::Host, asked.sent_by, now)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::DeploymentStatus;
    use crate::brokerage::proposal::tests::{at, broker, head, id, sending, start};
    use crate::brokerage::testing::{planned, terms};

    fn form() -> Sending {
        Sending { asked: SupportKind::PeerVisit, kind: SupportKind::PeerVisit, half_days: 2, ..sending() }
    }

    /// A visit that the two heads arrange.
    fn arranged() -> Deployment {
        Deployment { kind: SupportKind::PeerVisit, arranged: true, half_days: 2, ..planned() }
    }

    fn ask(it: Sending, interests: &[InterestKind], by: &Actor) -> Result<Proposal, Vec<(Rule, String)>> {
        let told = Proposal::ask_peer(it, interests, by, start());
        told.map(|(it, _)| it).map_err(|no| {
            no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
        })
    }

    #[test]
    fn a_head_asks_and_another_head_accepts_and_nobody_does_it_for_them() {
        let mut it = ask(form(), &[], &head(2)).unwrap();
        assert_eq!((it.status, it.host_accepted_at), (ProposalStatus::HostAccepted, Some(start())));
        for actor in [head(1), head(3), broker(10, 5), at(Role::Coordinator, 2, 7), Actor::Stranger] {
            assert_eq!(ask(form(), &[], &actor), Err(vec![(Rule::NotAllowed, String::new())]), "{actor:?}");
        }
        let accept = |it: &mut Proposal, by: &Actor| it.accept_peer(true, &[], by, start());
        for actor in [head(2), head(3), broker(10, 5), at(Role::Coordinator, 1, 7), Actor::Stranger] {
            assert_eq!(accept(&mut it, &actor), Err(Rule::NotAllowed.into()), "{actor:?}");
        }
        let no = it.accept_peer(false, &[], &head(1), start());
        assert_eq!(no, Err(Rule::KindDiffers.into()));
        assert_eq!(accept(&mut it, &head(1)).unwrap().name(), "proposal.confirmed");
    }

    #[test]
    fn a_peer_visit_is_a_day_at_most_and_passes_by_no_interest() {
        let no = ask(Sending { half_days: 3, home: id(2), ..form() }, &[InterestKind::Financial], &head(2));
        let expected = [
            (Rule::PeerVisitNeedsBroker, "interests"),
            (Rule::ProposalToSelf, "offer"),
            (Rule::PeerVisitTooLong, "halfDays"),
        ];
        assert_eq!(no.unwrap_err(), expected.map(|(rule, field)| (rule, field.to_owned())));
        let support = Sending { asked: SupportKind::Support, kind: SupportKind::Support, ..form() };
        let kind = Proposal::ask_peer(support, &[], &head(2), start()).unwrap_err();
        assert_eq!(kind, Rule::KindDiffers.at("offer").into());
        let mut it = ask(form(), &[], &head(2)).unwrap();
        let no = it.accept_peer(true, &[InterestKind::Kinship], &head(1), start());
        assert_eq!(no, Err(Rule::PeerVisitNeedsBroker.at("interests")));
    }

    #[test]
    fn a_broker_proposes_no_longer_visit_than_two_heads_arrange() {
        let no = Proposal::send(Sending { half_days: 3, ..form() }, &broker(10, 5), start()).unwrap_err();
        assert_eq!(no, Rule::PeerVisitTooLong.at("halfDays").into());
        assert!(Proposal::send(form(), &broker(10, 5), start()).is_ok());
    }

    #[test]
    fn what_a_broker_proposes_is_signed_for_the_alliance_and_what_two_heads_arrange_is_not() {
        let free =
            |arranged| Deployment { terms: Some(terms()), arranged, ..super::tests::arranged() }.needs_alliance();
        assert_eq!([true, false].map(free), [false, true]);
        let long = Deployment { terms: Some(terms()), half_days: 3, ..arranged() };
        assert!(long.needs_alliance(), "nor is a longer one agreed by two heads alone");
    }

    #[test]
    fn what_was_asked_is_agreed_by_the_signature_of_whoever_accepts() {
        let asked = ask(form(), &[], &head(2)).unwrap();
        let mut it = arranged();
        let declared = it.take_asking(&asked, terms(), &head(1), [id(70), id(71)], start()).unwrap();
        assert_eq!(declared.map(|it| it.side), [Side::Home, Side::Host]);
        assert_eq!(it.agree(&head(1), start()).unwrap().name(), "deployment.agreed");
        assert_eq!((it.status, it.needs_approval()), (DeploymentStatus::Agreed, false));
        let give_back = crate::reciprocity::GiveBack {
            kind: crate::reciprocity::ObligationKind::WriteUp,
            half_days: None,
            due_on: start().day(),
        };
        let more = Terms { give_back: Some(give_back), ..terms() };
        let mut owing = arranged();
        let _ = owing.take_asking(&asked, more, &head(1), [id(70), id(71)], start()).unwrap();
        assert_eq!(owing.host_agreed_by, None, "what is given back was not asked for");
        assert_eq!(owing.agree(&head(1), start()).unwrap().name(), "deployment.signed");
        assert_eq!(owing.agree(&head(2), start()).unwrap().name(), "deployment.agreed");
        let late = start().plus_days(15);
        let mut other = arranged();
        let no = other.take_asking(&asked, terms(), &head(1), [id(70), id(71)], late);
        assert_eq!(no, Err(Rule::AgreementOverdue.into()));
    }
}
