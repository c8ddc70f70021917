//! Whose a deployment is to give: another school's, once its specialist has moved there. What was done before stays with
//! whoever gave it (DOMAIN C.1).

use chrono::NaiveDate;

use crate::brokerage::{Deployment, DeploymentStatus};
use crate::directory::School;
use crate::{Id, Timestamp};

/// A school that gave a deployment before its specialist moved on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormerHome {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The school.
    pub school: Id<School>,
    /// The last day of what was its own.
    pub until: NaiveDate,
}

impl Deployment {
    /// Passes to the school where its specialist works now; gives what was the former one's, if it is another. What is not
    /// agreed yet is declared and signed anew, since other schools sign it.
    pub(in crate::brokerage) fn pass_to(
        &mut self,
        home: Id<School>,
        own_placement: bool,
        now: Timestamp,
    ) -> Option<FormerHome> {
        if home == self.home {
            return None;
        }
        let former = FormerHome { deployment: self.id, school: self.home, until: now.day() };
        self.home = home;
        if self.status == DeploymentStatus::Planned {
            self.home_interest = None;
            self.own_placement = own_placement;
            self.approved_by = None;
            self.unsign();
        }
        Some(former)
    }

    /// The deployment as it was between its schools on a day: work of that day is given by whoever gave it then.
    pub fn on(&self, day: NaiveDate, former: &[FormerHome]) -> Self {
        Self { home: self.home_on(day, former), ..self.clone() }
    }

    /// The school that gave it on a day.
    pub fn home_on(&self, day: NaiveDate, former: &[FormerHome]) -> Id<School> {
        let then = former.iter().filter(|it| day <= it.until).min_by_key(|it| it.until);
        then.map_or(self.home, |it| it.school)
    }
}
