//! Who goes to children at another school, and whose word is asked for them: the employer's of whoever travels, whichever side
//! that is (DOMAIN part B).

use chrono::NaiveDate;

use crate::brokerage::{FollowUpWay, SafeguardingAssurance, Side};
use crate::exchange::{Mode, SupportKind};
use crate::{Rejected, Rule};

impl SupportKind {
    /// The sides whose people go to the other school: on a study visit those who receive it, where both schools work on something
    /// together those of both, else those who give.
    pub const fn travellers(self) -> &'static [Side] {
        match self {
            Self::StudyVisit => &[Side::Host],
            Self::JointPracticeDevelopment | Self::PupilCollaboration => &[Side::Home, Side::Host],
            Self::Support
            | Self::Coaching
            | Self::Mentoring
            | Self::PeerReview
            | Self::Secondment
            | Self::PeerVisit => &[Side::Home],
        }
    }
}

/// Those of one side who go to the other school, and the assurances of them.
#[derive(Clone, Debug)]
pub struct Travelling {
    /// The side.
    pub side: Side,
    /// The first day on which a visit in person needs one of it: before it nobody was asked.
    pub since: NaiveDate,
    /// Those that were given.
    pub given: Vec<SafeguardingAssurance>,
}

/// The assurances on which the work of one deployment may rest: of each side whose people go to the other school.
#[derive(Clone, Debug)]
pub struct Assurances(pub Vec<Travelling>);

impl Assurances {
    /// Refuses a visit or an initial meeting in person, or partly so, on a day that no assurance covers. Over the network none is
    /// needed.
    pub fn require_for_visit(&self, mode: Mode, day: NaiveDate) -> Result<(), Rejected> {
        if mode == Mode::Remote { Ok(()) } else { self.require(day).map_err(|no| no.at("mode")) }
    }

    /// Refuses a follow-up for which somebody of the school that gave came, on a day that no assurance covers. Whoever else
    /// comes is spoken for by no school of the deployment, and is with staff all the time.
    pub fn require_for_follow_up(&self, way: FollowUpWay, day: NaiveDate) -> Result<(), Rejected> {
        if way == FollowUpWay::GiverCame { self.require(day).map_err(|no| no.at("way")) } else { Ok(()) }
    }

    /// Refuses to agree what can be done in person only, by the ways that the request and the offer have in common, while no
    /// assurance holds.
    pub fn require_for_agreement(&self, common: &[Mode], today: NaiveDate) -> Result<(), Rejected> {
        let there = !common.is_empty() && !common.contains(&Mode::Remote);
        if there { self.require(today) } else { Ok(()) }
    }

    fn require(&self, day: NaiveDate) -> Result<(), Rejected> {
        let covered = |it: &Travelling| day < it.since || it.given.iter().any(|given| given.covers(day));
        let no = Rejected::from(Rule::AssuranceMissing);
        match self.0.iter().find(|it| !covered(it)).map(|it| it.side) {
            None => Ok(()),
            Some(Side::Home) => Err(no),
            Some(Side::Host) => Err(no.saying(
                "People of the school that receives go to the other one: its head gives a safeguarding assurance for whomever \
                 it sends first."
                    .to_owned(),
            )),
        }
    }
}
