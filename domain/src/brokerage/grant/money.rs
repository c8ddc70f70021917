//! The money of a grant, year by year: held back when support is agreed, spent by the visits of that year, and never more than
//! was released (DOMAIN C32, C36; decision 98).

use chrono::{Months, NaiveDate};

use crate::brokerage::settlement::beside_others;
use crate::brokerage::{Charge, Deployment, Grant, GrantYear, GrantYearStatus, PayerKind, Settlement};
use crate::time::Period;
use crate::{Id, Rejected, Rule, Timestamp, words};

/// The field of the terms that refers to a grant.
const FIELD: &str = "settlement.grant";

words! {
    /// Why the money of a grant moved.
    pub enum GrantLineKind {
        /// Held back for support that was agreed.
        Reserve = "reserve",
        /// Let go of, because the support ended and its visits do not need it.
        Release = "release",
        /// Spent by a visit that was confirmed.
        Draw = "draw",
        /// Come back, because a confirmation was reversed.
        Return = "return",
    }
}

/// One line of the ledger of a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantLine {
    /// The grant.
    pub grant: Id<Grant>,
    /// The year of it, from 1.
    pub year: i32,
    /// Why it stands there.
    pub kind: GrantLineKind,
    /// The support for which it was held back or spent.
    pub deployment: Id<Deployment>,
    /// The charge that was paid, or taken back.
    pub charge: Option<Id<Charge>>,
    /// What it adds to what is spent of the year, in pence: below nothing, where it comes back.
    pub pence: i64,
    /// What it adds to what is held back, in pence.
    pub held: i64,
    /// When it was written.
    pub at: Timestamp,
}

/// What some support has of one year of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantHeld {
    /// The year of it, from 1.
    pub year: i32,
    /// What is held back for it, in pence.
    pub held: i64,
    /// What it has spent, in pence.
    pub spent: i64,
}

impl GrantYear {
    /// What is released of it and not spent, in pence.
    pub fn left(&self) -> i64 {
        if self.status == GrantYearStatus::Released { self.pence - self.spent } else { 0 }
    }

    /// What of that nothing is agreed for, in pence.
    fn free(&self) -> i64 {
        self.left() - self.reserved
    }
}

impl Grant {
    /// The year in which a day lies, if it is one of its years.
    pub fn year_of(&self, day: NaiveDate) -> Option<i32> {
        let begins = |after: i32| self.starts_on + Months::new(12 * after.unsigned_abs());
        let mut years = self.years.iter().map(|it| it.year);
        years.find(|year| (begins(year - 1)..begins(*year)).contains(&day))
    }

    /// Whether it may pay for some support on all of these days: it was made to one of the two schools that sign, its own
    /// alliance brokers the support, and every day lies in one of its years.
    pub fn pays(&self, of: &Deployment, days: Period) -> Result<(), Rejected> {
        if self.alliance != of.alliance {
            return Err(Rule::GrantForeign.at(FIELD));
        }
        self.require_own(of).map_err(|no| no.at(FIELD))?;
        if [days.from(), days.until()].iter().any(|day| self.year_of(*day).is_none()) {
            return Err(Rule::SettlementOutside.at(FIELD));
        }
        Ok(())
    }

    /// Refuses support of two schools to neither of which it was made.
    pub fn require_own(&self, of: &Deployment) -> Result<(), Rejected> {
        if [of.home, of.host].contains(&self.school) { Ok(()) } else { Err(Rule::GrantForeign.into()) }
    }

    /// Whether released money that nothing else needs covers some support as it is planned, so many half-days from each of
    /// these days on; and how much of which year that takes.
    pub fn covers(&self, of: &Deployment, plan: &[(NaiveDate, i32)]) -> Result<Vec<(i32, i64)>, Rejected> {
        let terms = of.terms.as_ref().ok_or(Rule::TermsMissing)?;
        self.pays(of, terms.period)?;
        let mut needed = self.by_year(&terms.settlement, plan);
        if needed.len() > 1 {
            needed.iter_mut().for_each(|it| it.1 = beside_others(it.1));
        }
        let covered = |(year, pence): &(i32, i64)| self.free_in(Some(*year)) >= *pence;
        if needed.iter().all(covered) { Ok(needed) } else { Err(Rule::GrantTooLow.at(FIELD)) }
    }

    /// Holds the price of some support back from the day on which it is agreed.
    pub fn reserve(
        &mut self,
        of: &Deployment,
        plan: &[(NaiveDate, i32)],
        now: Timestamp,
    ) -> Result<Vec<GrantLine>, Rejected> {
        let needed = self.covers(of, plan)?;
        let blank = self.blank(GrantLineKind::Reserve, of.id, now);
        let lines = needed.into_iter().map(|(year, held)| GrantLine { year, held, ..blank.clone() });
        Ok(lines.map(|line| self.add(line)).collect())
    }

    /// What of a charge it cannot pay, in pence: that for which its support has nothing held back in the year of the visit, and
    /// nothing is free there either. Below nothing, what is taken back beyond all that it has paid for its support: a penny that
    /// a school took on.
    pub fn lacks(&self, charge: &Charge, of_it: &[GrantHeld]) -> i64 {
        let pence = charge.amounts.paid.of(PayerKind::Grant);
        if pence < 0 {
            return (pence + of_it.iter().map(|it| it.spent).sum::<i64>()).min(0);
        }
        let year = self.year_of(charge.visited_on);
        let held = of_it.iter().find(|it| Some(it.year) == year).map_or(0, |it| it.held);
        (pence - held - self.free_in(year)).max(0)
    }

    /// Spends what a charge takes of it in the year of the visit, or takes back what was spent. `live` says whether the support
    /// goes on: what comes back is held for it again, and otherwise free.
    pub fn book(
        &mut self,
        charge: &Charge,
        (of_it, live): (&[GrantHeld], bool),
        now: Timestamp,
    ) -> Result<Vec<GrantLine>, Rejected> {
        if self.lacks(charge, of_it) > 0 {
            return Err(Rule::GrantSpent.into());
        }
        let pence = charge.amounts.paid.of(PayerKind::Grant);
        let year = self.year_of(charge.visited_on);
        let of_year = |it: &&GrantHeld| Some(it.year) == year;
        let blank = GrantLine { charge: Some(charge.id), ..self.blank(GrantLineKind::Draw, charge.deployment, now) };
        if let Some(year) = year.filter(|_| pence > 0) {
            let held = -of_it.iter().find(of_year).map_or(0, |it| it.held).min(pence);
            return Ok(vec![self.add(GrantLine { year, pence, held, ..blank })]);
        }
        let (mut back, mut lines) = (-pence, Vec::new());
        // Which visit paid a penny that remained depends on their order, so one of another year may have to give it back.
        for it in of_it.iter().filter(of_year).chain(of_it.iter().filter(|it| !of_year(it))) {
            let part = back.min(it.spent);
            if part > 0 {
                back -= part;
                let held = if live { part } else { 0 };
                let kind = GrantLineKind::Return;
                lines.push(self.add(GrantLine { year: it.year, kind, pence: -part, held, ..blank.clone() }));
            }
        }
        Ok(lines)
    }

    /// Lets go of what was held back for some support that has ended, but for what its visits cost that wait for the host: so
    /// many half-days on each of these days.
    pub fn let_go(
        &mut self,
        of: &Deployment,
        of_it: &[GrantHeld],
        waiting: &[(NaiveDate, i32)],
        now: Timestamp,
    ) -> Vec<GrantLine> {
        let needed = of.terms.as_ref().map(|terms| self.by_year(&terms.settlement, waiting)).unwrap_or_default();
        let kept = |year: i32| needed.iter().find(|it| it.0 == year).map_or(0, |it| beside_others(it.1));
        let idle = of_it.iter().map(|it| (it.year, it.held - kept(it.year))).filter(|(_, pence)| *pence > 0);
        let blank = self.blank(GrantLineKind::Release, of.id, now);
        idle.map(|(year, pence)| self.add(GrantLine { year, held: -pence, ..blank.clone() })).collect()
    }

    /// What so many half-days on these days take of each year, each for itself.
    fn by_year(&self, settlement: &Settlement, days: &[(NaiveDate, i32)]) -> Vec<(i32, i64)> {
        let half_days = |year: i32| days.iter().filter(|it| self.year_of(it.0) == Some(year)).map(|it| it.1).sum();
        let most = |year: i32| settlement.granted(half_days(year)).map_or(0, |(_, pence)| pence);
        self.years.iter().map(|it| (it.year, most(it.year))).filter(|it| it.1 > 0).collect()
    }

    fn free_in(&self, year: Option<i32>) -> i64 {
        self.years.iter().find(|it| Some(it.year) == year).map_or(0, GrantYear::free)
    }

    fn blank(&self, kind: GrantLineKind, deployment: Id<Deployment>, at: Timestamp) -> GrantLine {
        GrantLine { grant: self.id, year: 0, kind, deployment, charge: None, pence: 0, held: 0, at }
    }

    fn add(&mut self, line: GrantLine) -> GrantLine {
        if let Some(it) = self.years.iter_mut().find(|it| it.year == line.year) {
            it.spent += line.pence;
            it.reserved += line.held;
        }
        line
    }
}

#[cfg(test)]
mod tests;
