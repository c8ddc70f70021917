//! What a run of sharing out changes of what an earlier one suggested.

use std::collections::BTreeMap;

use crate::Id;
use crate::communities::{Mentorship, MentorshipStatus, Pair, SharedOut};

/// What is to be done after a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharingChanges {
    /// Earlier suggestions that stand as they are.
    pub kept: Vec<Id<Mentorship>>,
    /// Earlier suggestions that are taken back: somebody else suits the head now, or nobody is wanted any more.
    pub withdrawn: Vec<Id<Mentorship>>,
    /// Two who are suggested anew.
    pub made: Vec<Pair>,
}

impl SharedOut {
    /// What changes against earlier suggestions. Only what a run suggested and nobody was told of is taken back: what a broker
    /// suggested in person stands, and so does whatever was offered.
    pub fn against(&self, earlier: &[Mentorship]) -> SharingChanges {
        let of_run = earlier.iter().filter(|it| it.shared_out && it.status == MentorshipStatus::Suggested);
        let mut standing: BTreeMap<_, _> = of_run.map(|it| ((it.mentee, it.specialist), it.id)).collect();
        let mut changes = SharingChanges::default();
        for pair in &self.pairs {
            match standing.remove(&(pair.newcomer.person, pair.mentor.specialist)) {
                Some(known) => changes.kept.push(known),
                None => changes.made.push(*pair),
            }
        }
        changes.withdrawn = standing.into_values().collect();
        changes
    }
}
