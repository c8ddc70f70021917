//! Pupils of two schools work together. What is written is of groups and never tells of a pupil (DOMAIN A14).

use crate::brokerage::Side;
use crate::rule::{Faults, Refusals};
use crate::text::Remark;
use crate::{Rejected, Rule, words};

words! {
    /// About how many pupils of a school take part: a band and no number, so that nobody is counted out of it.
    pub enum PupilBand {
        /// Up to thirty: a class.
        UpTo30 = "up_to_30",
        /// Thirty-one to sixty.
        From31To60 = "from_31_to_60",
        /// Sixty-one to a hundred and twenty.
        From61To120 = "from_61_to_120",
        /// More than a hundred and twenty.
        Over120 = "over_120",
    }
}

/// What the two schools write of pupils who work together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PupilCollaboration {
    /// The pupils of the school whose offer it was.
    pub home: Option<PupilGroup>,
    /// The pupils of the school that asked.
    pub host: Option<PupilGroup>,
}

/// The pupils of one school who take part, as a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PupilGroup {
    /// What the group is and does, such as two classes of Year 5 who read to each other.
    pub description: Remark,
    /// About how many they are.
    pub band: PupilBand,
}

impl PupilGroup {
    /// Checks the description of a group.
    pub fn parse(description: &str, band: PupilBand) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let description = faults.keep("pupilCollaboration.description", Remark::new(description));
        faults.into_result(description.map(|description| Self { description, band }))
    }
}

impl PupilCollaboration {
    pub(super) const fn side_mut(&mut self, side: Side) -> &mut Option<PupilGroup> {
        match side {
            Side::Home => &mut self.home,
            Side::Host => &mut self.host,
        }
    }

    pub(super) fn require_prepared(&self) -> Result<(), Rejected> {
        let both = self.home.is_some() && self.host.is_some();
        if both { Ok(()) } else { Err(Rule::PupilGroupMissing.into()) }
    }
}
