//! How a no is told: one rule or several, with the field at fault and a sentence for this case.

use std::borrow::Cow;

use super::Rule;

/// A rule said no, to the whole or to one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The rule.
    pub rule: Rule,
    /// The path of the input field at fault, such as `objectives.0.measure`; `None` when it is the act itself.
    pub field: Option<Cow<'static, str>>,
    /// A sentence with the numbers of this case, in place of the rule's general one.
    pub sentence: Option<String>,
}

impl Rejected {
    /// Names the input field at fault.
    #[must_use]
    pub fn at(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Says it with the numbers of this case.
    #[must_use]
    pub fn saying(mut self, sentence: String) -> Self {
        self.sentence = Some(sentence);
        self
    }

    /// The sentence that is shown.
    pub fn message(&self) -> &str {
        use crate::Word;
        self.sentence.as_deref().unwrap_or_else(|| self.rule.about())
    }
}

impl From<Rule> for Rejected {
    fn from(rule: Rule) -> Self {
        Self { rule, field: None, sentence: None }
    }
}

impl Rule {
    /// The refusal of one field.
    pub fn at(self, field: impl Into<Cow<'static, str>>) -> Rejected {
        Rejected::from(self).at(field)
    }
}

/// Several refusals at once, so that whoever fills in a form sees every fault of it together. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusals(Vec<Rejected>);

impl Refusals {
    /// Gives the refusals, first fault first.
    pub fn into_vec(self) -> Vec<Rejected> {
        self.0
    }

    /// Tells them of the act itself, where they concern what is written down elsewhere and no field of what was sent.
    #[must_use]
    pub fn of_the_act(mut self) -> Self {
        self.0.iter_mut().for_each(|it| it.field = None);
        self
    }
}

impl From<Rejected> for Refusals {
    fn from(one: Rejected) -> Self {
        Self(vec![one])
    }
}

impl From<Rule> for Refusals {
    fn from(rule: Rule) -> Self {
        Rejected::from(rule).into()
    }
}

/// Collects the faults of a form while its fields are checked.
#[derive(Debug, Default)]
pub struct Faults(Vec<Rejected>);

impl Faults {
    /// Keeps a checked value, or notes why its field is refused.
    pub fn keep<T>(&mut self, field: impl Into<Cow<'static, str>>, checked: Result<T, Rejected>) -> Option<T> {
        checked.map_err(|no| self.0.push(if no.field.is_some() { no } else { no.at(field) })).ok()
    }

    /// Keeps a checked part of the form, or notes every fault of it.
    pub fn keep_all<T>(&mut self, checked: Result<T, Refusals>) -> Option<T> {
        checked.map_err(|faults| self.0.extend(faults.into_vec())).ok()
    }

    /// Notes a fault unless the condition holds.
    pub fn need(&mut self, holds: bool, fault: impl FnOnce() -> Rejected) {
        if !holds {
            self.0.push(fault());
        }
    }

    /// Ends the check: everything is well, or every fault.
    pub fn end(self) -> Result<(), Refusals> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusals(self.0)) }
    }

    /// Ends the check with the value that was built if nothing was at fault.
    pub fn into_result<T>(self, built: Option<T>) -> Result<T, Refusals> {
        self.end()?;
        // Nothing was noted, so every `keep` gave its value; a gap would be a form that forgot to note one.
        built.ok_or_else(|| Rule::ChoiceMissing.into())
    }
}
