//! Coaching: about practice, towards a goal that whoever is coached has set (DOMAIN H120). Mentoring, which is for a
//! transition in somebody's work, is another thing.

use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Rejected, Rule};

/// What is written of coaching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coaching {
    /// What it is about; before both heads sign.
    pub plan: Option<CoachingPlan>,
}

/// What somebody is coached in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoachingPlan {
    /// The practice on which it looks.
    pub focus: Remark,
    /// The goal that whoever is coached has set.
    pub goal: Remark,
}

impl CoachingPlan {
    /// Checks focus and goal; every fault is told at once.
    pub fn parse(focus: &str, goal: &str) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let focus = faults.keep("coaching.focus", Remark::new(focus));
        let goal = faults.keep("coaching.goal", Remark::new(goal));
        faults.into_result(focus.zip(goal).map(|(focus, goal)| Self { focus, goal }))
    }
}

impl Coaching {
    pub(super) fn require_prepared(&self) -> Result<(), Rejected> {
        if self.plan.is_some() { Ok(()) } else { Err(Rule::CoachingGoalMissing.into()) }
    }
}
