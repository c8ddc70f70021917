//! The market laid out for rings: of the schools that ask and can give, who could help whom, by the rules and the points of the
//! ranking; and the best rings of it with their bound (MATCHING 3).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::Id;
use crate::brokerage::matching::draw::draw;
use crate::brokerage::matching::rings::{
    Checkpoint, Choice, Draft, Help, MarketFault, Partner, Ring, Shape, Solved, Step, mend, solve,
};
use crate::brokerage::matching::{Asked, Market, Part, Policy, Sought, first_broken, lot, parts, rings};
use crate::directory::School;
use crate::exchange::{Offer, SupportRequest};

/// What one school could give to another: of its offers the one that suits a request of the other best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingHelp {
    /// The school that would give.
    pub home: Id<School>,
    /// The school that would get.
    pub host: Id<School>,
    /// The request that would be met.
    pub request: Id<SupportRequest>,
    /// The offer that would meet it.
    pub offer: Id<Offer>,
    /// How much support, in half-days.
    pub half_days: i32,
    /// The parts of the points of the pair.
    pub parts: Vec<Part>,
}

impl RingHelp {
    /// The points of the pair: the sum of its parts.
    pub fn points(&self) -> i64 {
        self.parts.iter().map(Part::contribution).sum()
    }
}

/// Rings that could be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingsFound {
    /// The rings: of each what every school would give, in its order.
    pub rings: Vec<Vec<RingHelp>>,
    /// What they are worth together, in points, with the share of what would remain after a refusal.
    pub worth: i64,
    /// What no choice of rings exceeds.
    pub bound: i64,
}

/// Who could help whom among schools that ask and can give. A school takes part in one ring at most, in which it gives once and gets
/// once.
#[derive(Clone, Debug)]
pub struct RingMarket {
    market: rings::Market,
    schools: Vec<Id<School>>,
    helps: BTreeMap<(u32, u32), RingHelp>,
}

impl RingMarket {
    /// Lays the requests beside the offers of the schools that ask. Who is excluded by a rule stays excluded, each request looks as
    /// far as its search has gone (DOMAIN A2), and no school is asked again for what it has refused: for that school to give to
    /// that request.
    pub fn laid(
        (policy, seed): (&Policy, u64),
        market: &Market,
        sought: &[Sought],
        refused: &BTreeSet<(Id<School>, Id<SupportRequest>)>,
        shape: Shape,
    ) -> Result<Self, MarketFault> {
        let asking: BTreeSet<Id<School>> = sought.iter().map(|it| it.question.asker.school).collect();
        let place: BTreeMap<Id<School>, u32> = asking.iter().copied().zip(0..).collect();
        let mut best: BTreeMap<(u32, u32), (Key, RingHelp)> = BTreeMap::new();
        for Sought { question, stage } in sought {
            let asked = Asked::new(policy, market.terms(), question);
            for giver in market.near(&question.expertise) {
                let home = giver.home.school;
                let Some(from) = place.get(&home) else { continue };
                let pair = asked.beside(giver);
                let barred = refused.contains(&(home, question.request));
                if barred || pair.stage() > *stage || first_broken(&pair).is_some() {
                    continue;
                }
                let help = RingHelp {
                    home,
                    host: question.asker.school,
                    request: question.request,
                    offer: giver.offer,
                    half_days: question.half_days,
                    parts: parts(&pair).collect(),
                };
                let key = (help.points(), Reverse(draw(seed, help.offer)), Reverse(help.offer), Reverse(help.request));
                let between = (*from, place[&help.host]);
                if key.0 > 0 && best.get(&between).is_none_or(|(known, _)| *known < key) {
                    drop(best.insert(between, (key, help)));
                }
            }
        }
        let helps: BTreeMap<_, _> = best.into_iter().map(|(between, (_, help))| (between, help)).collect();
        let partner = |school: &Id<School>| Partner { key: lot(*school), only_gives: false };
        let draft = Draft {
            partners: asking.iter().map(partner).collect(),
            helps: helps
                .iter()
                .map(|((giver, taker), it)| Help { giver: *giver, taker: *taker, points: it.points() })
                .collect(),
            forbidden: Vec::new(),
            shape,
            seed,
        };
        Ok(Self { market: rings::Market::new(draft)?, schools: asking.into_iter().collect(), helps })
    }

    /// The best rings that are found until the search has come to its end, or whoever watches ends it.
    pub fn solve(&self, ask: &mut dyn FnMut(Checkpoint) -> Step) -> RingsFound {
        let Solved { choice, worth, bound, .. } = solve(&self.market, ask);
        RingsFound { rings: self.told(&choice), worth, bound }
    }

    /// What is left of a ring of these schools, in its order, when some of them said no: the smaller rings among the rest.
    pub fn mended(
        &self,
        ring: &[Id<School>],
        refusing: &[Id<School>],
        ask: &mut dyn FnMut(Checkpoint) -> Step,
    ) -> RingsFound {
        let place = |school: &Id<School>| Some(self.schools.binary_search(school).ok()? as u32);
        let schools: Option<Vec<u32>> = ring.iter().map(place).collect();
        let mut choice = Choice { rings: schools.map(|schools| Ring { schools, open: false }).into_iter().collect() };
        let mut market = self.market.clone();
        let refusing: Vec<u32> = refusing.iter().filter_map(place).collect();
        let of_theirs = |help: &Help| refusing.contains(&help.giver) || refusing.contains(&help.taker);
        // What the market does not hold any more breaks the ring as well.
        let gone = |between: &(u32, u32)| market.points(between.0, between.1).is_none();
        let of_ring: Vec<_> = choice.rings.iter().flat_map(Ring::helps).filter(gone).collect();
        let theirs: Vec<_> = market.helps().iter().filter(|help| of_theirs(help)).copied().collect();
        for between in of_ring.into_iter().chain(theirs.iter().map(|help| (help.giver, help.taker))) {
            let mended = mend(&market, &choice, between, ask);
            (market, choice) = (mended.market, mended.choice);
        }
        let left = Self { market, ..self.clone() };
        let RingsFound { bound, .. } = left.solve(ask);
        let worth = choice.worth(&left.market).map_or(0, |worth| worth.total);
        RingsFound { rings: left.told(&choice), worth, bound }
    }

    fn told(&self, choice: &Choice) -> Vec<Vec<RingHelp>> {
        let helps = |ring: &Ring| ring.helps().filter_map(|between| self.helps.get(&between).cloned()).collect();
        choice.rings.iter().map(helps).collect()
    }
}

/// By what the best of several offers and requests between two schools is found.
type Key = (i64, Reverse<u64>, Reverse<Id<Offer>>, Reverse<Id<SupportRequest>>);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::brokerage::MatchStage;
    use crate::brokerage::matching::sample::{giver, home, id, offer, question, school, taxonomy};
    use crate::brokerage::matching::{Giver, Question};

    /// School `number` asks, by the request of its number.
    fn asks(number: u128) -> Sought {
        let question = Question { request: id(number), asker: home(number), ..question() };
        Sought { question, stage: MatchStage::National }
    }

    /// School `number` gives, by the offer of its number.
    fn gives(number: u128) -> Arc<Giver> {
        Arc::new(Giver { offer: offer(number), home: Arc::new(home(number)), ..giver(number) })
    }

    fn laid(schools: &[u128], refused: &[(u128, u128)]) -> RingMarket {
        let market = Market::new(taxonomy(), schools.iter().map(|number| gives(*number)));
        let sought: Vec<_> = schools.iter().map(|number| asks(*number)).collect();
        let refused = refused.iter().map(|(home, request)| (school(*home), id(*request))).collect();
        RingMarket::laid((&Policy::first(), 1), &market, &sought, &refused, Shape::new(3, 0, 100).unwrap()).unwrap()
    }

    fn schools(found: &RingsFound) -> Vec<Vec<Id<School>>> {
        found.rings.iter().map(|ring| ring.iter().map(|help| help.home).collect()).collect()
    }

    #[test]
    fn schools_that_could_all_help_each_other_make_one_ring_that_is_worth_its_bound() {
        let found = laid(&[1, 2, 3], &[]).solve(&mut |_| Step::GoOn);
        assert_eq!((found.rings.len(), found.worth), (1, found.bound));
        let ring = &found.rings[0];
        assert_eq!(ring.len(), 3);
        for (at, help) in ring.iter().enumerate() {
            assert_eq!(help.host, ring[(at + 1) % 3].home, "whoever gets gives next");
            assert_eq!(help.points(), help.parts.iter().map(Part::contribution).sum::<i64>());
        }
        assert!(ring.iter().map(RingHelp::points).sum::<i64>() <= found.worth);
    }

    #[test]
    fn what_was_refused_is_in_no_ring() {
        let found = laid(&[1, 2], &[(1, 2)]).solve(&mut |_| Step::GoOn);
        assert_eq!((found.rings.len(), found.worth), (0, 0));
        let alone = laid(&[1], &[]).solve(&mut |_| Step::GoOn);
        assert_eq!(alone.rings.len(), 0);
    }

    #[test]
    fn two_that_are_left_of_a_ring_of_three_make_a_pair() {
        let ring = [school(1), school(2), school(3)];
        let found = laid(&[1, 2, 3], &[]).mended(&ring, &[school(3)], &mut |_| Step::GoOn);
        let [pair] = &schools(&found)[..] else { panic!("{found:?}") };
        assert_eq!(pair.iter().collect::<BTreeSet<_>>(), ring[..2].iter().collect());
        assert_eq!(found.worth, found.bound);
        let kept = laid(&[1, 2, 3], &[(2, 3), (3, 1)]).mended(&ring, &[school(3)], &mut |_| Step::GoOn);
        assert_eq!(kept, found, "what was refused is kept, and is not in the market any more");
        let none = laid(&[1, 2, 3], &[(2, 1)]).mended(&ring, &[school(3)], &mut |_| Step::GoOn);
        assert_eq!(schools(&none), Vec::<Vec<_>>::new(), "the second does not give to the first");
    }
}
