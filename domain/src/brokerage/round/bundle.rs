//! The bundle of a round: so many half-days in such half-terms, the same for every request in it (SETTLED 28).

use crate::brokerage::matching::Free;
use crate::rule::{Faults, Refusals};
use crate::{HalfTerm, Rule, choice};

/// The most half-days of one bundle.
const MOST_HALF_DAYS: i32 = 200;
/// The most half-terms that a bundle may lie in: a school year.
const MOST_HALF_TERMS: usize = 6;
/// How many half-terms ahead a bundle may lie: as far as matching knows what is free.
const AHEAD: i32 = 12;

/// So many half-days in such half-terms. Requests of one size compete for places of the same size, so that the best plan is the
/// best one; other sizes go through rounds of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// How many half-days each request in the round is given.
    pub half_days: i32,
    /// The half-terms in which they lie, earliest first.
    pub half_terms: Vec<HalfTerm>,
}

impl Bundle {
    /// Checks a bundle; `now` is the present half-term.
    pub fn parse(half_days: i32, half_terms: Vec<HalfTerm>, now: HalfTerm) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let half_days = faults.keep("halfDays", choice::amount(half_days, 1..=MOST_HALF_DAYS));
        let half_terms = faults.keep("halfTerms", choice::some_of(half_terms));
        if let Some(chosen) = &half_terms {
            let ahead = |it: &HalfTerm| (it.year() - now.year()) * 6 + it.number() - now.number();
            faults.need(chosen.len() <= MOST_HALF_TERMS, || Rule::NumberOutOfRange.at("halfTerms"));
            faults.need(chosen.iter().all(|it| ahead(it) >= 0), || Rule::DatePassed.at("halfTerms"));
            faults.need(chosen.iter().all(|it| ahead(it) < AHEAD), || Rule::DateTooFar.at("halfTerms"));
        }
        let built = half_days.zip(half_terms).map(|(half_days, half_terms)| Self { half_days, half_terms });
        faults.into_result(built)
    }

    /// Whether a request of this size, which may be met in these half-terms, is met by one bundle wherever in its half-terms
    /// the half-days come to lie.
    pub fn suits(&self, half_days: i32, open: &[HalfTerm]) -> bool {
        half_days == self.half_days && self.half_terms.iter().all(|it| open.contains(it))
    }

    /// How many whole bundles fit into what is free.
    pub fn fit_into(&self, free: &Free) -> u32 {
        let free: i32 = self.half_terms.iter().filter_map(|it| free.at(*it)).sum();
        u32::try_from(free / self.half_days.max(1)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(code: i32) -> HalfTerm {
        HalfTerm::read(code).unwrap()
    }

    fn rules(half_days: i32, half_terms: &[i32]) -> Vec<(Rule, String)> {
        let half_terms = half_terms.iter().map(|it| term(*it)).collect();
        let no = Bundle::parse(half_days, half_terms, term(20262)).map(drop);
        let all = no.err().map_or_else(Vec::new, Refusals::into_vec);
        all.into_iter().map(|it| (it.rule, it.field.unwrap().into_owned())).collect()
    }

    #[test]
    fn a_bundle_is_of_a_sensible_size_and_lies_where_time_is_known() {
        assert_eq!(rules(6, &[20264, 20263]), []);
        assert_eq!(rules(1, &[20262]), []);
        assert_eq!(rules(200, &[20273]), []);
        let at = |rule, field: &str| (rule, field.to_owned());
        assert_eq!(
            rules(0, &[]),
            [at(Rule::NumberOutOfRange, "halfDays"), at(Rule::ChoiceMissing, "halfTerms")],
            "every fault at once"
        );
        assert_eq!(rules(201, &[20263]), [at(Rule::NumberOutOfRange, "halfDays")]);
        assert_eq!(rules(6, &[20263, 20263]), [at(Rule::ChoiceRepeated, "halfTerms")]);
        assert_eq!(rules(6, &[20261]), [at(Rule::DatePassed, "halfTerms")]);
        assert_eq!(rules(6, &[20282]), [at(Rule::DateTooFar, "halfTerms")]);
        let seven = [20262, 20263, 20264, 20265, 20266, 20271, 20272];
        assert_eq!(rules(6, &seven), [at(Rule::NumberOutOfRange, "halfTerms")]);
    }

    #[test]
    fn a_request_suits_by_its_very_size_and_where_every_half_term_is_open_to_it() {
        let bundle = Bundle { half_days: 6, half_terms: vec![term(20263), term(20264)] };
        assert!(bundle.suits(6, &[term(20262), term(20263), term(20264)]));
        assert!(!bundle.suits(5, &[term(20263), term(20264)]), "of another size");
        assert!(!bundle.suits(6, &[term(20263)]), "half of it would lie outside");
    }

    #[test]
    fn what_is_left_of_a_bundle_is_no_place() {
        let bundle = Bundle { half_days: 6, half_terms: vec![term(20263), term(20264)] };
        let free = |one, other| Free::new(term(20262), [(term(20262), 50), (term(20263), one), (term(20264), other)]);
        assert_eq!(bundle.fit_into(&free(3, 2)), 0);
        assert_eq!(bundle.fit_into(&free(3, 3)), 1);
        assert_eq!(bundle.fit_into(&free(10, 7)), 2);
        assert_eq!(bundle.fit_into(&Free::new(term(20262), [])), 0);
    }
}
