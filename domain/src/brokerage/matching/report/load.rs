//! How evenly the work lies: who is used, how fully, and who gives for the first time.
//!
//! The *Gini coefficient* is that of each person's jobs over the jobs that he or she could have, those that were agreed before
//! counted in both, over all who could have any: half the mean difference between two of them, over the mean (Gini 1912), by
//! the formula for sorted values, in one sort. It is nought where all are equally full and near one where a few do
//! everything. Jobs over places are taken in parts of 720,720, the least multiple of 1 to 16, so that they are exact for
//! everybody with up to sixteen places and rounded down by less than one part for others; the coefficient is rounded to the
//! nearest thousandth.

use crate::brokerage::matching::plan::{Instance, Plan};
use crate::brokerage::matching::report::{Facts, Share};

/// Parts of a whole load.
const PARTS: u64 = 720_720;
/// From how many jobs on one person has many.
const MANY: u32 = 3;

/// How the work lies on those who give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// How many people the plan gives a job.
    pub used: usize,
    /// How many people have three or more jobs, those that were agreed before counted.
    pub three_or_more: usize,
    /// The Gini coefficient of load over capacity, in thousandths.
    pub gini: u64,
    /// Of the people who never gave before and could have a job, those whom the plan gives one. Taken of them, and not of all
    /// whom the plan uses, it does not fall when work goes to more people of experience as well.
    pub newcomers: Share,
}

impl Load {
    pub(super) fn of(instance: &Instance, facts: &Facts, plan: &Plan) -> Self {
        let mut it = Self { used: 0, three_or_more: 0, gini: 0, newcomers: Share::default() };
        let mut full = Vec::with_capacity(instance.gives().len());
        let loads = plan.loads(instance.gives().len());
        for ((give, fact), load) in instance.gives().iter().zip(&facts.gives).zip(loads) {
            it.used += usize::from(load > 0);
            if fact.first_time && give.capacity > 0 {
                it.newcomers.count(load > 0);
            }
            let (jobs, places) = (give.jobs + load, give.jobs + give.capacity);
            it.three_or_more += usize::from(jobs >= MANY);
            full.extend((u64::from(jobs) * PARTS).checked_div(u64::from(places)));
        }
        it.gini = gini(full);
        it
    }
}

/// The Gini coefficient in thousandths; nought of nothing.
fn gini(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    let many = values.len() as i128;
    let sum: i128 = values.iter().copied().map(i128::from).sum();
    let apart: i128 = (1..).zip(&values).map(|(rank, value)| (2 * rank - many - 1) * i128::from(*value)).sum();
    let whole = many * sum;
    (2_000 * apart + whole).checked_div(2 * whole).and_then(|thousandths| thousandths.try_into().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::gini;

    proptest! {
        #[test]
        fn the_formula_for_sorted_values_is_that_of_all_differences(values in prop::collection::vec(0_u64..720_721, 1..40)) {
            let (many, sum) = (values.len() as u64, values.iter().sum::<u64>());
            let apart: u64 = values.iter().flat_map(|one| values.iter().map(|other| one.abs_diff(*other))).sum();
            // Half the mean difference over the mean is apart / (2 many sum); rounded to the nearest thousandth.
            let expected = (1_000 * apart + many * sum).checked_div(2 * many * sum).unwrap_or(0);
            prop_assert_eq!(gini(values), expected);
        }
    }

    #[test]
    fn the_coefficient_by_hand() {
        // Nobody, and nobody with anything.
        assert_eq!([gini(vec![]), gini(vec![0, 0])], [0, 0]);
        // All alike.
        assert_eq!(gini(vec![7, 7, 7]), 0);
        // One of two has all: the differences are 0, 1, 1, 0, their mean 1/2, half of it 1/4, over a mean of 1/2.
        assert_eq!(gini(vec![1, 0]), 500);
        // 0, 1, 2: nine differences add up to 8; 8/9, halved, over 1: 4/9.
        assert_eq!(gini(vec![2, 0, 1]), 444);
        // 0, 0, 1: four differences of 1; 4/9, halved, over 1/3: 2/3, which is rounded up.
        assert_eq!(gini(vec![0, 1, 0]), 667);
    }
}
