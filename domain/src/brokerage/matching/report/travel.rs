//! How far people travel.

use crate::brokerage::matching::plan::Plan;
use crate::brokerage::matching::report::Journey;

/// Journeys of one plan, one way, in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journeys {
    /// How many are known.
    pub known: usize,
    /// Their mean, rounded to the nearest whole number.
    pub mean: u64,
    /// The shortest that at least 95 in 100 do not exceed (nearest rank): one of the journeys, never a number between two.
    pub percentile_95: u64,
}

/// How far people travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Travel {
    /// In metres of straight line, where any is known.
    pub metres: Option<Journeys>,
    /// In minutes, where any are known.
    pub minutes: Option<Journeys>,
}

impl Travel {
    pub(super) fn of(plan: &Plan, journey: &dyn Fn(u32, u32) -> Journey) -> Self {
        let journeys = plan.pairs().iter().map(|(request, specialist)| journey(*request, *specialist));
        let (metres, minutes): (Vec<_>, Vec<_>) = journeys.map(|it| (it.metres, it.minutes)).unzip();
        Self { metres: Journeys::of(metres), minutes: Journeys::of(minutes) }
    }
}

impl Journeys {
    fn of(journeys: Vec<Option<u32>>) -> Option<Self> {
        let mut journeys: Vec<u64> = journeys.into_iter().flatten().map(u64::from).collect();
        journeys.sort_unstable();
        let (known, sum) = (journeys.len(), journeys.iter().sum::<u64>());
        let mean = (2 * sum + known as u64).checked_div(2 * known as u64)?;
        Some(Self { known, mean, percentile_95: journeys[(95 * known).div_ceil(100) - 1] })
    }
}

#[cfg(test)]
mod tests {
    use super::Journeys;

    #[test]
    fn mean_and_percentile_by_hand() {
        assert_eq!(Journeys::of(vec![None]), None);
        // 3 and 4: 3.5 is rounded up; 95 in 100 of two are two.
        let two = Journeys::of(vec![Some(4), None, Some(3)]);
        assert_eq!(two, Some(Journeys { known: 2, mean: 4, percentile_95: 4 }));
        // Of 1 to 20 nineteen do not exceed 19; the mean is 10.5. Of 1 to 21 twenty are needed.
        let all = |last: u32| Journeys::of((1..=last).rev().map(Some).collect());
        assert_eq!(all(20), Some(Journeys { known: 20, mean: 11, percentile_95: 19 }));
        assert_eq!(all(21), Some(Journeys { known: 21, mean: 11, percentile_95: 20 }));
    }
}
