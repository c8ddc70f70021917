//! The initial meetings of those who will work together (DOMAIN F4): four in five of them were written down.

use domain::Timestamp;
use domain::brokerage::{Deployment, InitialMeeting, MeetingDraft};
use domain::exchange::Mode;
use domain::rule::Refusals;

use super::attempts::Attempt;
use super::world::World;

impl World<'_> {
    /// Those who will work together have met, on the day on which the terms are written.
    pub fn meet(&mut self, attempt: &Attempt, of: &Deployment, at: Timestamp) -> Result<(), Refusals> {
        if !self.beside.percent(80) {
            return Ok(());
        }
        let draft = MeetingDraft {
            held_on: at.day(),
            mode: Mode::InPerson,
            attended: "Both subject leaders, and the deputy head of the school that asked.".to_owned(),
            focus: "What the first visit looks at, and whom the teachers turn to between visits.".to_owned(),
            frequency: "Every second week, and a call between.".to_owned(),
            access: "Released on Tuesdays; signs in at the office.".to_owned(),
        };
        let (it, _) = InitialMeeting::record(self.beside.id(at), (of, false), &draft, &attempt.home, at)?;
        self.filled.meetings.push((it, self.filled.deployments.len()));
        Ok(())
    }
}
