//! Charges: what a confirmed visit costs, booked once, and taken back when the confirmation is reversed. Statements are made
//! of nothing else.

mod taken_on;

use chrono::NaiveDate;

use crate::brokerage::{Deployment, Paid, PayerKind, Visit, VisitConfirmation};
use crate::directory::{Alliance, School};
use crate::exchange::SettlementKind;
use crate::time::Month;
use crate::{Id, Timestamp};

pub use taken_on::InPlaceOf;

/// Money in pence, and what is told beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// What is paid for the support.
    pub gross: i64,
    /// What the alliance keeps of it for brokering.
    pub brokerage: i64,
    /// Who pays it: these add up to the gross.
    pub paid: Paid,
    /// What the host pays beside it for covering absent staff (DOMAIN C41).
    pub cover: i64,
    /// What is brought without money is worth (DOMAIN C34).
    pub in_kind: i64,
}

impl Amounts {
    /// What the home school gets of the gross.
    pub const fn net(&self) -> i64 {
        self.gross - self.brokerage
    }

    /// These amounts and others.
    pub fn plus(self, other: Self) -> Self {
        self.zip(other, |one, two| one + two)
    }

    /// These amounts without others.
    pub fn less(self, other: Self) -> Self {
        self.zip(other, |one, two| one - two)
    }

    fn zip(self, other: Self, with: impl Fn(i64, i64) -> i64) -> Self {
        Self {
            gross: with(self.gross, other.gross),
            brokerage: with(self.brokerage, other.brokerage),
            paid: self.paid.zip(other.paid, &with),
            cover: with(self.cover, other.cover),
            in_kind: with(self.in_kind, other.in_kind),
        }
    }
}

/// What one confirmation of a visit adds to what its deployment costs, or what its reversal takes off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Its id.
    pub id: Id<Charge>,
    /// The month on whose statements it stands.
    pub month: Month,
    /// The visit.
    pub visit: Id<Visit>,
    /// The confirmation by which it was charged.
    pub confirmation: Id<VisitConfirmation>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The alliance that brokers it.
    pub alliance: Id<Alliance>,
    /// The school that gives.
    pub home: Id<School>,
    /// The school that receives.
    pub host: Id<School>,
    /// What is given in return.
    pub kind: SettlementKind,
    /// Whether value-added tax comes on top.
    pub vat: bool,
    /// The day of the visit.
    pub visited_on: NaiveDate,
    /// The half-days: below nothing, where they are taken back.
    pub half_days: i32,
    /// The how manieth charge of its visit it is, from 1. The odd ones charge, the even ones take back.
    pub nth: i32,
    /// What they cost.
    pub amounts: Amounts,
    /// What is paid of it in the place of a grant or a pooled budget that has no more (decisions 98 and 109).
    pub taken_on: InPlaceOf,
    /// When it was booked.
    pub at: Timestamp,
}

/// What was booked before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Booked {
    /// Half-days of the deployment that are charged and not taken back.
    pub half_days: i32,
    /// How many charges the visit has.
    pub of_visit: i32,
    /// Between whom the visit was charged last: home and host.
    pub between: Option<(Id<School>, Id<School>)>,
    /// What was taken on of the visit in the place of a grant or a pooled budget.
    pub taken_on: InPlaceOf,
}

impl Charge {
    /// Charges a visit that was just confirmed, or takes back what was charged for one that was just reversed; nothing if the
    /// deployment has no terms.
    ///
    /// It is the difference between what all half-days cost with this visit and without it. So whatever is confirmed and
    /// reversed, and in whatever order, the charges of a deployment add up to the price of its half-days, to the penny. What
    /// is taken back is taken from those who were charged, even where another school stands in for them by now.
    pub fn of(id: Id<Self>, deployment: &Deployment, visit: &Visit, booked: &Booked, now: Timestamp) -> Option<Self> {
        let settlement = &deployment.terms.as_ref()?.settlement;
        let takes_back = booked.of_visit % 2 == 1;
        let half_days = if takes_back { -visit.record.half_days } else { visit.record.half_days };
        let bill = |half_days| settlement.bill(half_days, deployment.half_days);
        let between = booked.between.filter(|_| takes_back);
        let (home, host) = between.unwrap_or((deployment.home, deployment.host));
        let mut charge = Self {
            id,
            month: Month::booked(visit.record.visited_on, now.day()),
            visit: visit.id,
            confirmation: visit.confirmation?,
            deployment: deployment.id,
            alliance: deployment.alliance,
            home,
            host,
            kind: settlement.kind,
            vat: settlement.vat,
            visited_on: visit.record.visited_on,
            half_days,
            nth: booked.of_visit + 1,
            amounts: bill(booked.half_days + half_days).less(bill(booked.half_days)),
            taken_on: InPlaceOf::NOTHING,
            at: now,
        };
        if takes_back {
            // A penny more or less than then may be taken back of the others' part; it never turns into something to pay.
            let back = |taken: i64, of: PayerKind| -taken.min(-charge.amounts.paid.of(of)).max(0);
            let InPlaceOf { by, grant, pool } = booked.taken_on;
            let (grant, pool) = (back(grant, PayerKind::Grant), back(pool, PayerKind::Pool));
            charge.take_on(InPlaceOf { by, grant, pool });
        }
        Some(charge)
    }

    /// Lets somebody pay so much of it in the place of a grant or a pooled budget; below nothing, get back so much.
    pub fn take_on(&mut self, more: InPlaceOf) {
        if more.grant == 0 && more.pool == 0 {
            return;
        }
        self.taken_on = self.taken_on.plus(more);
        self.amounts.paid.shift(more.grant, PayerKind::Grant, more.by);
        self.amounts.paid.shift(more.pool, PayerKind::Pool, more.by);
        if self.taken_on.grant == 0 && self.taken_on.pool == 0 {
            self.taken_on = InPlaceOf::NOTHING;
        }
    }

    /// What is to be taken on of it, where a grant and a pooled budget lack so much. What is taken back beyond what they have
    /// paid goes back to whoever paid the rest.
    pub fn lacking(&self, pays: PayerKind, grant: i64, pool: i64) -> InPlaceOf {
        let by = if self.half_days < 0 { self.taken_on.by } else { pays };
        InPlaceOf { by, grant, pool }
    }

    /// Whether it stands on the statement of a later month than the visit's, or takes back what was charged before.
    pub fn is_adjustment(&self) -> bool {
        self.half_days < 0 || self.month > Month::of(self.visited_on)
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
