//! How a mentorship is accepted or declined by those who are asked (DOMAIN A11).

use super::{Mentorship, MentorshipEnd, MentorshipStatus, Pair};
use crate::access::{Action, Actor, Role};
use crate::{Event, Rejected, Rule, Timestamp, words};

words! {
    /// Why a mentorship is declined, in words that blame nobody (DOMAIN E72).
    pub enum MentorshipDecline {
        /// There is no time for it.
        NoTime = "no_time",
        /// It suits better later.
        NotNow = "not_now",
        /// Somebody else suits better.
        AnotherMentor = "another_mentor",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

impl Mentorship {
    /// Accepts it for whom the actor speaks: the head who is mentored, the mentor, the mentor's school by its head. A mentor
    /// who acts as the head of the own school speaks for both. With the last of them it begins.
    pub fn accept(&mut self, by: &Actor, pair: &Pair, now: Timestamp) -> Result<Event, Rejected> {
        self.require_asked(by)?;
        if self.respond_by.is_some_and(|until| now > until) {
            return Err(Rule::StepNotOpen.into());
        }
        let sides = [
            (by.person() == Some(self.mentee), self.mentee_accepted_at),
            (by.person() == Some(self.mentor), self.mentor_accepted_at),
            (by.is_at(&[Role::Head], self.home), self.home_accepted_at),
        ];
        if !sides.iter().any(|(speaks, said)| *speaks && said.is_none()) {
            return Err(Rule::StepNotOpen.into());
        }
        let [mentee, mentor, home] = sides.map(|(speaks, said)| said.or(speaks.then_some(now)));
        let whole = mentee.and(mentor).and(home).is_some();
        if whole {
            pair.check()?;
            // Somebody who has moved is lent by another school, which nobody has asked.
            if pair.mentor.home != self.home {
                return Err(Rule::MentorNotLent.into());
            }
        }
        (self.mentee_accepted_at, self.mentor_accepted_at, self.home_accepted_at) = (mentee, mentor, home);
        let (mentorship, alliance) = (self.id, self.alliance);
        if !whole {
            return Ok(Event::MentorshipAccepted { mentorship, alliance });
        }
        self.status = MentorshipStatus::Active;
        self.started_at = Some(now);
        Ok(Event::MentorshipStarted { mentorship, alliance })
    }

    /// Declines it, by any of those who are asked and a neutral code. Nobody has to say why (DOMAIN A11).
    pub fn decline(&mut self, by: &Actor, reason: MentorshipDecline, now: Timestamp) -> Result<Event, Rejected> {
        self.require_asked(by)?;
        self.decline = Some(reason);
        Ok(self.close(MentorshipEnd::Declined, now))
    }

    fn require_asked(&self, by: &Actor) -> Result<(), Rejected> {
        by.require(Action::AnswerMentorship { mentee: self.mentee, mentor: self.mentor, home: self.home })?;
        self.require_status(&[MentorshipStatus::Offered])
    }
}
