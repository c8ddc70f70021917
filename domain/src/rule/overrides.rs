//! Soft rules: each warns and keeps the act back, unless whoever acts says why they go on nonetheless. Nothing else
//! decides about a warning, in any room.

use super::{Faults, Refusals, Rejected, Rule};
use crate::text::Remark;

/// A warning that was overridden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// The rule that warned.
    pub rule: Rule,
    /// Why somebody went on nonetheless.
    pub reason: Remark,
}

/// The reasons that somebody gives along with what they want to do, each for one rule that may warn.
#[derive(Clone, Debug, Default)]
pub struct Overrides(Vec<Overridden>);

impl Overrides {
    /// Checks the reasons as they are typed; every fault is told at once.
    pub fn parse(typed: impl IntoIterator<Item = (Rule, String)>) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let mut given: Vec<Overridden> = Vec::new();
        for (n, (rule, reason)) in typed.into_iter().enumerate() {
            faults.need(rule.warns(), || Rule::NotOverridable.at(format!("overrides.{n}.code")));
            let repeated = given.iter().any(|it| it.rule == rule);
            faults.need(!repeated, || Rule::ChoiceRepeated.at(format!("overrides.{n}.code")));
            let reason = faults.keep(format!("overrides.{n}.reason"), Remark::new(&reason));
            given.extend(reason.map(|reason| Overridden { rule, reason }));
        }
        faults.into_result(Some(Self(given)))
    }

    /// Weighs what was found against the reasons: gives the warnings that are overridden, to be kept with the decision, or
    /// refuses with every warning for which no reason is given. A rule that does not only warn refuses in any case; a
    /// reason for what warns of nothing is of no account.
    pub fn weigh(&self, found: impl IntoIterator<Item = Rejected>) -> Result<Vec<Overridden>, Refusals> {
        let mut faults = Faults::default();
        let mut overridden: Vec<Overridden> = Vec::new();
        for warning in found {
            match self.0.iter().find(|it| it.rule == warning.rule && warning.rule.warns()) {
                Some(reason) if overridden.contains(reason) => {}
                Some(reason) => overridden.push(reason.clone()),
                None => faults.need(false, || warning),
            }
        }
        faults.into_result(Some(overridden))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARNING: Rule = Rule::FourthObjectiveNeedsReason;

    fn given(rule: Rule, reason: &str) -> (Rule, String) {
        (rule, reason.to_owned())
    }

    fn rules(no: Refusals) -> Vec<(Rule, String)> {
        no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
    }

    #[test]
    fn a_reason_for_that_very_rule_lets_a_warning_pass_and_is_given_to_be_kept() {
        let reasons = Overrides::parse([given(WARNING, "Two heads share the fourth")]).unwrap();
        let passed = reasons.weigh([WARNING.into(), WARNING.at("objectives")]).unwrap();
        assert_eq!(
            passed.iter().map(|it| (it.rule, it.reason.as_str())).collect::<Vec<_>>(),
            [(WARNING, "Two heads share the fourth")]
        );
        assert_eq!(reasons.weigh([]), Ok(Vec::new()), "what warns of nothing is not kept");
        let none = Overrides::default();
        assert_eq!(none.weigh([WARNING.at("objectives")]).map_err(rules), Err(vec![(WARNING, "objectives".into())]));
    }

    #[test]
    fn no_reason_overrides_a_hard_rule() {
        let no = Overrides::parse([given(Rule::VisitAhead, "It will be")]).map_err(rules);
        assert_eq!(no.map(drop), Err(vec![(Rule::NotOverridable, "overrides.0.code".into())]));
        let reasons = Overrides::parse([given(WARNING, "Agreed with the trust")]).unwrap();
        let no = reasons.weigh([WARNING.into(), Rule::VisitAhead.into()]).map_err(rules);
        assert_eq!(no, Err(vec![(Rule::VisitAhead, String::new())]));
    }

    #[test]
    fn each_rule_has_one_reason_and_it_is_not_empty() {
        let no = Overrides::parse([given(WARNING, "Yes"), given(WARNING, " ")]).map_err(rules);
        let told = [(Rule::ChoiceRepeated, "overrides.1.code"), (Rule::TextEmpty, "overrides.1.reason")];
        assert_eq!(no.map(drop), Err(told.map(|(rule, field)| (rule, field.to_owned())).to_vec()));
    }
}
