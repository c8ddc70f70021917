//! The money of a pooled budget: a ledger to which lines are added and none is changed. Each carries what it leaves, so that
//! the database can hold one to the other.

use super::{PoolLineKind, PoolMemberStatus, PoolStatus, PooledBudget};
use crate::brokerage::payer::apportion;
use crate::brokerage::settlement::beside_others;
use crate::brokerage::{Charge, Deployment, PayerKind};
use crate::directory::School;
use crate::time::Month;
use crate::{Id, Rejected, Rule, Timestamp};

/// What is in a pooled budget after so many lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolAccount {
    /// How many lines its ledger has.
    pub lines: i32,
    /// What is in it, in pence.
    pub balance: i64,
    /// The part of it that is held back for what was agreed, in pence.
    pub reserved: i64,
}

impl PoolAccount {
    /// What nothing is agreed for yet, in pence.
    pub const fn free(&self) -> i64 {
        self.balance - self.reserved
    }
}

/// What some support has of a pooled budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolHeld {
    /// What is held back for it, in pence.
    pub held: i64,
    /// What it has spent, in pence.
    pub spent: i64,
}

/// One line of the ledger of a pooled budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolLine {
    /// The budget.
    pub pool: Id<PooledBudget>,
    /// The how manieth line it is, from 1.
    pub nth: i32,
    /// The month on whose statement it stands.
    pub month: Month,
    /// Why it stands there.
    pub kind: PoolLineKind,
    /// The school that put money in, or to which it went back.
    pub school: Option<Id<School>>,
    /// The support for which it was held back or spent.
    pub deployment: Option<Id<Deployment>>,
    /// The charge that was paid, or taken back.
    pub charge: Option<Id<Charge>>,
    /// What it adds to the balance, in pence: below nothing, where it takes off.
    pub pence: i64,
    /// What it adds to what is held back, in pence.
    pub held: i64,
    /// What is in the budget after it.
    pub after: PoolAccount,
    /// When it was written.
    pub at: Timestamp,
}

impl PooledBudget {
    /// Whether it may pay so much of this support: it is open, the school that receives put money in, its own alliance brokers
    /// the support, and there is as much that nothing else needs.
    pub fn covers(&self, deployment: &Deployment, pence: i64) -> Result<(), Rejected> {
        let joined = |it: &super::PoolMember| it.school == deployment.host && it.status == PoolMemberStatus::Joined;
        let may = self.alliance == deployment.alliance && self.members.iter().any(joined);
        if self.status != PoolStatus::Open || !may {
            return Err(Rule::PoolForeign.at("settlement.payers"));
        }
        if pence > self.account.free() {
            return Err(Rule::PoolTooLow.at("settlement.payers"));
        }
        Ok(())
    }

    /// Holds the price of some support back from the day on which it is agreed.
    pub fn reserve(&mut self, deployment: &Deployment, pence: i64, now: Timestamp) -> Result<PoolLine, Rejected> {
        self.covers(deployment, pence)?;
        let line = self.blank(PoolLineKind::Reserve, now);
        Ok(self.add(PoolLine { deployment: Some(deployment.id), held: pence, ..line }))
    }

    /// What of a charge it cannot pay, in pence: that for which its support has nothing held back, and nothing is free either.
    /// Below nothing, what is taken back beyond all that it has paid for its support: a penny that somebody took on.
    pub fn lacks(&self, charge: &Charge, of_it: PoolHeld) -> i64 {
        let pence = charge.amounts.paid.of(PayerKind::Pool);
        if pence < 0 { (pence + of_it.spent).min(0) } else { (pence - of_it.held - self.account.free()).max(0) }
    }

    /// Pays a charge, or takes back what was paid. `held` is what is held back for its deployment, and `live` says whether that
    /// still goes on: what comes back is held for it again, and otherwise free. What comes back after the closing goes on to
    /// the schools.
    pub fn book(
        &mut self,
        charge: &Charge,
        (held, live): (i64, bool),
        now: Timestamp,
    ) -> Result<Vec<PoolLine>, Rejected> {
        let pence = charge.amounts.paid.of(PayerKind::Pool);
        let (kind, change) = if pence > 0 {
            let from_held = pence.min(held);
            if pence - from_held > self.account.free() {
                return Err(Rule::PoolSpent.into());
            }
            (PoolLineKind::Draw, -from_held)
        } else if pence < 0 {
            (PoolLineKind::Return, if live { -pence } else { 0 })
        } else {
            return Ok(Vec::new());
        };
        let blank = self.blank(kind, now);
        let line = PoolLine {
            month: charge.month,
            deployment: Some(charge.deployment),
            charge: Some(charge.id),
            pence: -pence,
            held: change,
            ..blank
        };
        let mut lines = vec![self.add(line)];
        if self.status == PoolStatus::Closed {
            lines.extend(self.refund(now));
        }
        Ok(lines)
    }

    /// Lets go of what was held back for some support that has ended and not spent, but for what so many half-days cost of it
    /// that wait for the host (decision 98).
    pub fn release(&mut self, of: &Deployment, held: i64, waiting: i32, now: Timestamp) -> Option<PoolLine> {
        let most = of.terms.as_ref().and_then(|terms| terms.settlement.pooled(waiting));
        let idle = held - most.map_or(0, |(_, pence)| beside_others(pence));
        let line = self.blank(PoolLineKind::Release, now);
        (idle > 0).then(|| self.add(PoolLine { deployment: Some(of.id), held: -idle, ..line }))
    }

    /// Puts a school's money in or takes it out.
    pub(super) fn put(
        &mut self,
        school: Id<School>,
        kind: PoolLineKind,
        pence: i64,
        now: Timestamp,
    ) -> Option<PoolLine> {
        let line = self.blank(kind, now);
        (pence != 0).then(|| self.add(PoolLine { school: Some(school), pence, ..line }))
    }

    /// Gives everything that is in it back to the schools, by what each has put in; what does not divide goes to the largest
    /// remainders, the earlier school first among equals (decision 61).
    pub(super) fn refund(&mut self, now: Timestamp) -> Vec<PoolLine> {
        let joined = |it: &&super::PoolMember| it.status == PoolMemberStatus::Joined;
        let (schools, weights): (Vec<_>, Vec<_>) =
            self.members.iter().filter(joined).map(|it| (it.school, it.committed)).unzip();
        let back = apportion(self.account.balance, &weights);
        let back = schools.into_iter().zip(back);
        back.filter_map(|(school, pence)| self.put(school, PoolLineKind::Refund, -pence, now)).collect()
    }

    fn blank(&self, kind: PoolLineKind, now: Timestamp) -> PoolLine {
        PoolLine {
            pool: self.id,
            nth: self.account.lines + 1,
            month: Month::of(now.day()),
            kind,
            school: None,
            deployment: None,
            charge: None,
            pence: 0,
            held: 0,
            after: self.account,
            at: now,
        }
    }

    fn add(&mut self, line: PoolLine) -> PoolLine {
        self.account = PoolAccount {
            lines: line.nth,
            balance: self.account.balance + line.pence,
            reserved: self.account.reserved + line.held,
        };
        PoolLine { after: self.account, ..line }
    }
}
