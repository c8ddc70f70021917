//! What support would cost in each of the ways in which it may reach a school, side by side, before terms are written: over the
//! network nobody's classes need covering (DOMAIN C41).

use crate::brokerage::settlement::MOST_PENCE;
use crate::brokerage::{Price, RateCard};
use crate::exchange::{Mode, SupportKind};

/// What some half-days would cost in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The way.
    pub mode: Mode,
    /// How much work.
    pub half_days: i32,
    /// By the alliance's rate card; nothing where it has none.
    pub price: Option<Price>,
    /// Beside it, for covering absent staff; nothing where nobody has said what a day of that costs.
    pub cover: Option<CoverRange>,
}

/// What covering absent staff would cost, in pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverRange {
    /// At the least: for the days on which somebody is away in any case.
    pub least: i64,
    /// At the most: as if somebody were away for all of the work.
    pub most: i64,
}

impl Estimate {
    /// One estimate for each way in which both schools said that it may be done, in the order in which the words stand. The price
    /// is that of the rate card, which is the same for every way. `cover_day` is what covering somebody for a whole day costs, in
    /// pence.
    pub fn side_by_side(
        kind: SupportKind,
        (asked, offered): (&[Mode], &[Mode]),
        half_days: i32,
        card: Option<&RateCard>,
        cover_day: Option<i64>,
    ) -> Vec<Self> {
        use crate::Word as _;

        let both = |mode: &&Mode| asked.contains(mode) && offered.contains(mode) && kind.may_be(**mode);
        let price = card.and_then(|it| it.rates.price()).map(|day| day.of_half_days(half_days));
        let cover = |mode| cover_day.map(|day| CoverRange::of(mode, day, half_days));
        Mode::ALL.iter().filter(both).map(|&mode| Self { mode, half_days, price, cover: cover(mode) }).collect()
    }

    /// Whether what a day of cover is said to cost is a sum that a settlement may state.
    pub fn is_sensible(cover_day: i64) -> bool {
        (1..=MOST_PENCE).contains(&cover_day)
    }
}

impl CoverRange {
    /// At the school somebody is away for all of the work, and over the network for none. Of blended work nobody has said yet how
    /// much of it is at the school, so it may be either. Half a penny is a whole one, as in prices.
    const fn of(mode: Mode, day: i64, half_days: i32) -> Self {
        let all = (day * half_days as i64 + 1) / 2;
        match mode {
            Mode::InPerson => Self { least: all, most: all },
            Mode::Blended => Self { least: 0, most: all },
            Mode::Remote => Self { least: 0, most: 0 },
        }
    }
}

impl SupportKind {
    /// Whether work of this kind can be done in this way. A secondment lends a person and a study visit is made: neither is done
    /// over the network, whatever was ticked.
    pub const fn may_be(self, mode: Mode) -> bool {
        !matches!(self, Self::Secondment | Self::StudyVisit) || matches!(mode, Mode::InPerson)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::id;
    use crate::brokerage::{Fee, FeeKind, FeePlace, Rates};

    const ALL: [Mode; 3] = [Mode::InPerson, Mode::Remote, Mode::Blended];

    fn card() -> RateCard {
        let fee = Fee { kind: FeeKind::Fixed, place: FeePlace::Inside, amount: 5_000 };
        let rates = Rates { day: 35_000, fee, hours: 5, vat: false, included: None };
        RateCard { id: id(80), alliance: id(10), year: 2026, designation: None, rates, version: 3 }
    }

    /// The way, its price, and the least and the most of its cover.
    type Told = (Mode, Option<i64>, Option<(i64, i64)>);

    fn told(of: &[Estimate]) -> Vec<Told> {
        let cover = |it: &Estimate| it.cover.map(|cover| (cover.least, cover.most));
        of.iter().map(|it| (it.mode, it.price.map(Price::gross), cover(it))).collect()
    }

    #[test]
    fn each_way_that_both_schools_named_stands_beside_the_others_with_its_cover_apart() {
        let of = |asked: &[Mode], offered: &[Mode], card: Option<&RateCard>, cover| {
            told(&Estimate::side_by_side(SupportKind::Support, (asked, offered), 3, card, cover))
        };
        let (card, gross) = (card(), Some(52_500));
        assert_eq!(
            of(&ALL, &ALL, Some(&card), Some(19_001)),
            [
                (Mode::InPerson, gross, Some((28_502, 28_502))),
                (Mode::Remote, gross, Some((0, 0))),
                (Mode::Blended, gross, Some((0, 28_502))),
            ]
        );
        assert_eq!(of(&ALL, &[Mode::Remote], Some(&card), None), [(Mode::Remote, gross, None)]);
        assert_eq!(of(&[Mode::InPerson], &[Mode::Remote], Some(&card), None), []);
        assert_eq!(of(&[Mode::InPerson], &ALL, None, None), [(Mode::InPerson, None, None)], "no rate card, no price");
        let three = Estimate::side_by_side(SupportKind::Support, (&ALL, &ALL), 3, Some(&card), None);
        assert!(three.iter().all(|it| it.price.map(|price| (price.brokerage(), price.net())) == Some((7_500, 45_000))));
    }

    #[test]
    fn a_secondment_and_a_study_visit_are_never_done_over_the_network() {
        for kind in [SupportKind::Secondment, SupportKind::StudyVisit] {
            let one = Estimate::side_by_side(kind, (&ALL, &ALL), 2, None, None);
            assert_eq!(told(&one), [(Mode::InPerson, None, None)], "{kind:?}");
        }
        assert!(SupportKind::Coaching.may_be(Mode::Remote));
    }
}
