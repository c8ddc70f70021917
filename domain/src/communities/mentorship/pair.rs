//! Two heads who might be brought together, and why not (DOMAIN H115, H116, H118, H119).

use crate::communities::{MentoringPolicy, Newcomer};
use crate::directory::{School, Specialist};
use crate::identity::Person;
use crate::{Id, Rejected, Rule};

/// Somebody who might mentor, with what the rules weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mentor {
    /// The mentor as the specialist whom a school lends.
    pub specialist: Id<Specialist>,
    /// Who it is.
    pub person: Id<Person>,
    /// The school that lends them.
    pub home: Id<School>,
    /// Whether they are lent just now.
    pub is_lent: bool,
    /// Whether they hold a designation as a mentor today.
    pub is_designated: bool,
    /// For how many days they have led schools so far, in all.
    pub days_led: i64,
    /// How many other heads they mentor or are asked to mentor.
    pub mentees: i32,
    /// Whether they manage the head who would be mentored: they lead or govern that school too, speak for its trust, or
    /// lead several schools of it.
    pub manages: bool,
}

/// A head who begins, and somebody who might mentor them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The head who begins.
    pub newcomer: Newcomer,
    /// Who might mentor.
    pub mentor: Mentor,
    /// Whether the head has another mentor, or is asked whether they want one.
    pub has_another: bool,
}

impl Pair {
    /// Refuses what mentoring may not be: by oneself, by the own line, by somebody less experienced, not designated or not lent.
    pub(in crate::communities) fn check(&self) -> Result<(), Rejected> {
        let Self { newcomer, mentor, has_another } = self;
        let refused = if mentor.person == newcomer.person {
            Rule::MentorIsSelf
        } else if mentor.home == newcomer.school {
            Rule::MentorAtSameSchool
        } else if mentor.manages {
            Rule::MentorManages
        } else if !mentor.is_designated {
            Rule::MentorNotDesignated
        } else if mentor.days_led <= newcomer.days_led {
            Rule::MentorLessExperienced
        } else if !mentor.is_lent {
            Rule::MentorNotLent
        } else if *has_another {
            return Err(Rule::MentorshipOverlaps.at("school"));
        } else {
            return Ok(());
        };
        Err(refused.at("mentor"))
    }

    /// Warns where the mentor has as many heads as one is to have, or more (DOMAIN H119). It is for the broker to weigh, who
    /// suggests and offers; those who are then asked know what they carry.
    pub fn load(&self, policy: &MentoringPolicy) -> Option<Rejected> {
        let (mentees, most) = (self.mentor.mentees, policy.most_mentees);
        let sentence =
            || format!("This mentor goes with {mentees} heads or is asked to, and one is to have {most} at most.");
        (mentees >= most).then(|| Rule::MentorNotFree.at("mentor").saying(sentence()))
    }
}
