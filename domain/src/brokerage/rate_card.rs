//! Rate cards: what an alliance charges for a day of support in one academic year, and what of it is for brokering.
//!
//! There is no national rate (DOMAIN part B): alliances publish their own for each year, as a price with the fee inside it or
//! on top, and the fee as a part of the price or a fixed sum.

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::brokerage::settlement::{MOST_PENCE, optional};
use crate::brokerage::{FeeKind, FeePlace, Price};
use crate::directory::{Alliance, DesignationScheme};
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::time::academic_year;
use crate::{Event, Id, Rule};

/// The whole of something, in hundredths of a per cent.
const WHOLE: i64 = 10_000;
/// The most hours that a day may have.
const MOST_HOURS: i32 = 12;

/// What an alliance charges for a day with somebody of one designation, in one academic year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateCard {
    /// Its id.
    pub id: Id<RateCard>,
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// The academic year, by the calendar year of its September.
    pub year: i32,
    /// The designation of whose day it is; nothing for anybody without one.
    pub designation: Option<DesignationScheme>,
    /// What it charges.
    pub rates: Rates,
    /// How often it has changed, from 1.
    pub version: i32,
}

/// What a rate card charges, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The price of a whole day (two half-days) in pence, to which a fee on top is added.
    pub day: i64,
    /// The alliance's fee.
    pub fee: Fee,
    /// How many hours a day has.
    pub hours: i32,
    /// Whether value-added tax comes on top. No figure includes it.
    pub vat: bool,
    /// What is included, such as preparation and reports.
    pub included: Option<Remark>,
}

/// An alliance's fee for brokering a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// How it is reckoned.
    pub kind: FeeKind,
    /// Whether the price contains it.
    pub place: FeePlace,
    /// Hundredths of a per cent of the price of a day, or pence for a day.
    pub amount: i64,
}

/// Rates as they are typed.
#[derive(Clone, Debug)]
pub struct RatesDraft {
    /// The price of a whole day in pence.
    pub day: i64,
    /// The alliance's fee.
    pub fee: Fee,
    /// How many hours a day has.
    pub hours: i32,
    /// Whether value-added tax comes on top.
    pub vat: bool,
    /// What is included.
    pub included: Option<String>,
}

impl RateCard {
    /// Writes a card for an alliance, by one of its brokers, up to the academic year after the present one.
    pub fn set(
        id: Id<Self>,
        alliance: Id<Alliance>,
        (year, designation): (i32, Option<DesignationScheme>),
        draft: &RatesDraft,
        by: &Actor,
        today: NaiveDate,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::SetRateCard { alliance })?;
        let known = (2000..=academic_year(today) + 1).contains(&year);
        let mut faults = Faults::default();
        faults.need(known, || Rule::NumberOutOfRange.at("year"));
        let rates = Rates::parse(draft, &mut faults);
        let rates = faults.into_result(rates)?;
        let card = Self { id, alliance, year, designation, rates, version: 1 };
        Ok((card, Event::RateCardSet { rate_card: id, alliance, year }))
    }
}

impl Rates {
    fn parse(draft: &RatesDraft, faults: &mut Faults) -> Option<Self> {
        faults.need((1..=MOST_PENCE).contains(&draft.day), || Rule::NumberOutOfRange.at("day"));
        let most = match draft.fee.kind {
            FeeKind::Percent => WHOLE,
            FeeKind::Fixed => MOST_PENCE,
        };
        faults.need((0..=most).contains(&draft.fee.amount), || Rule::NumberOutOfRange.at("fee.amount"));
        faults.need((1..=MOST_HOURS).contains(&draft.hours), || Rule::NumberOutOfRange.at("hours"));
        let included = faults.keep("included", optional(draft.included.as_deref(), Remark::new))?;
        let it = Self { day: draft.day, fee: draft.fee, hours: draft.hours, vat: draft.vat, included };
        faults.need(it.price().is_some(), || Rule::FeeAbovePrice.at("fee.amount"));
        Some(it)
    }

    /// The price of a whole day: what the school that receives pays, and what of it is for brokering. A part of a penny is
    /// the home school's. None if the fee is more than the price that contains it.
    pub const fn price(&self) -> Option<Price> {
        let fee = match self.fee.kind {
            FeeKind::Percent => self.day * self.fee.amount / WHOLE,
            FeeKind::Fixed => self.fee.amount,
        };
        match self.fee.place {
            FeePlace::Inside => Price::new(self.day, fee),
            FeePlace::OnTop => Price::new(self.day + fee, fee),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::testing::{at, head, id};

    fn fee(kind: FeeKind, place: FeePlace, amount: i64) -> Fee {
        Fee { kind, place, amount }
    }

    fn draft(day: i64, fee: Fee) -> RatesDraft {
        RatesDraft { day, fee, hours: 5, vat: false, included: Some("Preparation and a report".into()) }
    }

    fn broker(alliance: u128) -> Actor {
        crate::brokerage::testing::broker(alliance, 5)
    }

    fn set(year: i32, draft: &RatesDraft, by: &Actor) -> Result<RateCard, Vec<Rule>> {
        let today = "2026-11-21".parse().unwrap();
        let done = RateCard::set(id(80), id(10), (year, Some(DesignationScheme::Sle)), draft, by, today);
        done.map(|(card, _)| card).map_err(|no| no.into_vec().into_iter().map(|no| no.rule).collect())
    }

    #[test]
    fn the_published_cards_come_out_as_they_were_published() {
        // DOMAIN part B: a fixed fee of 50 in 350, 15 per cent inside 350, 15 per cent on top of 357.
        for (day, fee, gross, net) in [
            (35_000, fee(FeeKind::Fixed, FeePlace::Inside, 5_000), 35_000, 30_000),
            (35_000, fee(FeeKind::Percent, FeePlace::Inside, 1_500), 35_000, 29_750),
            (35_700, fee(FeeKind::Percent, FeePlace::OnTop, 1_500), 41_055, 35_700),
            (70_000, fee(FeeKind::Fixed, FeePlace::OnTop, 0), 70_000, 70_000),
            (333, fee(FeeKind::Percent, FeePlace::Inside, 1_500), 333, 284),
        ] {
            let price = set(2026, &draft(day, fee), &broker(10)).unwrap().rates.price().unwrap();
            assert_eq!((price.gross(), price.net()), (gross, net), "{day} {fee:?}");
        }
    }

    #[test]
    fn only_a_broker_of_the_alliance_sets_its_rates() {
        let fine = draft(35_000, fee(FeeKind::Fixed, FeePlace::Inside, 5_000));
        for by in [broker(11), head(1), at(Role::Coordinator, 1, 7), Actor::Stranger] {
            assert_eq!(set(2026, &fine, &by), Err(vec![Rule::NotAllowed]), "{by:?}");
        }
    }

    #[test]
    fn every_fault_of_a_card_is_told_at_once() {
        let all = RatesDraft { hours: 0, ..draft(0, fee(FeeKind::Percent, FeePlace::Inside, 10_001)) };
        let out = Rule::NumberOutOfRange;
        assert_eq!(set(2028, &all, &broker(10)), Err(vec![out, out, out, out]));
        let above = draft(4_999, fee(FeeKind::Fixed, FeePlace::Inside, 5_000));
        assert_eq!(set(2026, &above, &broker(10)), Err(vec![Rule::FeeAbovePrice]));
        assert!(set(2026, &draft(4_999, fee(FeeKind::Fixed, FeePlace::OnTop, 5_000)), &broker(10)).is_ok());
        assert!(set(2027, &draft(5_000, fee(FeeKind::Fixed, FeePlace::Inside, 5_000)), &broker(10)).is_ok());
    }
}
