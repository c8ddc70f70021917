//! Consents beside the signatures: whose a release of staff or paid work needs, by what the brokering alliance has settled
//! (DOMAIN B23).

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, Side, Terms};
use crate::directory::{ConsentKind, PolicyTerms};
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

words! {
    /// What was said of a deployment by those whose consent counts.
    pub enum ConsentStatus {
        /// They consent.
        Given = "given",
        /// They do not, or no longer.
        Withheld = "withheld",
        /// They consented, and the specialist has left their school since: whoever employs them now is asked anew.
        Ended = "ended",
    }
}

/// What one of those said whose consent counts beside the heads' signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: Id<Consent>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The school for which they speak.
    pub side: Side,
    /// Whose consent it is.
    pub kind: ConsentKind,
    /// What they said last.
    pub status: ConsentStatus,
    /// Why not.
    pub reason: Option<Remark>,
    /// Who said it.
    pub said_by: Id<Person>,
    /// When.
    pub said_at: Timestamp,
}

crate::noun!(Consent = "cns");

impl Consent {
    /// Consents, for the school of whoever acts, until work begins; later, where such a consent ended with a move.
    pub fn give(
        id: Id<Self>,
        to: &Deployment,
        kind: ConsentKind,
        said: &[Self],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let it = Self::say(id, to, (kind, ConsentStatus::Given, None), said, by, now)?;
        let event = Event::ConsentGiven { consent: it.id, deployment: to.id, side: it.side, kind };
        Ok((it, event))
    }

    /// Withholds a consent, or takes back one that was given, saying why; until work begins.
    pub fn withhold(
        id: Id<Self>,
        from: &Deployment,
        (kind, reason): (ConsentKind, Remark),
        said: &[Self],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        let it = Self::say(id, from, (kind, ConsentStatus::Withheld, Some(reason)), said, by, now)?;
        let event = Event::ConsentWithheld { consent: it.id, deployment: from.id, side: it.side, kind };
        Ok((it, event))
    }

    fn say(
        id: Id<Self>,
        of: &Deployment,
        (kind, status, reason): (ConsentKind, ConsentStatus, Option<Remark>),
        said: &[Self],
        by: &Actor,
        now: Timestamp,
    ) -> Result<Self, Rejected> {
        by.require(kind.action(of))?;
        let side = Side::of(by, of.home, of.host).ok_or(Rule::NotYoursToConsent)?;
        let said_by = by.person().ok_or(Rule::NotYoursToConsent)?;
        let before = said.iter().find(|it| it.is(side, kind));
        // Work that is under way is not held up by a move; whoever employs the specialist now may consent to it all the same.
        let anew = status == ConsentStatus::Given
            && before.is_some_and(|it| it.status == ConsentStatus::Ended)
            && of.is_running();
        of.require(anew || matches!(of.status, DeploymentStatus::Planned | DeploymentStatus::Agreed))?;
        if before.is_some_and(|it| it.status == status) {
            return Err(Rule::ConsentUnchanged.into());
        }
        // What is said anew is the same consent, under its id.
        let id = before.map_or(id, |it| it.id);
        Ok(Self { id, deployment: of.id, side, kind, status, reason, said_by, said_at: now })
    }

    /// Ends what was consented to for the school that gives, because its specialist has left it; nothing where there is no
    /// such consent (DOMAIN C.1).
    pub fn end_of_leaver(&mut self) -> Option<Event> {
        if self.side != Side::Home || self.status != ConsentStatus::Given {
            return None;
        }
        self.status = ConsentStatus::Ended;
        let Self { id: consent, deployment, side, kind, .. } = *self;
        Some(Event::ConsentEnded { consent, deployment, side, kind })
    }

    /// Refuses an agreement, or a beginning of work, for which a consent is missing that the policy asks for.
    pub fn require_all(asked: &[(Side, ConsentKind)], said: &[Self]) -> Result<(), Rejected> {
        let given = |side, kind| said.iter().any(|it| it.is(side, kind) && it.status == ConsentStatus::Given);
        let Some((side, kind)) = asked.iter().find(|(side, kind)| !given(*side, *kind)) else { return Ok(()) };
        let school = match side {
            Side::Home => "the school that gives",
            Side::Host => "the school that receives",
        };
        let whose = match kind {
            ConsentKind::Head => "head",
            ConsentKind::ChairOfGovernors => "chair of governors",
            ConsentKind::Trust => "trust",
        };
        let sentence = format!("The alliance asks for the consent of the {whose} of {school} first.");
        Err(Rejected::from(Rule::ConsentMissing).saying(sentence))
    }

    /// Whether this is that side's consent of that kind.
    pub fn is(&self, side: Side, kind: ConsentKind) -> bool {
        (self.side, self.kind) == (side, kind)
    }
}

/// The consents that a policy asks for, by what the terms say: a release those of the school that gives, paid work those of
/// the school that receives. `has_trust` says whether a side's school belongs to a trust, for else there is none to ask.
pub fn consents_asked(
    policy: &PolicyTerms,
    terms: Option<&Terms>,
    has_trust: impl Fn(Side) -> bool,
) -> Vec<(Side, ConsentKind)> {
    let paid = terms.is_some_and(|terms| terms.settlement.day.is_some() || terms.settlement.cover.is_some());
    let release = policy.release_consents.iter().map(|kind| (Side::Home, *kind));
    let payment = policy.paid_consents.iter().filter(|_| paid).map(|kind| (Side::Host, *kind));
    release.chain(payment).filter(|(side, kind)| *kind != ConsentKind::Trust || has_trust(*side)).collect()
}

impl ConsentKind {
    /// The action of whoever consents.
    fn action(self, of: &Deployment) -> Action {
        let (home, host) = (of.home, of.host);
        match self {
            Self::Head => Action::ConsentAsHead { home, host },
            Self::ChairOfGovernors => Action::ConsentForGovernors { home, host },
            Self::Trust => Action::ConsentForTrust { home, host },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::SettlementDraft;
    use crate::brokerage::deployment::tests::{active, planned};
    use crate::brokerage::proposal::tests::{at, broker, head, id, start};
    use crate::brokerage::terms::tests::draft;
    use crate::directory::AlliancePolicy;
    use crate::exchange::SettlementKind;

    fn give(kind: ConsentKind, said: &[Consent], by: &Actor) -> Result<Consent, Rejected> {
        Consent::give(id(80), &planned(), kind, said, by, start()).map(|(it, _)| it)
    }

    fn withhold(kind: ConsentKind, said: &[Consent], by: &Actor) -> Result<Consent, Rejected> {
        let reason = Remark::new("Not this term").unwrap();
        Consent::withhold(id(81), &planned(), (kind, reason), said, by, start()).map(|(it, _)| it)
    }

    #[test]
    fn each_speaks_for_whom_they_speak_and_for_the_own_school() {
        use ConsentKind::*;
        let governor = at(Role::Governor, 1, 20);
        let officer = at(Role::TrustOfficer, 2, 21);
        assert_eq!(give(ChairOfGovernors, &[], &governor).map(|it| it.side), Ok(Side::Home));
        assert_eq!(give(Trust, &[], &officer).map(|it| it.side), Ok(Side::Host));
        assert_eq!(give(Head, &[], &head(1)).map(|it| it.side), Ok(Side::Home));
        let wrong = [
            (ChairOfGovernors, head(1)),
            (ChairOfGovernors, officer.clone()),
            (Trust, governor.clone()),
            (Head, governor),
            (ChairOfGovernors, at(Role::Governor, 3, 22)),
            (Head, broker(10, 5)),
        ];
        for (kind, by) in wrong {
            assert_eq!(give(kind, &[], &by), Err(Rule::NotYoursToConsent.into()), "{kind:?} {by:?}");
            assert_eq!(withhold(kind, &[], &by), Err(Rule::NotYoursToConsent.into()), "{kind:?} {by:?}");
        }
    }

    #[test]
    fn a_consent_is_taken_back_until_work_begins_and_stays_the_same_one() {
        let kind = ConsentKind::ChairOfGovernors;
        let governor = at(Role::Governor, 1, 20);
        let given = give(kind, &[], &governor).unwrap();
        assert_eq!(give(kind, std::slice::from_ref(&given), &governor), Err(Rule::ConsentUnchanged.into()));
        let back = withhold(kind, std::slice::from_ref(&given), &governor).unwrap();
        assert_eq!((back.id, back.status), (given.id, ConsentStatus::Withheld));
        assert!(give(kind, &[back], &governor).is_ok());
        let late = Consent::give(id(80), &active(), kind, &[], &governor, start());
        assert_eq!(late.map(drop), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn a_move_ends_what_the_giver_consented_to_and_whoever_follows_may_consent_to_work_under_way() {
        let kind = ConsentKind::ChairOfGovernors;
        let governor = at(Role::Governor, 1, 20);
        let mut given = give(kind, &[], &governor).unwrap();
        let mut received = give(kind, &[], &at(Role::Governor, 2, 21)).unwrap();
        assert_eq!(received.end_of_leaver(), None, "the school that receives is where it was");
        assert_eq!(given.end_of_leaver().map(|event| event.name()), Some("consent.ended"));
        assert_eq!((given.status, given.end_of_leaver()), (ConsentStatus::Ended, None));
        let no = Consent::require_all(&[(Side::Home, kind)], std::slice::from_ref(&given)).unwrap_err();
        assert_eq!(no.rule, Rule::ConsentMissing);
        let again = |said: &[Consent]| Consent::give(id(80), &active(), kind, said, &governor, start()).map(drop);
        assert_eq!(again(std::slice::from_ref(&given)), Ok(()));
        assert_eq!(again(&[]), Err(Rule::StepNotOpen.into()), "nothing ended there");
        let reason = Remark::new("Not this term").unwrap();
        let back = Consent::withhold(id(81), &active(), (kind, reason), &[given], &governor, start());
        assert_eq!(back.map(drop), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn a_release_asks_the_school_that_gives_and_payment_the_one_that_receives() {
        use ConsentKind::*;
        let mut policy = AlliancePolicy::national(id(10), 7).terms;
        policy.release_consents = vec![ChairOfGovernors, Trust];
        policy.paid_consents = vec![ChairOfGovernors];
        let terms = |settlement| {
            let typed = crate::brokerage::TermsDraft { settlement, ..draft() };
            Terms::parse(&typed, start().day()).unwrap()
        };
        let free = SettlementDraft { kind: Some(SettlementKind::ReciprocalCredit), ..SettlementDraft::default() };
        let paid = SettlementDraft {
            kind: Some(SettlementKind::DayRate),
            day_rate: Some(35_000),
            ..SettlementDraft::default()
        };
        let asked = |of, trust: bool| consents_asked(&policy, Some(&terms(of)), |_| trust);
        let (release, trust, payment) =
            ((Side::Home, ChairOfGovernors), (Side::Home, Trust), (Side::Host, ChairOfGovernors));
        assert_eq!(asked(free.clone(), true), [release, trust]);
        assert_eq!(asked(free, false), [release], "there is no trust to ask");
        assert_eq!(asked(paid, false), [release, payment]);
        let given = give(ChairOfGovernors, &[], &at(Role::Governor, 1, 20)).unwrap();
        assert_eq!(Consent::require_all(&[release], std::slice::from_ref(&given)), Ok(()));
        let no = Consent::require_all(&[release, payment], std::slice::from_ref(&given)).unwrap_err();
        assert_eq!((no.rule, no.message().contains("school that receives")), (Rule::ConsentMissing, true));
        let back = withhold(ChairOfGovernors, &[given], &at(Role::Governor, 1, 20)).unwrap();
        assert_eq!(Consent::require_all(&[release], &[back]).map_err(|no| no.rule), Err(Rule::ConsentMissing));
    }
}
