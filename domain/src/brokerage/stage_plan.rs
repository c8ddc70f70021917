//! How far a deployment has come in the template that it follows: forward through the stages, one after the other; a stage
//! is left out only for a reason that is kept, and a cycle begins again only after its last stage (DOMAIN D50, D51).

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentTemplate, VisitRecord};
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// The template that a deployment follows, and the stages that are done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagePlan {
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The template, in the version that was chosen.
    pub template: DeploymentTemplate,
    /// The stages that are finished, first to last.
    pub finished: Vec<FinishedStage>,
}

/// Which stage of which cycle is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StagePlace {
    /// The cycle, from 1.
    pub cycle: i32,
    /// The stage's place in the template, from 1.
    pub stage: i32,
}

/// A stage that is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishedStage {
    /// Which one.
    pub place: StagePlace,
    /// Why it was left out, if it was.
    pub skip_reason: Option<Remark>,
    /// Whether a new cycle begins with it.
    pub again: bool,
    /// Who finished it.
    pub finished_by: Id<Person>,
    /// When.
    pub finished_at: Timestamp,
}

/// How a stage is finished.
#[derive(Clone, Debug, Default)]
pub struct Finishing {
    /// Whether a visit of it is recorded.
    pub visited: bool,
    /// Why it is left out, if it is.
    pub skip_reason: Option<Remark>,
    /// Whether a new cycle begins.
    pub again: bool,
}

impl StagePlan {
    /// Lets a planned deployment follow a template, in place of one that it followed before. Whoever has signed signs anew.
    pub fn follow(
        deployment: &mut Deployment,
        template: DeploymentTemplate,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        require(deployment, by)?;
        deployment.require_agreeable(now)?;
        deployment.unsign();
        let event = Event::TemplateFollowed { deployment: deployment.id, template_version: template.version };
        Ok((Self { deployment: deployment.id, template, finished: Vec::new() }, event))
    }

    /// Warns where the deployment has more half-days than its template takes.
    pub fn excess(&self, of: &Deployment) -> Option<Rejected> {
        let most = self.template.most_half_days.filter(|most| of.half_days > *most)?;
        let (asked, name) = (of.half_days, self.template.name.as_str());
        let sentence = format!("{name} takes at most {most} half-days, and this deployment has {asked}.");
        Some(Rule::TemplateExceeded.at("template").saying(sentence))
    }

    /// Finishes the stage that the work is in, and enters the next one, or a new cycle. One of which no visit is recorded,
    /// although it asks for one, is left out: that warns, and its own reason overrides it and stays with the stage.
    pub fn finish(
        &mut self,
        deployment: &Deployment,
        how: Finishing,
        by: &Actor,
        now: Timestamp,
    ) -> Result<Event, Rejected> {
        require(deployment, by)?;
        let finished_by = by.person().ok_or(Rule::NotAllowed)?;
        deployment.require(deployment.is_running())?;
        let place = self.present().ok_or(Rule::StepNotOpen)?;
        if how.again && !(self.template.repeats && self.template.is_last(place.stage)) {
            return Err(Rule::CycleNotRepeated.at("again"));
        }
        let needs_visit = self.template.stage(place.stage).is_some_and(|stage| stage.needs_visit);
        match (&how.skip_reason, how.visited) {
            (None, false) if needs_visit => return Err(Rule::StageUnvisited.at("skipReason")),
            (Some(_), true) => return Err(Rule::StageNotSkipped.at("skipReason")),
            _ => {}
        }
        let (deployment, StagePlace { cycle, stage }) = (self.deployment, place);
        let event = match how.skip_reason {
            None => Event::StageFinished { deployment, cycle, stage },
            Some(_) => Event::StageSkipped { deployment, cycle, stage },
        };
        let Finishing { skip_reason, again, .. } = how;
        self.finished.push(FinishedStage { place, skip_reason, again, finished_by, finished_at: now });
        Ok(event)
    }

    /// The stage that the work is in; nothing once all are finished.
    pub fn present(&self) -> Option<StagePlace> {
        match self.finished.last() {
            None => Some(StagePlace { cycle: 1, stage: 1 }),
            Some(last) if last.again => Some(StagePlace { cycle: last.place.cycle + 1, stage: 1 }),
            Some(last) if self.template.is_last(last.place.stage) => None,
            Some(last) => Some(StagePlace { stage: last.place.stage + 1, ..last.place }),
        }
    }

    /// The place of a stage in the cycle that goes on, or went on last.
    pub fn place(&self, stage: i32) -> StagePlace {
        let last = self.present().or_else(|| self.finished.last().map(|it| it.place));
        StagePlace { cycle: last.map_or(1, |it| it.cycle), stage }
    }

    /// Refuses the record of a visit to a stage that the work has not come to, and warns where the stage has no room for it;
    /// `logged` are the half-days of the other visits of that stage.
    ///
    /// Part of recording a visit, whose own permission was asked by then.
    pub fn admit(&self, record: &VisitRecord, logged: i32) -> Result<Option<Rejected>, Rejected> {
        let place = record.stage.ok_or_else(|| Rule::StageMissing.at("stage"))?;
        let stage = self.template.stage(place.stage).ok_or_else(|| Rule::NumberOutOfRange.at("stage"))?;
        if self.present().is_some_and(|present| place > present) {
            return Err(Rule::StageAhead.at("stage"));
        }
        let fits = stage.most_half_days.is_none_or(|most| logged.saturating_add(record.half_days) <= most);
        Ok((!fits).then(|| Rule::StageFull.at("halfDays")))
    }

    /// Refuses the end of the work while stages are left, and warns of those of which no visit stands any more: what was recorded
    /// when they were finished has been taken back, reversed or moved since. `visited` are the stages of which visits stand.
    pub fn require_finished(&self, visited: &[StagePlace]) -> Result<Option<Rejected>, Rejected> {
        if self.present().is_some() {
            return Err(Rule::StagesLeft.into());
        }
        let gone = self.finished.iter().filter(|it| it.skip_reason.is_none() && !visited.contains(&it.place));
        let names: Vec<&str> = gone
            .filter_map(|it| self.template.stage(it.place.stage))
            .filter(|stage| stage.needs_visit)
            .map(|stage| stage.name.as_str())
            .collect();
        let sentence = format!("No visit stands any more of: {}. Say why it is left out.", names.join(", "));
        Ok((!names.is_empty()).then(|| Rule::StageUnvisited.at("deployment").saying(sentence)))
    }
}

fn require(of: &Deployment, by: &Actor) -> Result<(), Rejected> {
    by.require(Action::FollowTemplate { home: of.home, host: of.host, alliance: of.alliance })
}

#[cfg(test)]
mod tests;
