//! The numbers by which mentoring goes: versioned data, of which the newest is in force.

use crate::word::numbers_by_word;
use crate::words;

words! {
    /// What a version of the policy of mentoring settles.
    pub enum MentoringSetting {
        /// For how many months a head counts as new at a school.
        NewMonths = "new_months",
        /// How many heads one mentor has at a time, at most.
        MostMentees = "most_mentees",
        /// How many months a mentorship lasts, at most.
        MostMonths = "most_months",
        /// How many days there are to answer an offer.
        AnswerDays = "answer_days",
    }
}

/// A version of the policy of mentoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MentoringPolicy {
    /// The version's number.
    pub version: i32,
    /// For how many months a head counts as new at a school.
    pub new_months: i32,
    /// How many heads one mentor has at a time, at most (DOMAIN H119).
    pub most_mentees: i32,
    /// How many months a mentorship lasts, at most (DOMAIN H120).
    pub most_months: i32,
    /// How many days there are to answer an offer.
    pub answer_days: i32,
}

/// Why stored numbers are no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentoringPolicyFault {
    /// A name is no setting, or was named before.
    Unknown,
    /// A setting has no number.
    Missing(MentoringSetting),
    /// A number is not between 1 and 120.
    OutOfRange(MentoringSetting),
}

impl MentoringPolicy {
    /// After how many days it is asked once more whether a new head has both a mentor and a support group: six weeks.
    pub const ASKED_AGAIN_DAYS: i32 = 42;

    /// Reads a version from its named numbers, each of which must be there once.
    pub fn new<'a>(
        version: i32,
        named: impl IntoIterator<Item = (&'a str, i32)>,
    ) -> Result<Self, MentoringPolicyFault> {
        let [new_months, most_mentees, most_months, answer_days] = numbers_by_word(
            named,
            1..=120,
            MentoringPolicyFault::Unknown,
            MentoringPolicyFault::Missing,
            MentoringPolicyFault::OutOfRange,
        )?;
        Ok(Self { version, new_months, most_mentees, most_months, answer_days })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The first version, as the migration holds it.
    pub(crate) fn first() -> MentoringPolicy {
        let named = [("new_months", 24), ("most_mentees", 2), ("most_months", 24), ("answer_days", 14)];
        MentoringPolicy::new(1, named).unwrap()
    }

    #[test]
    fn a_policy_names_every_setting_once_and_within_reason() {
        let named = [("new_months", 24), ("most_mentees", 2), ("most_months", 24)];
        let missing = MentoringPolicyFault::Missing(MentoringSetting::AnswerDays);
        assert_eq!(MentoringPolicy::new(1, named), Err(missing));
        let with = |last| MentoringPolicy::new(1, named.into_iter().chain([last]));
        assert_eq!(with(("new_months", 12)), Err(MentoringPolicyFault::Unknown));
        assert_eq!(with(("patience", 12)), Err(MentoringPolicyFault::Unknown));
        let out = MentoringPolicyFault::OutOfRange(MentoringSetting::AnswerDays);
        assert_eq!(with(("answer_days", 0)), Err(out));
        assert_eq!(with(("answer_days", 14)).unwrap(), first());
    }
}
