//! What each kind of work asks beyond the terms: before both heads sign, and before it is complete. One file a kind; this
//! one says which kinds ask for something, and puts what the two schools write where it belongs.

mod coaching;
mod joint_practice;
mod pupil_collaboration;
mod secondment;
mod study_visit;
#[cfg(test)]
pub(in crate::brokerage) mod tests;

pub use coaching::{Coaching, CoachingPlan};
pub use joint_practice::{JointPart, JointPractice, JointSide, Learning, TrialCycle};
pub use pupil_collaboration::{PupilBand, PupilCollaboration, PupilGroup};
pub use secondment::{PostDraft, SecondedPost, Secondment};
pub use study_visit::{Findings, StudyVisit, VisitPlan};

use crate::brokerage::Side;
use crate::exchange::SupportKind;
use crate::text::Name;
use crate::time::Period;
use crate::{Rejected, Rule};

/// What the kind of a deployment asks, as far as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Particulars {
    /// Joint practice development.
    JointPractice(JointPractice),
    /// Coaching.
    Coaching(Coaching),
    /// A study visit.
    StudyVisit(StudyVisit),
    /// A secondment.
    Secondment(Secondment),
    /// Pupils of both schools work together.
    PupilCollaboration(PupilCollaboration),
}

/// One school's part of what a kind asks before both heads sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preparation {
    /// What a school means to gain from joint practice and brings to it: each school writes its own.
    JointPractice(JointPart),
    /// What somebody is coached in: the school that receives writes it.
    Coaching(CoachingPlan),
    /// What a study visit looks at, and by which rules: the school that is visited writes it.
    StudyVisit(VisitPlan),
    /// The post of somebody who is seconded: the school that lends them writes it.
    SecondedPost(SecondedPost),
    /// To whom somebody reports who is seconded: the school that receives them writes it.
    LineManager(Name),
    /// Which pupils of a school take part: each school writes its own.
    PupilGroup(PupilGroup),
}

impl Particulars {
    /// The blank particulars of a kind; nothing for a kind that asks for no more than the terms.
    pub fn of(kind: SupportKind) -> Option<Self> {
        match kind {
            SupportKind::JointPracticeDevelopment => Some(Self::JointPractice(JointPractice::default())),
            SupportKind::Coaching => Some(Self::Coaching(Coaching::default())),
            SupportKind::StudyVisit => Some(Self::StudyVisit(StudyVisit::default())),
            SupportKind::Secondment => Some(Self::Secondment(Secondment::default())),
            SupportKind::PupilCollaboration => Some(Self::PupilCollaboration(PupilCollaboration::default())),
            SupportKind::Support | SupportKind::Mentoring | SupportKind::PeerReview | SupportKind::PeerVisit => None,
        }
    }

    /// Puts a school's part where it belongs, in place of an earlier one.
    pub(super) fn put(&mut self, side: Side, part: Preparation) -> Result<(), Rejected> {
        part.require_writer(side)?;
        match (self, part) {
            (Self::JointPractice(it), Preparation::JointPractice(part)) => it.side_mut(side).part = Some(part),
            (Self::Coaching(it), Preparation::Coaching(plan)) => it.plan = Some(plan),
            (Self::StudyVisit(it), Preparation::StudyVisit(plan)) => it.plan = Some(plan),
            (Self::Secondment(it), Preparation::SecondedPost(post)) => it.post = Some(post),
            (Self::Secondment(it), Preparation::LineManager(manager)) => it.line_manager = Some(manager),
            (Self::PupilCollaboration(it), Preparation::PupilGroup(group)) => *it.side_mut(side) = Some(group),
            _ => return Err(Rule::KindDiffers.into()),
        }
        Ok(())
    }

    /// Refuses a signature over terms of this period while something is missing that the kind asks first.
    pub(super) fn require_prepared(&self, period: Period) -> Result<(), Rejected> {
        match self {
            Self::JointPractice(it) => it.require_prepared(),
            Self::Coaching(it) => it.require_prepared(),
            Self::StudyVisit(it) => it.require_prepared(),
            Self::Secondment(it) => it.require_prepared(period),
            Self::PupilCollaboration(it) => it.require_prepared(),
        }
    }

    /// Refuses the end of the work while something is missing that the kind asks by then.
    pub(super) fn require_concluded(&self) -> Result<(), Rejected> {
        match self {
            Self::JointPractice(it) => it.require_concluded(),
            Self::StudyVisit(it) => it.require_concluded(),
            Self::Coaching(_) | Self::Secondment(_) | Self::PupilCollaboration(_) => Ok(()),
        }
    }
}

impl Preparation {
    /// Refuses one school what the other has to write. What names no school here is written by each for itself.
    fn require_writer(&self, side: Side) -> Result<(), Rejected> {
        let writer = match self {
            Self::StudyVisit(_) | Self::SecondedPost(_) => Side::Home,
            Self::Coaching(_) | Self::LineManager(_) => Side::Host,
            Self::JointPractice(_) | Self::PupilGroup(_) => side,
        };
        if writer == side { Ok(()) } else { Err(Rule::NotYoursToPrepare.into()) }
    }
}
