//! What becomes of a designation when its person moves to another school: whoever leads that school speaks for them from now on.

use super::{Designation, DesignationStatus};
use crate::directory::{Post, School};
use crate::{Event, Id, Timestamp};

impl Designation {
    /// Follows the person to the school where they work now; where they applied stays on the record. What is not decided
    /// rests on the former head's word, and so it waits for the new one's (DOMAIN B15): then the event says so.
    pub fn follow(&mut self, home: Id<School>, post: Post, now: Timestamp) -> Option<Event> {
        use DesignationStatus::{Appealed, Applied, Assessed, Referenced};

        if self.home == home {
            return None;
        }
        self.applied_from.get_or_insert(self.home);
        (self.home, self.moved_at) = (home, Some(now));
        if !matches!(self.status, Applied | Referenced | Assessed | Appealed) {
            return None;
        }
        self.post = post;
        Some(self.fall_back())
    }

    /// Whether what the home school said was said by the one of today.
    pub(super) fn is_spoken_for(&self) -> bool {
        let said = self.reference.as_ref().map(|it| it.at);
        self.moved_at.is_none_or(|moved| said.is_some_and(|said| said >= moved))
    }

    /// Goes back to where the home school is asked. What was judged of a decision that is appealed against stays on the record,
    /// so that somebody else judges; what was judged and not decided is judged anew.
    pub(super) fn fall_back(&mut self) -> Event {
        self.assessments.truncate(usize::from(self.appeal.is_some()));
        (self.reference, self.decided_at) = (None, None);
        self.status = DesignationStatus::Applied;
        Event::DesignationReturned { designation: self.id, school: self.home }
    }
}
