//! Where supply and need do not meet: for each area and field of expertise, open requests beside those who could give
//! (DOMAIN A9, K140).
//!
//! *Rule*: each open request is seen from its own school, as [`coverage`](super::coverage) sees it. Where nobody could come, the field is
//! unserved there; where one school alone could, it is thin. Where every request has several to choose from and the area's own
//! schools that offer just this field are three or more and three for each request, they double one another, and might rather
//! offer what is short. *Cost*: one look at the supply of each request and field. *Proof obligation*: an offer more never makes
//! a field unserved or thin, and a request less never either.

use std::collections::{BTreeMap, BTreeSet};

use crate::Id;
use crate::brokerage::matching::Home;
use crate::brokerage::matching::coverage::{Reachable, Supply};
use crate::directory::{Expertise, LocalAuthority, Phase, School, SizeBand};
use crate::words;

/// From how many schools on an area's supply may be more than enough, and for each request again.
const MANY: usize = 3;

words! {
    /// How supply and need fail to meet.
    pub enum GapKind {
        /// Somebody asks, and nobody could come.
        Unserved = "unserved",
        /// Somebody asks, and one school alone could come.
        Thin = "thin",
        /// More schools of the area offer it than are asked for.
        Duplicated = "duplicated",
    }
}

/// A request that is open.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// The school that asks.
    pub home: &'a Home,
    /// Its local authority; none where the register does not say.
    pub authority: Option<Id<LocalAuthority>>,
    /// The fields asked for.
    pub expertise: &'a [Id<Expertise>],
}

/// One field in one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SupplyGap {
    /// The local authority; none for schools of which the register does not say.
    pub authority: Option<Id<LocalAuthority>>,
    /// The field.
    pub expertise: Id<Expertise>,
    /// What is the matter.
    pub kind: GapKind,
    /// The open requests of the area that ask for the field.
    pub needs: usize,
    /// Of these, those to which nobody could come.
    pub unserved: usize,
    /// Of these, those to which one school alone could come.
    pub thin: usize,
    /// The schools of the area that offer just this field.
    pub suppliers: usize,
    /// The weight of the requests that are unserved or thin: two for a small primary school, which has nobody else to turn to
    /// (DOMAIN K140), one for any other.
    pub weight: usize,
}

/// The gaps of some areas, by kind, then the heaviest first, then by area and field. `needs` are the open requests; `area` gives
/// the local authority of a school, and nothing for a school that is not looked at.
pub fn supply_gaps<'n>(
    reachable: &Reachable,
    needs: impl IntoIterator<Item = Need<'n>>,
    area: impl Fn(Id<School>) -> Option<Option<Id<LocalAuthority>>>,
) -> Vec<SupplyGap> {
    let mut fields: BTreeMap<(Option<Id<LocalAuthority>>, Id<Expertise>), SupplyGap> = BTreeMap::new();
    let blank = |(authority, expertise)| SupplyGap {
        authority,
        expertise,
        kind: GapKind::Duplicated,
        needs: 0,
        unserved: 0,
        thin: 0,
        suppliers: 0,
        weight: 0,
    };
    for need in needs {
        for expertise in need.expertise.iter().copied().collect::<BTreeSet<_>>() {
            let place = (need.authority, expertise);
            fields.entry(place).or_insert_with(|| blank(place)).add(&need, reachable.supply(need.home, expertise));
        }
    }
    for (expertise, schools) in reachable.held() {
        for authority in schools.iter().filter_map(|school| area(*school)) {
            let place = (authority, expertise);
            fields.entry(place).or_insert_with(|| blank(place)).suppliers += 1;
        }
    }
    let mut gaps: Vec<_> = fields.into_values().filter_map(SupplyGap::judged).collect();
    gaps.sort_by_key(|it| (it.kind, std::cmp::Reverse(it.weight), it.authority, it.expertise));
    gaps
}

impl Need<'_> {
    fn weight(&self) -> usize {
        let context = &self.home.context;
        let small = matches!(context.size, Some(SizeBand::VerySmall | SizeBand::Small));
        if small && context.phase == Phase::Primary { 2 } else { 1 }
    }
}

impl SupplyGap {
    fn add(&mut self, need: &Need<'_>, supply: Supply) {
        self.needs += 1;
        match supply {
            Supply::Nobody => self.unserved += 1,
            Supply::One => self.thin += 1,
            Supply::Several => return,
        }
        self.weight += need.weight();
    }

    fn judged(self) -> Option<Self> {
        let kind = if self.unserved > 0 {
            GapKind::Unserved
        } else if self.thin > 0 {
            GapKind::Thin
        } else if self.suppliers >= MANY * self.needs.max(1) {
            GapKind::Duplicated
        } else {
            return None;
        };
        Some(Self { kind, ..self })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::brokerage::matching::coverage::Measure;
    use crate::brokerage::matching::properties::{a_home, market};
    use crate::brokerage::matching::sample::{expertise, giver, half_term, home, id, taxonomy, terms};
    use crate::brokerage::matching::{Giver, Market};

    fn reachable(givers: &[Giver]) -> Reachable {
        let measure = Measure { half_days: 2, window: vec![half_term(20263), half_term(20264)] };
        Reachable::of(&Market::new(taxonomy(), givers.iter().cloned().map(Arc::new)), &measure)
    }

    fn need<'a>(home: &'a Home, expertise: &'a [Id<Expertise>]) -> Need<'a> {
        Need { home, authority: Some(id(900)), expertise }
    }

    fn gaps(givers: &[Giver], needs: &[Need<'_>]) -> Vec<SupplyGap> {
        supply_gaps(&reachable(givers), needs.iter().copied(), |_| Some(Some(id(900))))
    }

    #[test]
    fn a_field_is_unserved_thin_doubled_or_no_gap() {
        let (one, other, fields) = (home(1), home(2), [expertise(11), expertise(11)]);
        let asked = [need(&one, &fields)];
        let kinds = |givers: &[Giver], needs: &[Need<'_>]| {
            gaps(givers, needs).iter().map(|it| (it.kind, it.needs, it.suppliers)).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&[], &[]), []);
        assert_eq!(kinds(&[], &asked), [(GapKind::Unserved, 1, 0)], "a field that is named twice is one need");
        assert_eq!(kinds(&[giver(1)], &asked), [(GapKind::Thin, 1, 1)]);
        assert_eq!(kinds(&[giver(1), giver(2)], &asked), []);
        let three = [giver(1), giver(2), giver(3)];
        assert_eq!(kinds(&three, &asked), [(GapKind::Duplicated, 1, 3)]);
        assert_eq!(kinds(&three, &[]), [(GapKind::Duplicated, 0, 3)]);
        assert_eq!(kinds(&three, &[asked[0], need(&other, &fields)]), []);
        assert_eq!(kinds(&three[..2], &[]), []);
    }

    #[test]
    fn whoever_holds_a_part_serves_the_whole_but_doubles_only_the_part() {
        let of_part = |number| Giver { expertise: terms(&[111]), ..giver(number) };
        let (asker, fields) = (home(1), [expertise(11)]);
        let found = gaps(&[of_part(1), of_part(2), of_part(3)], &[need(&asker, &fields)]);
        assert_eq!(
            found.iter().map(|it| (it.expertise, it.kind)).collect::<Vec<_>>(),
            [(expertise(111), GapKind::Duplicated)]
        );
    }

    #[test]
    fn small_primaries_with_thin_supply_weigh_more_and_come_first() {
        let mut small = home(1);
        small.context.size = Some(SizeBand::Small);
        let (large, served) = (home(2), home(3));
        let (maths, music) = ([expertise(11)], [expertise(21)]);
        let elsewhere = |need| Need { authority: Some(id(800)), ..need };
        let needs = [elsewhere(need(&large, &maths)), need(&small, &maths), need(&served, &music)];
        let found = gaps(&[giver(1)], &needs);
        let told = found.iter().map(|it| (it.kind, it.weight, it.authority, it.expertise));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (GapKind::Unserved, 1, Some(id(900)), expertise(21)),
                (GapKind::Thin, 2, Some(id(900)), expertise(11)),
                (GapKind::Thin, 1, Some(id(800)), expertise(11)),
            ]
        );
    }

    #[test]
    fn schools_that_are_not_looked_at_double_nobody() {
        let three = [giver(1), giver(2), giver(3)];
        assert_eq!(supply_gaps(&reachable(&three), [], |_| None), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn an_offer_more_makes_nothing_short(
            givers in market(), homes in (1_u128..12).prop_flat_map(|many| (0..many).map(a_home).collect::<Vec<_>>()),
        ) {
            let fields = [1, 11, 12, 21].map(expertise);
            let needs: Vec<_> = homes.iter().zip(0..).map(|(home, at)| need(home, &fields[at % 4..])).collect();
            let (fewer, more) = (gaps(&givers[1..], &needs), gaps(&givers, &needs));
            let short = |gaps: &[SupplyGap]| -> BTreeMap<_, _> {
                gaps.iter().map(|it| ((it.authority, it.expertise), (it.unserved, it.thin, it.weight))).collect()
            };
            let (fewer, more) = (short(&fewer), short(&more));
            for (place, (unserved, thin, weight)) in more {
                let before = fewer.get(&place).copied().unwrap_or_default();
                prop_assert!(unserved <= before.0 && unserved + thin <= before.0 + before.1 && weight <= before.2);
            }
            let mut turned = needs.clone();
            turned.reverse();
            let reversed: Vec<_> = givers.iter().rev().cloned().collect();
            prop_assert_eq!(gaps(&reversed, &turned), gaps(&givers, &needs));
        }
    }
}
