//! What the alliances of the demonstration charge: cards such as alliances published (DOMAIN part B).

use domain::brokerage::{Fee, FeeKind, FeePlace, RateCard, RatesDraft};
use domain::directory::DesignationScheme;
use domain::rule::Refusals;
use domain::time::academic_year;

use super::world::World;

/// The price of a day in pence.
const DAYS: [(Option<DesignationScheme>, i64); 4] = [
    (Some(DesignationScheme::Sle), 35_000),
    (Some(DesignationScheme::Lle), 45_000),
    (Some(DesignationScheme::Nle), 55_000),
    (None, 35_000),
];

/// The two kinds of fee that were published most: 50 pounds inside the price, or 15 per cent on top.
const FEES: [Fee; 2] = [
    Fee { kind: FeeKind::Fixed, place: FeePlace::Inside, amount: 5_000 },
    Fee { kind: FeeKind::Percent, place: FeePlace::OnTop, amount: 1_500 },
];

impl World<'_> {
    /// Sets a card for every alliance and designation, for the present academic year. The persona's alliance has the fee
    /// inside its price.
    pub fn set_rates(&mut self) -> Result<(), Refusals> {
        let today = self.now.day();
        for number in 0..self.groups.len() {
            let Some([broker, _]) = self.groups[number].brokers.clone() else { continue };
            let fee = FEES[usize::from(number != self.broking && number % 2 == 1)];
            for (designation, day) in DAYS {
                let included = Some("Preparation, and a record of each visit.".to_owned());
                let draft = RatesDraft { day, fee, hours: 5, vat: false, included };
                let of = (academic_year(today), designation);
                let id = self.chance.id(self.now);
                let (card, _) = RateCard::set(id, self.groups[number].id, of, &draft, &broker, today)?;
                self.filled.rate_cards.push(card);
            }
        }
        Ok(())
    }
}
