//! The departure of a specialist from the school that gives, while work is open: the broker decides whether it goes on
//! (DOMAIN C.1).

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus};
use crate::directory::School;
use crate::identity::Person;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// That the specialist of an open deployment has left the school that gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The school that was left.
    pub from: Id<School>,
    /// When.
    pub left_at: Timestamp,
    /// The broker who said that the work goes on.
    pub decided_by: Option<Id<Person>>,
    /// When they did.
    pub decided_at: Option<Timestamp>,
}

impl Departure {
    /// Notes that the specialist has left: from now on it waits for the broker's decision.
    pub fn note(of: &Deployment, now: Timestamp) -> (Self, Event) {
        let it = Self { deployment: of.id, from: of.home, left_at: now, decided_by: None, decided_at: None };
        (it, Event::DeploymentSpecialistLeft { deployment: of.id, home: of.home })
    }

    /// Whether nobody has decided yet.
    pub const fn waits(&self) -> bool {
        self.decided_at.is_none()
    }

    /// Lets the work go on with the specialist, on behalf of the alliance. To end it instead, the deployment is stopped.
    pub fn keep(&mut self, of: &Deployment, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::KeepDeployment { alliance: of.alliance })?;
        let live = of.is_running() || matches!(of.status, DeploymentStatus::Planned | DeploymentStatus::Agreed);
        if !live || !self.waits() {
            return Err(Rule::StepNotOpen.into());
        }
        self.decided_by = Some(by.person().ok_or(Rule::NotAllowed)?);
        self.decided_at = Some(now);
        Ok(Event::DeploymentKept { deployment: of.id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::deployment::tests::active;
    use crate::brokerage::proposal::tests::{broker, head, start};

    #[test]
    fn the_broker_alone_says_once_that_the_work_goes_on() {
        let mut of = active();
        let (mut it, event) = Departure::note(&of, start());
        assert_eq!((event.name(), it.from, it.decided_at), ("deployment.specialist_left", of.home, None));
        assert_eq!(it.keep(&of, &head(1), start()), Err(Rule::NotAllowed.into()));
        assert_eq!(it.keep(&of, &broker(11, 5), start()), Err(Rule::NotAllowed.into()));
        assert!(it.keep(&of, &broker(10, 5), start()).is_ok());
        assert_eq!(it.keep(&of, &broker(10, 5), start()), Err(Rule::StepNotOpen.into()));
        let (mut it, _) = Departure::note(&of, start());
        of.status = DeploymentStatus::Completed;
        assert_eq!(it.keep(&of, &broker(10, 5), start()), Err(Rule::StepNotOpen.into()));
    }
}
