//! How a mentorship ends because that on which it rests is gone: nobody has to end it, and nobody is blamed (DOMAIN E72).

use super::{Mentorship, MentorshipEnd, MentorshipStatus};
use crate::{Event, Rejected, Timestamp, words};

words! {
    /// What is gone of that on which a mentorship rests.
    pub enum Parting {
        /// The head who is mentored leads that school no longer.
        HeadLeft = "head_left",
        /// The mentor works at the school that lends them no longer.
        MentorLeft = "mentor_left",
        /// The mentor's school lends them no longer, or their designation as a mentor is over.
        MentorNotAvailable = "mentor_not_available",
    }
}

impl Parting {
    const fn reason(self) -> MentorshipEnd {
        match self {
            Self::HeadLeft | Self::MentorLeft => MentorshipEnd::MovedOn,
            Self::MentorNotAvailable => MentorshipEnd::MentorNotAvailable,
        }
    }
}

impl Mentorship {
    /// Ends it by itself, offered or under way. A head who stays is without a mentor then: the second event says that another
    /// one is wanted (DOMAIN H115).
    pub fn part(&mut self, from: Parting, now: Timestamp) -> Result<(Event, Option<Event>), Rejected> {
        self.require_status(&[MentorshipStatus::Offered, MentorshipStatus::Active, MentorshipStatus::Paused])?;
        let ended = self.close(from.reason(), now);
        let wanted = Event::MentorWanted { mentorship: self.id, alliance: self.alliance };
        Ok((ended, (from != Parting::HeadLeft).then_some(wanted)))
    }
}
