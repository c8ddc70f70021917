//! A head for whom no mentor is left, and what stands in the way.

use std::collections::BTreeMap;

use crate::Rule;
use crate::communities::Newcomer;
use crate::communities::sharing::Waiting;

/// A head for whom nobody is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The head.
    pub newcomer: Newcomer,
    /// For how many mentors each rule stands in the way, the one that does for most first. Those who are possible, and have no
    /// room besides the heads whom they have or are to have, count as not free.
    pub refused: Vec<(Rule, usize)>,
}

impl LeftOut {
    pub(super) fn of(head: &Waiting<'_>) -> Self {
        let mut refused: BTreeMap<Rule, usize> = BTreeMap::new();
        for (pair, _) in &head.mentors {
            let rule = pair.check().err().map_or(Rule::MentorNotFree, |it| it.rule);
            *refused.entry(rule).or_default() += 1;
        }
        let mut refused: Vec<_> = refused.into_iter().collect();
        refused.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
        Self { newcomer: head.newcomer, refused }
    }
}
