//! What the work costs and who pays it: prices of all kinds, and a budget that four schools share.

use super::world::{Slot, World};
use crate::brokerage::testing::{broker, head};
use crate::brokerage::{
    Booked, Charge, Deployment, Fee, FeeKind, FeePlace, InPlaceOf, PayerKind, PoolLine, PoolOpening, PooledBudget,
    RateCard, RatesDraft, SettlementDraft, ShareDraft, Visit,
};
use crate::directory::School;
use crate::exchange::SettlementKind;
use crate::text::Name;
use crate::{Id, Timestamp};

/// A budget into which each of these schools puts a thousand pounds, and its ledger.
pub fn pool(id: Id<PooledBudget>, schools: &[Id<School>], now: Timestamp) -> (PooledBudget, Vec<PoolLine>) {
    let by = broker(10, 5);
    let name = Name::new("The valley's pool").unwrap();
    let opening = PoolOpening { id, alliance: crate::brokerage::testing::id(10), lead: None, name, year: 2026 };
    let mut it = PooledBudget::open(opening, &by, now).unwrap().0;
    let mut lines = Vec::new();
    for school in schools {
        let _ = it.ask(*school, &by, now).unwrap();
        lines.extend(it.commit(*school, 100_000, &head(school.uuid().as_u128()), now).unwrap().1);
    }
    (it, lines)
}

impl World {
    /// What is given in return: credit, a price that is typed or that the alliance's card makes, a part of it by the budget, or a
    /// grant.
    pub fn settlement(&mut self) -> SettlementDraft {
        let day = 1 + self.below(80_000) as i64;
        let paid = SettlementDraft {
            kind: Some(SettlementKind::DayRate),
            day_rate: Some(day),
            brokerage: Some(day / 7),
            cover: (self.below(2) == 0).then_some(999),
            ..SettlementDraft::default()
        };
        match self.below(10) {
            0 | 6..=9 => SettlementDraft { kind: Some(SettlementKind::ReciprocalCredit), ..SettlementDraft::default() },
            1 => paid,
            2 => {
                let mut by_card = SettlementDraft { day_rate: None, brokerage: None, ..paid };
                by_card.take_price(&self.card(day));
                by_card
            }
            3 => SettlementDraft { kind: Some(SettlementKind::Grant), payer: Some("The zone".into()), ..paid },
            _ => {
                let part = 1 + self.below(9_999) as i64;
                let share = |by, pool, part| ShareDraft { by, name: None, pool, part };
                let shares =
                    vec![share(PayerKind::Host, None, 10_000 - part), share(PayerKind::Pool, Some(self.pool.id), part)];
                SettlementDraft { shares, ..paid }
            }
        }
    }

    fn card(&mut self, day: i64) -> RateCard {
        let fee = Fee { kind: FeeKind::Percent, place: FeePlace::OnTop, amount: 1_500 };
        let rates = RatesDraft { day, fee, hours: 5, vat: false, included: None };
        let (alliance, today) = (crate::brokerage::testing::id(10), self.now.day());
        RateCard::set(self.id(), alliance, (2026, None), &rates, &broker(10, 5), today).unwrap().0
    }

    /// Somebody of a school puts money in, or takes some out.
    pub fn fill(&mut self) {
        let (place, pence) = (self.below(self.schools.len()), self.below(200_000) as i64);
        let school = self.schools[place];
        let by = head(school.uuid().as_u128());
        if let Ok((_, line)) = self.pool.commit(school, pence, &by, self.now) {
            self.lines.extend(line);
        }
    }

    /// Whether the budget pays what the terms say it does; once they are agreed it holds that back.
    pub fn is_covered(&mut self, it: &Deployment, is_agreed: bool) -> bool {
        let Some((_, pence)) = pooled(it) else { return true };
        if !is_agreed {
            return self.pool.covers(it, pence).is_ok();
        }
        let held = self.pool.reserve(it, pence, self.now);
        self.lines.extend(held.iter().cloned());
        held.is_ok()
    }

    /// Books what a visit costs, or takes it back; says whether the budget could pay its part.
    pub fn book(&mut self, slot: &mut Slot, of: &Deployment, visit: &Visit) -> bool {
        let of_visit = || slot.charges.iter().filter(|it| it.visit == visit.id);
        let booked = Booked {
            half_days: slot.charges.iter().map(|it| it.half_days).sum(),
            of_visit: of_visit().count() as i32,
            between: of_visit().next_back().map(|it| (it.home, it.host)),
            taken_on: InPlaceOf::NOTHING,
        };
        let Some(charge) = Charge::of(self.id(), of, visit, &booked, self.now) else { return true };
        if pooled(of).is_some() {
            let held = self.held_for(of.id);
            let Ok(lines) = self.pool.book(&charge, (held, of.is_running()), self.now) else { return false };
            self.lines.extend(lines);
        }
        slot.charges.push(charge);
        true
    }

    /// Lets go of what the budget held back for some support that has ended, but for visits that wait for the host.
    pub fn let_go(&mut self, slot: &Slot, of: &Deployment) {
        let waits = slot.visits.iter().filter(|it| it.is_unconfirmed());
        let waiting = waits.map(|it| it.record.half_days).sum();
        let held = self.held_for(of.id);
        self.lines.extend(self.pool.release(of, held, waiting, self.now));
    }

    fn held_for(&self, of: Id<Deployment>) -> i64 {
        self.lines.iter().filter(|it| it.deployment == Some(of)).map(|it| it.held).sum()
    }
}

/// What the budget pays of some support at the most, where it pays a part.
pub fn pooled(it: &Deployment) -> Option<(Id<PooledBudget>, i64)> {
    it.terms.as_ref()?.settlement.pooled(it.half_days)
}
