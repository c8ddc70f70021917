//! Joint practice development: both schools gain and both contribute, each tries the practice out, and each says what it
//! learned (DOMAIN C31, D43).

use chrono::NaiveDate;

use crate::brokerage::Side;
use crate::rule::{Faults, Refusals};
use crate::text::{Note, Remark};
use crate::{Rejected, Rule};

/// The most trial cycles that are written down for one school.
const MOST_CYCLES: usize = 12;

/// What the two schools of joint practice write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JointPractice {
    /// The school whose offer it was.
    pub home: JointSide,
    /// The school that asked.
    pub host: JointSide,
}

/// What one school of joint practice writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JointSide {
    /// What it means to gain and to give; before both heads sign.
    pub part: Option<JointPart>,
    /// Its trials of the practice, in the order in which they were written down.
    pub cycles: Vec<TrialCycle>,
    /// What it learned; before the work is complete.
    pub learning: Option<Learning>,
}

/// What a school means to gain from joint practice and to contribute to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointPart {
    /// What it means to gain.
    pub gain: Remark,
    /// What it contributes.
    pub contribution: Remark,
    /// Its practice as it is before.
    pub practice_before: Note,
}

/// One trial of the practice in a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialCycle {
    /// The day on which it ended.
    pub held_on: NaiveDate,
    /// What was tried and what was seen.
    pub note: Note,
}

/// What a school learned from joint practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learning {
    /// What it learned.
    pub learned: Note,
    /// Its practice as it is afterwards.
    pub practice_after: Note,
}

impl JointPart {
    /// Checks what a school means to gain and to contribute; every fault is told at once.
    pub fn parse(gain: &str, contribution: &str, practice_before: &str) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let gain = faults.keep("jointPractice.gain", Remark::new(gain));
        let contribution = faults.keep("jointPractice.contribution", Remark::new(contribution));
        let before = faults.keep("jointPractice.practiceBefore", Note::new(practice_before));
        let built = gain.zip(contribution).zip(before);
        faults.into_result(built.map(|((gain, contribution), practice_before)| Self {
            gain,
            contribution,
            practice_before,
        }))
    }
}

impl Learning {
    /// Checks what a school learned; every fault is told at once.
    pub fn parse(learned: &str, practice_after: &str) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        let learned = faults.keep("learned", Note::new(learned));
        let after = faults.keep("practiceAfter", Note::new(practice_after));
        faults.into_result(learned.zip(after).map(|(learned, practice_after)| Self { learned, practice_after }))
    }
}

impl JointPractice {
    /// What one school writes.
    pub const fn side(&self, side: Side) -> &JointSide {
        match side {
            Side::Home => &self.home,
            Side::Host => &self.host,
        }
    }

    pub(super) const fn side_mut(&mut self, side: Side) -> &mut JointSide {
        match side {
            Side::Home => &mut self.home,
            Side::Host => &mut self.host,
        }
    }

    /// Adds a trial in one school. Trials of a school do not run backwards.
    pub(in crate::brokerage) fn add_cycle(&mut self, side: Side, cycle: TrialCycle) -> Result<(), Rejected> {
        let cycles = &mut self.side_mut(side).cycles;
        if cycles.len() >= MOST_CYCLES {
            return Err(Rule::TrialCyclesTooMany.into());
        }
        if cycles.last().is_some_and(|last| cycle.held_on < last.held_on) {
            return Err(Rule::TrialCycleOutside.at("heldOn"));
        }
        cycles.push(cycle);
        Ok(())
    }

    /// Writes down what one school learned, in place of an earlier word.
    pub(in crate::brokerage) fn learn(&mut self, side: Side, learning: Learning) {
        self.side_mut(side).learning = Some(learning);
    }

    pub(super) fn require_prepared(&self) -> Result<(), Rejected> {
        let both = self.home.part.is_some() && self.host.part.is_some();
        if both { Ok(()) } else { Err(Rule::JointPartMissing.into()) }
    }

    pub(super) fn require_concluded(&self) -> Result<(), Rejected> {
        if self.home.cycles.is_empty() || self.host.cycles.is_empty() {
            return Err(Rule::TrialCycleMissing.into());
        }
        if self.home.learning.is_none() || self.host.learning.is_none() {
            return Err(Rule::LearningMissing.into());
        }
        Ok(())
    }
}
