//! Why: the parts of a score, and the rules that exclude.

use async_graphql::SimpleObject;
use domain::brokerage::matching::{Exclusion, Factor, MatchRule, Part};
use domain::event::Fact;

use crate::graphql::adapter::Choice;

/// One fact behind a sentence.
#[derive(Clone, Debug, SimpleObject)]
pub struct MatchFact {
    /// What it is, such as `minutes` or `needed`.
    pub name: &'static str,
    /// The fact, where it is a number: minutes, metres, half-days, days, or a count, as the name says.
    pub number: Option<i64>,
    /// The fact, where it is a word: a value of an enum, a half-term, or yes or no.
    pub word: Option<String>,
}

/// One part of a score. The parts of a candidate add up to its score exactly.
#[derive(Clone, Debug, SimpleObject)]
pub struct MatchPart {
    /// What the points are given for.
    pub factor: Choice<Factor>,
    /// How much speaks for the offer, up to 1000, or against it, down to -1000.
    pub value: i32,
    /// How much the factor weighs under the policy.
    pub weight: i32,
    /// What it gives to the score: the weight times the value.
    pub contribution: i64,
    /// Why, as a sentence.
    pub sentence: String,
    /// The facts of the sentence.
    pub facts: Vec<MatchFact>,
}

/// One rule that excludes an offer.
#[derive(Clone, Debug, SimpleObject)]
pub struct MatchExclusion {
    /// The rule.
    pub rule: Choice<MatchRule>,
    /// Where the rule comes from, such as `DOMAIN A13`.
    pub source: &'static str,
    /// Why, as a sentence with the numbers of this case.
    pub sentence: String,
    /// The facts of the sentence.
    pub facts: Vec<MatchFact>,
}

impl From<&Part> for MatchPart {
    fn from(part: &Part) -> Self {
        Self {
            factor: Choice(part.reason.factor()),
            value: part.value,
            weight: part.weight,
            contribution: part.contribution(),
            sentence: part.reason.sentence(),
            facts: facts(part.reason.facts()),
        }
    }
}

impl From<&Exclusion> for MatchExclusion {
    fn from(exclusion: &Exclusion) -> Self {
        Self {
            rule: Choice(exclusion.rule()),
            source: exclusion.rule().source(),
            sentence: exclusion.sentence(),
            facts: facts(exclusion.facts()),
        }
    }
}

pub(super) fn facts(told: Vec<(&'static str, Fact)>) -> Vec<MatchFact> {
    let fact = |(name, fact)| match fact {
        Fact::Number(number) => MatchFact { name, number: Some(number), word: None },
        Fact::Text(word) => MatchFact { name, number: None, word: Some(word) },
    };
    told.into_iter().map(fact).collect()
}
