//! How many leaders of a school are out on one day to help others: a soft rule warns where they are too many (DOMAIN D54).

use crate::{Rejected, Rule};

/// The leaders of a school, and those of them who work at other schools on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeadersOut {
    /// The leaders who are known: its heads, and the leaders whom it lends.
    pub leaders: i32,
    /// Those who are out on the day, whoever comes now among them.
    pub out: i32,
    /// The share that may be out, in percent, by the policy of the day.
    pub percent: i32,
}

impl LeadersOut {
    /// Warns where several leaders are out, and more of them than the policy holds to be well.
    pub fn warning(&self) -> Option<Rejected> {
        let Self { leaders, out, percent } = *self;
        let thin = out > 1 && i64::from(out) * 100 > i64::from(leaders) * i64::from(percent);
        let sentence = format!(
            "{out} of {leaders} leaders of the school that gives would be out on that day. \
             Say why in “overrides” if it is meant."
        );
        thin.then(|| Rejected::from(Rule::LeadershipThin).at("visitedOn").saying(sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_warns_of_several_leaders_and_of_more_than_the_share() {
        for (leaders, out, warns) in
            [(1, 1, false), (2, 1, false), (4, 2, false), (3, 2, true), (2, 2, true), (4, 3, true), (0, 0, false)]
        {
            let told = LeadersOut { leaders, out, percent: 50 }.warning();
            assert_eq!(told.map(|no| no.rule), warns.then_some(Rule::LeadershipThin), "{out} of {leaders}");
        }
    }
}
