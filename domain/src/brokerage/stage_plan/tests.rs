//! A template is gone through forward, in its order, within its caps, and nothing of it is left out in silence.

use super::*;
use crate::access::Role;
use crate::brokerage::TemplateStage;
use crate::brokerage::proposal::tests::{at, broker, head, start};
use crate::brokerage::testing::{active, planned};
use crate::exchange::Mode;
use crate::text::{Name, Note};

fn stage(name: &str, most_half_days: Option<i32>, needs_visit: bool) -> TemplateStage {
    TemplateStage { name: name.into(), about: name.into(), most_half_days, needs_visit }
}

fn template(repeats: bool) -> DeploymentTemplate {
    DeploymentTemplate {
        code: "cycle".into(),
        version: 2,
        since: start().day(),
        name: Name::new("Cycle").unwrap(),
        about: "Audit, targets, review.".into(),
        most_half_days: Some(14),
        repeats,
        stages: vec![stage("Audit", Some(2), true), stage("Targets", None, false), stage("Review", Some(4), true)],
    }
}

fn plan(repeats: bool) -> StagePlan {
    StagePlan { deployment: active().id, template: template(repeats), finished: Vec::new() }
}

fn visited() -> Finishing {
    Finishing { visited: true, ..Finishing::default() }
}

fn skipped() -> Finishing {
    Finishing { skip_reason: Some(Remark::new("It was done before.").unwrap()), ..Finishing::default() }
}

fn finish(it: &mut StagePlan, how: Finishing) -> Result<&'static str, Rejected> {
    it.finish(&active(), how, &head(2), start()).map(|event| event.name())
}

fn at_stage(cycle: i32, stage: i32) -> Option<StagePlace> {
    Some(StagePlace { cycle, stage })
}

#[test]
fn a_planned_deployment_follows_a_template_that_has_room_for_it() {
    let mut it = planned();
    it.home_agreed_at = Some(start());
    let (plan, event) = StagePlan::follow(&mut it, template(false), &broker(10, 5), start()).unwrap();
    assert_eq!((event.name(), it.home_agreed_at), ("deployment.template_followed", None));
    assert_eq!((plan.present(), plan.require_finished(&[])), (at_stage(1, 1), Err(Rule::StagesLeft.into())));
    it.half_days = 14;
    assert_eq!(plan.excess(&it), None);
    it.half_days = 15;
    let (plan, _) = StagePlan::follow(&mut it, template(false), &head(1), start()).unwrap();
    let warning = plan.excess(&it).unwrap();
    assert_eq!((warning.rule, warning.field.as_deref()), (Rule::TemplateExceeded, Some("template")));
    assert_eq!(warning.message(), "Cycle takes at most 14 half-days, and this deployment has 15.");
    let late = StagePlan::follow(&mut active(), template(false), &head(1), start());
    assert_eq!(late.map(drop), Err(Rule::StepNotOpen.into()));
    for actor in [at(Role::Specialist, 1, 8), broker(11, 6), head(3), Actor::Stranger] {
        let no = StagePlan::follow(&mut planned(), template(false), &actor, start()).map(drop);
        assert_eq!(no, Err(Rule::NotAllowed.into()), "{actor:?}");
        let no = self::plan(false).finish(&active(), visited(), &actor, start()).map(drop);
        assert_eq!(no, Err(Rule::NotAllowed.into()), "{actor:?}");
    }
}

#[test]
fn stages_are_finished_one_after_the_other_and_left_out_only_for_a_reason() {
    let mut it = plan(false);
    assert_eq!(finish(&mut it, Finishing::default()), Err(Rule::StageUnvisited.at("skipReason")));
    let both = Finishing { visited: true, ..skipped() };
    assert_eq!(finish(&mut it, both), Err(Rule::StageNotSkipped.at("skipReason")));
    assert_eq!(finish(&mut it, visited()), Ok("deployment.stage_finished"));
    assert_eq!(finish(&mut it, Finishing::default()), Ok("deployment.stage_finished"), "targets need no visit");
    assert_eq!(finish(&mut it, skipped()), Ok("deployment.stage_skipped"));
    let stands = [StagePlace { cycle: 1, stage: 1 }];
    assert_eq!((it.present(), it.require_finished(&stands)), (None, Ok(None)));
    assert_eq!(finish(&mut it, visited()), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.place(2), StagePlace { cycle: 1, stage: 2 });
    let no = plan(false).finish(&planned(), visited(), &head(1), start()).map(drop);
    assert_eq!(no, Err(Rule::StepNotOpen.into()), "not before the work");
}

#[test]
fn the_end_asks_once_more_for_a_stage_of_which_no_visit_stands_any_more() {
    let mut it = plan(false);
    finish(&mut it, visited()).unwrap();
    finish(&mut it, Finishing::default()).unwrap();
    finish(&mut it, skipped()).unwrap();
    let elsewhere = [StagePlace { cycle: 1, stage: 2 }];
    for visits in [&[] as &[StagePlace], &elsewhere] {
        let warning = it.require_finished(visits).unwrap().unwrap();
        assert_eq!((warning.rule, warning.rule.warns()), (Rule::StageUnvisited, true));
        assert_eq!(warning.field.as_deref(), Some("deployment"));
    }
}

#[test]
fn a_cycle_begins_again_only_after_its_last_stage() {
    let again = || Finishing { again: true, ..visited() };
    let mut it = plan(true);
    assert_eq!(finish(&mut it, again()), Err(Rule::CycleNotRepeated.at("again")));
    finish(&mut it, visited()).unwrap();
    finish(&mut it, visited()).unwrap();
    assert_eq!(finish(&mut it.clone(), visited()), Ok("deployment.stage_finished"));
    finish(&mut it, again()).unwrap();
    assert_eq!((it.present(), it.place(3)), (at_stage(2, 1), StagePlace { cycle: 2, stage: 3 }));
    let mut once = StagePlan { template: template(false), finished: it.finished[..2].to_vec(), ..it };
    assert_eq!(finish(&mut once, again()), Err(Rule::CycleNotRepeated.at("again")));
}

#[test]
fn a_visit_names_a_stage_that_the_work_has_come_to_and_that_has_room() {
    let admit = |it: &StagePlan, stage, half_days, logged| {
        let note = Note::new("Watched two lessons.").unwrap();
        let record = VisitRecord { visited_on: start().day(), mode: Mode::InPerson, half_days, note, stage };
        it.admit(&record, logged)
    };
    let mut it = plan(false);
    assert_eq!(admit(&it, None, 1, 0), Err(Rule::StageMissing.at("stage")));
    assert_eq!(admit(&it, at_stage(1, 4), 1, 0), Err(Rule::NumberOutOfRange.at("stage")));
    assert_eq!(admit(&it, at_stage(1, 2), 1, 0), Err(Rule::StageAhead.at("stage")));
    assert_eq!(admit(&it, at_stage(1, 1), 2, 0), Ok(None));
    assert_eq!(admit(&it, at_stage(1, 1), 2, 1), Ok(Some(Rule::StageFull.at("halfDays"))));
    finish(&mut it, visited()).unwrap();
    assert_eq!(admit(&it, at_stage(1, 1), 1, 1), Ok(None), "what was done before is written down late");
    assert_eq!(admit(&it, at_stage(1, 2), 2, 40), Ok(None), "a stage without a cap has room");
}
