//! A pause of work that is under way: nobody loses standing by it, and nobody is asked for anything in it (DOMAIN C27).

use crate::access::Actor;
use crate::brokerage::{Deployment, DeploymentStatus};
use crate::{Event, Id, Rejected, Timestamp};

/// A time in which a deployment rested. Those of one deployment never overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// When it was held.
    pub began_at: Timestamp,
    /// When it went on, or was stopped; nothing while it rests.
    pub ended_at: Option<Timestamp>,
}

impl Deployment {
    /// Holds it for a while; nobody loses standing by it (DOMAIN C27).
    pub fn pause(&mut self, by: &Actor, now: Timestamp) -> Result<(Pause, Event), Rejected> {
        self.require_runner(by)?;
        self.step(DeploymentStatus::Active, DeploymentStatus::Paused)?;
        let pause = Pause { deployment: self.id, began_at: now, ended_at: None };
        Ok((pause, Event::DeploymentPaused { deployment: self.id }))
    }

    /// Goes on. Its pause ends with that, as it does when it is stopped.
    pub fn resume(&mut self, by: &Actor) -> Result<Event, Rejected> {
        self.require_runner(by)?;
        self.step(DeploymentStatus::Paused, DeploymentStatus::Active)?;
        Ok(Event::DeploymentResumed { deployment: self.id })
    }

    /// Whether it rests just now.
    pub fn rests(&self) -> bool {
        self.status == DeploymentStatus::Paused
    }
}

#[cfg(test)]
mod tests {
    use crate::Rule;
    use crate::brokerage::testing::{active, head, start};

    #[test]
    fn a_pause_begins_when_the_work_is_held_and_nobody_holds_it_twice() {
        let mut it = active();
        assert!(!it.rests());
        let (pause, event) = it.pause(&head(1), start().plus_days(2)).unwrap();
        assert_eq!((pause.began_at, pause.ended_at, event.name()), (start().plus_days(2), None, "deployment.paused"));
        assert!(it.rests() && it.is_running());
        assert_eq!(it.pause(&head(1), start().plus_days(3)), Err(Rule::StepNotOpen.into()));
        assert_eq!(it.resume(&head(2)).unwrap().name(), "deployment.resumed");
        assert_eq!(it.resume(&head(2)), Err(Rule::StepNotOpen.into()));
        assert!(!it.rests());
    }
}
