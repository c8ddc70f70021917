//! What schools owe to each other after work that was done: some of it met, some waived, some overdue.

use chrono::Days;
use domain::Timestamp;
use domain::brokerage::{Deployment, DeploymentStatus};
use domain::reciprocity::{GiveBack, Obligation, ObligationKind, ObligationSource, ObligationStatus, Owing};
use domain::rule::Refusals;
use domain::text::Remark;

use super::attempts::{Attempt, days_after};
use super::world::World;

/// How many days before its day an obligation is due.
const NEAR: Days = Days::new(28);

impl World<'_> {
    /// Now and then the head of a school that was supported gives its word for something in return.
    pub fn owe(&mut self, attempt: &Attempt, deployment: &Deployment) -> Result<(), Refusals> {
        let ended = deployment.ended_at.filter(|_| deployment.status != DeploymentStatus::Stopped);
        let Some(at) = ended.filter(|_| self.chance.percent(80)) else { return Ok(()) };
        let (kind, words) = *self.chance.pick(&[
            (ObligationKind::WriteUp, "A page on what was done, for other schools to read."),
            (ObligationKind::HostVisit, "A morning for teachers of other schools in our reading lessons."),
            (ObligationKind::SharePractice, "A session at the alliance's meeting next term."),
            (ObligationKind::GiveBack, "Two half-days of our mathematics lead, for whoever needs them."),
        ]);
        let half_days = (kind == ObligationKind::GiveBack).then_some(2);
        let due_on = days_after(at, self.chance.between(14, 120)).day();
        let owing = Owing {
            id: self.chance.id(at),
            debtor: deployment.host,
            creditor: Some(deployment.home),
            alliance: Some(deployment.alliance),
            what: GiveBack::check(kind, half_days, due_on, at.day())?,
            source: ObligationSource::Agreement,
            note: Remark::new(words)?,
        };
        let (mut it, _) = Obligation::create(owing, &attempt.host, None, at)?;
        self.grow_old(attempt, &mut it)?;
        self.filled.obligations.push(it);
        Ok(())
    }

    /// Lets the time pass that has passed since, as the service's worker does.
    fn grow_old(&mut self, attempt: &Attempt, it: &mut Obligation) -> Result<(), Refusals> {
        let today = self.now.day();
        let noon = |day: chrono::NaiveDate| Timestamp::new(day.and_time(chrono::NaiveTime::MIN).and_utc());
        let near = noon(it.due_on - NEAR).max(it.created_at);
        if near > self.now {
            return Ok(());
        }
        (it.status, it.due_at) = (ObligationStatus::Due, Some(near));
        if it.due_on >= today {
            return Ok(());
        }
        let late = noon(it.due_on + Days::new(1)).max(near);
        if self.chance.percent(25) {
            (it.status, it.overdue_at) = (ObligationStatus::Overdue, Some(late));
        } else if self.chance.percent(60) {
            let how = Remark::new("It was done, and well.")?;
            it.meet((&attempt.home, &[]), None, (how, None), noon(it.due_on).max(near)).map(drop)?;
        } else {
            let why = Remark::new("The person who would have done it has left.")?;
            it.waive((&attempt.home, &[]), None, why, noon(it.due_on).max(near)).map(drop)?;
        }
        Ok(())
    }
}
