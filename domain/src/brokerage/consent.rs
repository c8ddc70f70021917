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
        /// They consented, and that is over: the terms, or what the kind of work asks, have changed since, or the specialist has
        /// left their school. Whoever speaks for the school now is asked anew.
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
    /// Consents, for the school of whoever acts, until work begins; later, where such a consent had ended.
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

    /// Ends what was consented to, if the terms, or what the kind of work asks beside them, are others than before: a consent is
    /// given to what stands. Nothing where nobody consented, or where nothing changed (DOMAIN B23).
    pub fn end_of_change(&mut self, before: &Deployment, of: &Deployment) -> Option<Event> {
        let same = (&of.terms, &of.particulars) == (&before.terms, &before.particulars);
        if same || self.status != ConsentStatus::Given {
            return None;
        }
        self.status = ConsentStatus::Ended;
        let Self { id: consent, deployment, side, kind, .. } = *self;
        Some(Event::ConsentOutdated { consent, deployment, side, kind })
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
mod tests;
