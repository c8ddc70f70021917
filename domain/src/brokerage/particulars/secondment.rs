//! A secondment: somebody works at another school for a time and returns to the own post (DOMAIN B24).

use chrono::NaiveDate;

use crate::rule::{Faults, Refusals};
use crate::text::Name;
use crate::time::Period;
use crate::{Rejected, Rule};

/// A whole post, in hundredths.
const WHOLE_POST: i32 = 100;

/// What is written of a secondment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secondment {
    /// What is lent, and that there is a way back; before both heads sign.
    pub post: Option<SecondedPost>,
    /// The role to which they report at the school that receives them; before both heads sign.
    pub line_manager: Option<Name>,
}

/// What a school lends when it seconds somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondedPost {
    /// The days.
    pub period: Period,
    /// The part of a whole post, in hundredths: 60 is three days in five.
    pub fte: i32,
    /// The post that stays theirs, and to which they return.
    pub substantive_post: Name,
}

/// What a school lends, as it is typed.
#[derive(Clone, Debug)]
pub struct PostDraft {
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The part of a whole post, in hundredths.
    pub fte: i32,
    /// The post that stays theirs.
    pub substantive_post: String,
    /// Whether the school affirms that they return to it.
    pub returns_to_post: bool,
}

impl SecondedPost {
    /// Whether somebody is lent for all of their time.
    pub const fn is_whole(&self) -> bool {
        self.fte == WHOLE_POST
    }

    /// Checks what a school lends; every fault is told at once. Nobody is seconded without a way back.
    pub fn parse(draft: &PostDraft) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let period = faults.keep("secondment.endsOn", Period::new(draft.starts_on, draft.ends_on));
        let in_range = (1..=WHOLE_POST).contains(&draft.fte);
        faults.need(in_range, || Rule::NumberOutOfRange.at("secondment.fte"));
        let post = faults.keep("secondment.substantivePost", Name::new(&draft.substantive_post));
        faults.need(draft.returns_to_post, || Rule::ReturnRightMissing.at("secondment.returnsToPost"));
        let fte = draft.fte;
        faults.into_result(period.zip(post).map(|(period, substantive_post)| Self { period, fte, substantive_post }))
    }
}

impl Secondment {
    /// Both parts are there, and the days lie within those that are signed.
    pub(super) fn require_prepared(&self, terms: Period) -> Result<(), Rejected> {
        let (Some(post), Some(_)) = (&self.post, &self.line_manager) else {
            return Err(Rule::SecondmentIncomplete.into());
        };
        let within = post.period.from() >= terms.from() && post.period.until() <= terms.until();
        if within { Ok(()) } else { Err(Rule::SecondmentOutside.into()) }
    }
}
