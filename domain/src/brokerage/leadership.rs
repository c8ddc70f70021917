//! How many leaders of a school are out on one day to help others: a soft rule warns where they are too many (DOMAIN D54).

use chrono::NaiveDate;

use crate::brokerage::{Deployment, Particulars, Side};
use crate::exchange::Mode;
use crate::time::Period;
use crate::{Rejected, Rule};

/// The leaders of a school, and those of them who work at other schools on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeadersOut {
    /// The day.
    pub on: NaiveDate,
    /// The leaders who are known: its heads, and the leaders whom it lends.
    pub leaders: i32,
    /// Those who are out on the day, whoever comes now among them.
    pub out: i32,
    /// The share that may be out, in percent, by the policy of the day.
    pub percent: i32,
}

impl LeadersOut {
    /// Warns where several leaders are out, and more of them than the policy holds to be well; `field` is where the day was
    /// said.
    pub fn warning(&self, field: &'static str) -> Option<Rejected> {
        let Self { on, leaders, out, percent } = *self;
        let thin = out > 1 && i64::from(out) * 100 > i64::from(leaders) * i64::from(percent);
        let sentence = format!(
            "{out} of {leaders} leaders of the school that gives would be out on {on}. \
             Say why in “overrides” if it is meant."
        );
        thin.then(|| Rejected::from(Rule::LeadershipThin).at(field).saying(sentence))
    }
}

impl Deployment {
    /// Whether work in this way takes whoever supports away from their own school: not over the network, nor on a study visit,
    /// to which others come.
    pub fn takes_away(&self, mode: Mode) -> bool {
        mode != Mode::Remote && self.kind.travellers().contains(&Side::Home)
    }

    /// The days on which whoever supports will be away by what is agreed, where that says so: those of a whole post that is
    /// lent, or the one day of the work. Elsewhere the days come with the visits. `modes` are those that were asked for: work
    /// over the network takes nobody away.
    pub fn days_away(&self, modes: &[Mode]) -> Option<Period> {
        if !modes.iter().any(|mode| self.takes_away(*mode)) {
            return None;
        }
        match self.particulars.as_deref() {
            Some(Particulars::Secondment(it)) => it.post.as_ref().filter(|it| it.is_whole()).map(|it| it.period),
            _ => self.terms.as_ref().map(|it| it.period).filter(|it| it.from() == it.until()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::{active, terms};
    use crate::brokerage::{PostDraft, SecondedPost, Secondment, Terms};
    use crate::exchange::SupportKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_warns_of_several_leaders_and_of_more_than_the_share() {
        for (leaders, out, warns) in
            [(1, 1, false), (2, 1, false), (4, 2, false), (3, 2, true), (2, 2, true), (4, 3, true), (0, 0, false)]
        {
            let told = LeadersOut { on: day("2026-11-23"), leaders, out, percent: 50 }.warning("terms");
            assert_eq!(told.map(|no| no.rule), warns.then_some(Rule::LeadershipThin), "{out} of {leaders}");
        }
    }

    #[test]
    fn the_days_are_known_of_one_day_and_of_a_whole_post() {
        let one = Period::new(day("2026-12-01"), day("2026-12-01")).unwrap();
        let there = [Mode::InPerson, Mode::Remote];
        assert_eq!(active().days_away(&there), None, "over a term nobody knows them yet");
        let short = Deployment { terms: Some(Terms { period: one, ..terms() }), ..active() };
        assert_eq!((short.days_away(&there), short.days_away(&[Mode::Remote])), (Some(one), None));
        let visited = Deployment { kind: SupportKind::StudyVisit, ..short };
        assert_eq!(visited.days_away(&there), None, "who is visited stays at the own school");
        for (fte, away) in [(100, true), (99, false)] {
            let draft = PostDraft {
                starts_on: day("2026-12-01"),
                ends_on: day("2027-01-29"),
                fte,
                substantive_post: "Head of maths".into(),
                returns_to_post: true,
            };
            let post = SecondedPost::parse(&draft).unwrap();
            let lent = Secondment { post: Some(post.clone()), line_manager: None };
            let it = Deployment { particulars: Some(Box::new(Particulars::Secondment(lent))), ..active() };
            assert_eq!(it.days_away(&there), away.then_some(post.period), "{fte}");
        }
    }
}
