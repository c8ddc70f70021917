//! What a plan does to giving and receiving: who gives and gets nothing, and how far balances lie apart (DOMAIN C30).

use crate::brokerage::matching::plan::Plan;
use crate::brokerage::matching::report::{Facts, Share};

/// How the balances of the schools lie, of those whose balance is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balances {
    /// How many schools.
    pub schools: usize,
    /// The lowest.
    pub lowest: i64,
    /// The highest.
    pub highest: i64,
    /// Their standard deviation, over all of them, in thousandths of the unit, rounded down.
    pub deviation: u64,
}

/// What a plan does to giving and receiving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// Of the schools that ask and that gave before or give in this plan, those of which no request is met.
    pub gave_and_got_nothing: Share,
    /// The balances before the plan, where any is known.
    pub before: Option<Balances>,
    /// The same once all of it is done.
    pub after: Option<Balances>,
}

impl Ledger {
    pub(super) fn of(facts: &Facts, plan: &Plan) -> Self {
        let schools = facts.accounts.len();
        let [mut asks, mut gets, mut gives] = [(); 3].map(|()| vec![false; schools]);
        let mut moved = vec![0; schools];
        for ask in &facts.asks {
            asks[ask.school as usize] = true;
        }
        for (request, specialist) in plan.pairs() {
            let (ask, give) = (&facts.asks[*request as usize], &facts.gives[*specialist as usize]);
            let (to, from) = (ask.school as usize, give.school as usize);
            (gets[to], gives[from]) = (true, true);
            moved[to] -= ask.days;
            moved[from] += ask.days;
        }
        let mut gave_and_got_nothing = Share::default();
        for (school, account) in facts.accounts.iter().enumerate() {
            if asks[school] && (account.gave || gives[school]) {
                gave_and_got_nothing.count(!gets[school]);
            }
        }
        let before = facts.accounts.iter().filter_map(|account| account.balance);
        let after = facts.accounts.iter().zip(&moved);
        let after = after.filter_map(|(account, moved)| account.balance.map(|balance| balance + moved));
        Self { gave_and_got_nothing, before: Balances::of(before.collect()), after: Balances::of(after.collect()) }
    }
}

impl Balances {
    fn of(balances: Vec<i64>) -> Option<Self> {
        let (lowest, highest) = (*balances.iter().min()?, *balances.iter().max()?);
        let schools = balances.len() as i128;
        let sum: i128 = balances.iter().copied().map(i128::from).sum();
        let squares: i128 = balances.iter().map(|it| i128::from(*it) * i128::from(*it)).sum();
        let deviation = (1_000_000 * (schools * squares - sum * sum)).isqrt() / schools;
        Some(Self { schools: balances.len(), lowest, highest, deviation: u64::try_from(deviation).unwrap_or(u64::MAX) })
    }
}

#[cfg(test)]
mod tests {
    use super::Balances;

    #[test]
    fn the_deviation_by_hand() {
        assert_eq!(Balances::of(vec![]), None);
        assert_eq!(Balances::of(vec![-4]).map(|it| it.deviation), Some(0));
        // -3 and 5: mean 1, both 4 away.
        let two = Balances::of(vec![-3, 5]);
        assert_eq!(two, Some(Balances { schools: 2, lowest: -3, highest: 5, deviation: 4_000 }));
        // 0, 0, 3: mean 1, squares 1, 1, 4, their mean 2, its root 1.4142.
        assert_eq!(Balances::of(vec![0, 3, 0]).map(|it| it.deviation), Some(1_414));
    }
}
