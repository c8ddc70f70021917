//! What each side says of the other once the work is done: sealed until both have spoken or nobody may any more
//! (DOMAIN E76).

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus, Grade, Side};
use crate::identity::Person;
use crate::text::Note;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// What one side of a deployment says of the other. It is written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// Its id.
    pub id: Id<Evaluation>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The side that speaks.
    pub side: Side,
    /// What it says.
    pub judgement: Judgement,
    /// Who wrote it down.
    pub written_by: Id<Person>,
    /// When.
    pub written_at: Timestamp,
    /// When the seal was taken off: until then it is seen by its own side alone.
    pub opened_at: Option<Timestamp>,
}

/// The fixed questions about the other side, and what there is to say beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether the other side was prepared.
    pub prepared: Grade,
    /// Whether it could be reached, and answered.
    pub reachable: Grade,
    /// Whether the work was worth its time.
    pub worthwhile: Grade,
    /// Whether one would work together again.
    pub again: Grade,
    /// In words.
    pub words: Note,
}

impl Evaluation {
    /// How many days after the end each side may speak.
    pub const OPEN_FOR: u32 = 28;

    /// Speaks for the school of whoever acts, once. `heard` are the sides that have spoken.
    pub fn submit(
        id: Id<Self>,
        deployment: &Deployment,
        judgement: Judgement,
        heard: &[Side],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::EvaluateDeployment { home: deployment.home, host: deployment.host })?;
        let side = Side::of(by, deployment.home, deployment.host).ok_or(Rule::NotAllowed)?;
        let written_by = by.person().ok_or(Rule::NotAllowed)?;
        if heard.contains(&side) {
            return Err(Rule::EvaluatedAlready.into());
        }
        deployment.require(deployment.status == DeploymentStatus::Completed)?;
        if deployment.evaluate_by().is_none_or(|until| now > until) {
            return Err(Rule::EvaluationOverdue.into());
        }
        let deployment = deployment.id;
        let evaluation = Self { id, deployment, side, judgement, written_by, written_at: now, opened_at: None };
        // Neither the deployment nor the side: as long as it is sealed, nobody is told that somebody has spoken.
        Ok((evaluation, Event::EvaluationSealed { evaluation: id }))
    }
}

impl Deployment {
    /// Until when each side may speak of the other; nothing while the work is not done.
    pub fn evaluate_by(&self) -> Option<Timestamp> {
        let over = matches!(self.status, DeploymentStatus::Stopped | DeploymentStatus::Lapsed);
        self.ended_at.filter(|_| !over).map(|ended| ended.plus_days(Evaluation::OPEN_FOR))
    }

    /// Ends the evaluation, once so many sides have spoken: both, or whoever did in time.
    pub fn end_evaluation(&mut self, heard: usize, now: Timestamp) -> Result<Event, Rejected> {
        let over = heard == Side::BOTH || self.evaluate_by().is_some_and(|until| now > until);
        self.require(self.status == DeploymentStatus::Completed && over)?;
        self.status = DeploymentStatus::Evaluated;
        self.evaluated_at = Some(now);
        let deployment = self.id;
        let spoken = heard > 0;
        Ok(if spoken { Event::DeploymentEvaluated { deployment } } else { Event::DeploymentUnevaluated { deployment } })
    }
}

impl Side {
    /// How many sides there are.
    const BOTH: usize = 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::deployment::tests::active;
    use crate::brokerage::proposal::tests::{at, broker, head, id, start};

    fn judgement() -> Judgement {
        let words = Note::new("They knew the school before they came.").unwrap();
        let (prepared, reachable, worthwhile, again) = (Grade::Fully, Grade::Mostly, Grade::Fully, Grade::Partly);
        Judgement { prepared, reachable, worthwhile, again, words }
    }

    fn completed() -> Deployment {
        let mut it = active();
        let _ = it.complete(&head(2), start()).unwrap();
        it
    }

    fn submit(it: &Deployment, heard: &[Side], by: &Actor, now: Timestamp) -> Result<Side, Rejected> {
        Evaluation::submit(id(95), it, judgement(), heard, by, now).map(|(it, _)| it.side)
    }

    #[test]
    fn each_head_speaks_once_for_the_own_side() {
        let it = completed();
        assert_eq!(submit(&it, &[], &head(1), start()), Ok(Side::Home));
        assert_eq!(submit(&it, &[Side::Home], &head(2), start()), Ok(Side::Host));
        assert_eq!(submit(&it, &[Side::Home], &head(1), start()), Err(Rule::EvaluatedAlready.into()));
        for by in [broker(10, 5), head(3), at(Role::Specialist, 1, 8), at(Role::Coordinator, 2, 7), Actor::Service] {
            assert_eq!(submit(&it, &[], &by, start()), Err(Rule::NotAllowed.into()), "{by:?}");
        }
        assert_eq!(submit(&active(), &[], &head(1), start()), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn it_ends_when_both_have_spoken_or_after_four_weeks() {
        let until = start().plus_days(28);
        let mut it = completed();
        assert_eq!(submit(&it, &[], &head(1), until), Ok(Side::Home));
        assert_eq!(submit(&it, &[], &head(1), until.plus_seconds(1)), Err(Rule::EvaluationOverdue.into()));
        for (heard, told) in [(0, "deployment.evaluation_lapsed"), (1, "deployment.evaluated")] {
            assert_eq!(it.end_evaluation(heard, until), Err(Rule::StepNotOpen.into()));
            let ended = it.clone().end_evaluation(heard, until.plus_seconds(1)).unwrap();
            assert_eq!(ended.name(), told);
        }
        let _ = it.end_evaluation(2, start()).unwrap();
        assert_eq!((it.status, it.evaluated_at), (DeploymentStatus::Evaluated, Some(start())));
        assert_eq!(it.end_evaluation(2, start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(submit(&it, &[], &head(1), start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(active().end_evaluation(2, until), Err(Rule::StepNotOpen.into()));
    }

    #[test]
    fn a_seal_tells_nobody_of_what_it_is() {
        let (sealed, event) = Evaluation::submit(id(95), &completed(), judgement(), &[], &head(1), start()).unwrap();
        assert_eq!((event.facts().len(), sealed.opened_at), (1, None));
    }
}
