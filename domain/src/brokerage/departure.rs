//! The departure of a specialist from the school that gives, while work is open: the head of the new school agrees, and the
//! broker decides whether it goes on (DOMAIN C.1).

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, FormerHome};
use crate::directory::School;
use crate::identity::Person;
use crate::{Event, Id, Rejected, Rule, Timestamp, words};

words! {
    /// Where the departure of a specialist from open work stands (DOMAIN C.1).
    pub enum DepartureStatus {
        /// The school where the specialist works now has not agreed to give on what the former one gave.
        Noted = "noted",
        /// That school's head has agreed; the broker decides.
        TakenOn = "taken_on",
        /// The broker has said that the work goes on. To end it instead, the deployment is stopped.
        Kept = "kept",
    }
}

/// That the specialist of an open deployment has left the school that gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The school that was left.
    pub from: Id<School>,
    /// When.
    pub left_at: Timestamp,
    /// The new school's word that it gives what the former one gave.
    pub taken_on: Option<TakenOn>,
    /// The broker who said that the work goes on.
    pub decided_by: Option<Id<Person>>,
    /// When they did.
    pub decided_at: Option<Timestamp>,
}

/// The word of the school where a specialist works now that it gives what the former one gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenOn {
    /// The school.
    pub school: Id<School>,
    /// Its head.
    pub by: Id<Person>,
    /// When.
    pub at: Timestamp,
}

/// Where a specialist works now, and how the broker stands to that school.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts {
    /// The school that lends them; none while nobody does.
    pub school: Option<Id<School>>,
    /// Whether the broker who decides has a post there.
    pub involved: bool,
    /// Whether the broker who proposed the support has a post there or at the school that receives.
    pub own_placement: bool,
}

impl Departure {
    /// Notes that the specialist has left: from now on it waits for the broker's decision.
    pub fn note(of: &Deployment, now: Timestamp) -> (Self, Event) {
        let it =
            Self { deployment: of.id, from: of.home, left_at: now, taken_on: None, decided_by: None, decided_at: None };
        (it, Event::DeploymentSpecialistLeft { deployment: of.id, home: of.home })
    }

    /// Where it stands.
    pub const fn status(&self) -> DepartureStatus {
        match (self.decided_at, self.taken_on) {
            (Some(_), _) => DepartureStatus::Kept,
            (None, Some(_)) => DepartureStatus::TakenOn,
            (None, None) => DepartureStatus::Noted,
        }
    }

    /// Whether nobody has decided yet.
    pub const fn waits(&self) -> bool {
        self.decided_at.is_none()
    }

    /// Agrees, for the school that lends the specialist `now_at`, to give what the former one gave. Nobody else asks that
    /// school's head: the specialist has moved, and the head's consent to lend them is a new one.
    pub fn take_on(
        &mut self,
        of: &Deployment,
        now_at: Option<Id<School>>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        by.require(Action::TakeOnDeployment { home: now_at })?;
        let (school, person) = now_at.zip(by.person()).ok_or(Rule::NotAllowed)?;
        self.require_open(of)?;
        if school == of.host {
            return Err(Rule::NewHomeReceives.into());
        }
        if self.taken_on.is_some_and(|it| it.school == school) {
            return Err(Rule::StepNotOpen.into());
        }
        self.taken_on = Some(TakenOn { school, by: person, at: now });
        Ok(Event::DeploymentTakenOn { deployment: of.id, school })
    }

    /// Lets the work go on with the specialist, on behalf of the alliance, once the head of the school where they work now
    /// has agreed. That school gives from then on. To end it instead, the deployment is stopped.
    pub fn keep(
        &mut self,
        of: &mut Deployment,
        now_at: &Whereabouts,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Event, Option<FormerHome>), Rejected> {
        by.require(Action::KeepDeployment { alliance: of.alliance })?;
        self.require_open(of)?;
        let person = by.person().ok_or(Rule::NotAllowed)?;
        let home = self.taken_on.filter(|it| Some(it.school) == now_at.school).ok_or(Rule::NewHomeNotAsked)?;
        if now_at.involved {
            return Err(Rule::NewHomeInvolved.into());
        }
        self.decided_by = Some(person);
        self.decided_at = Some(now);
        let former = of.pass_to(home.school, now_at.own_placement, now);
        Ok((Event::DeploymentKept { deployment: of.id }, former))
    }

    fn require_open(&self, of: &Deployment) -> Result<(), Rejected> {
        let live = of.is_running() || matches!(of.status, DeploymentStatus::Planned | DeploymentStatus::Agreed);
        of.require(live && self.waits())
    }
}

#[cfg(test)]
mod tests;
