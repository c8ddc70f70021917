//! What each kind asks: by whom it is written, before which step it must be there, and what a change undoes.

use chrono::{Days, NaiveDate};

use super::*;
use crate::Event;
use crate::access::{Actor, Role};
use crate::brokerage::proposal::tests::{at, broker, head, id, start};
use crate::brokerage::testing::{planned, terms};
use crate::brokerage::{ConflictDeclaration, Deployment, DeploymentStatus};
use crate::rule::Refusals;
use crate::text::Note;

fn of(kind: SupportKind) -> Deployment {
    Deployment { kind, ..planned() }
}

/// With terms and declarations, so that nothing but what the kind asks is missing.
fn ready(kind: SupportKind) -> Deployment {
    let mut it = of(kind);
    let _ = it.draft(terms(), &head(1), start()).unwrap();
    for side in [head(1), head(2)] {
        ConflictDeclaration::declare(id(70), &mut it, (&[], &[]), None, &side, start()).map(drop).unwrap();
    }
    it
}

/// Signed by both heads and by the alliance.
fn sign(it: &mut Deployment) {
    let _ = it.agree(&head(1), start()).unwrap();
    let _ = it.agree_for_alliance(&broker(10, 5), false, start()).unwrap();
    let _ = it.agree(&head(2), start()).unwrap();
}

fn joint() -> Preparation {
    Preparation::JointPractice(JointPart::parse("Calmer starts", "Our phonics lead", "We begin with notices").unwrap())
}

fn coaching() -> Preparation {
    Preparation::Coaching(CoachingPlan::parse("Questioning", "Fewer closed questions").unwrap())
}

fn visit() -> Preparation {
    Preparation::StudyVisit(VisitPlan::parse("Assembly, then two lessons", "We watch and do not judge", None).unwrap())
}

fn post(until: &str) -> PostDraft {
    PostDraft {
        starts_on: "2026-11-23".parse().unwrap(),
        ends_on: until.parse().unwrap(),
        fte: 60,
        substantive_post: "Head of Year 9".into(),
        returns_to_post: true,
    }
}

fn seconded(until: &str) -> Preparation {
    Preparation::SecondedPost(SecondedPost::parse(&post(until)).unwrap())
}

fn manager() -> Preparation {
    Preparation::LineManager(Name::new("Deputy head").unwrap())
}

fn group() -> Preparation {
    let group = PupilGroup::parse("Two classes of Year 5 who read to each other", PupilBand::From31To60);
    Preparation::PupilGroup(group.unwrap())
}

fn cycle(on: NaiveDate) -> TrialCycle {
    TrialCycle { held_on: on, note: Note::new("Tried it with two classes.").unwrap() }
}

fn learning() -> Learning {
    Learning::parse("Practice comes before talk", "We begin with a question").unwrap()
}

/// A kind of work, the rule by which it asks for something, and who writes what of it.
type Asked = (SupportKind, Rule, Vec<(Side, Preparation)>);

/// Each kind that asks for something.
fn asked() -> Vec<Asked> {
    use Side::{Home, Host};
    vec![
        (SupportKind::JointPracticeDevelopment, Rule::JointPartMissing, vec![(Home, joint()), (Host, joint())]),
        (SupportKind::Coaching, Rule::CoachingGoalMissing, vec![(Host, coaching())]),
        (SupportKind::StudyVisit, Rule::StudyVisitUnprepared, vec![(Home, visit())]),
        (SupportKind::Secondment, Rule::SecondmentIncomplete, vec![(Home, seconded("2027-03-25")), (Host, manager())]),
        (SupportKind::PupilCollaboration, Rule::PupilGroupMissing, vec![(Home, group()), (Host, group())]),
    ]
}

fn by(side: Side) -> Actor {
    match side {
        Side::Home => head(1),
        Side::Host => head(2),
    }
}

/// Of that kind, with everything that it asks first, and begun.
fn running(kind: SupportKind) -> Deployment {
    let mut it = ready(kind);
    for (_, _, parts) in asked().into_iter().filter(|(it, ..)| *it == kind) {
        for (side, part) in parts {
            let _ = it.prepare(part, &by(side), start()).unwrap();
        }
    }
    sign(&mut it);
    let _ = it.start(&head(1), start()).unwrap();
    it
}

#[test]
fn nobody_signs_before_both_schools_wrote_what_the_kind_asks() {
    for (kind, rule, parts) in asked() {
        let mut it = ready(kind);
        for (side, part) in parts {
            assert_eq!(it.agree(&head(1), start()), Err(rule.into()), "{kind:?}");
            assert_eq!(it.agree(&head(2), start()), Err(rule.into()), "{kind:?}");
            let event = it.prepare(part, &by(side), start()).unwrap();
            assert_eq!(event, Event::DeploymentPrepared { deployment: it.id, side });
        }
        sign(&mut it);
        assert_eq!(it.status, DeploymentStatus::Agreed, "{kind:?}");
    }
    for kind in [SupportKind::Support, SupportKind::Mentoring, SupportKind::PeerReview, SupportKind::PeerVisit] {
        assert_eq!(of(kind).prepare(group(), &head(1), start()), Err(Rule::KindDiffers.into()), "{kind:?}");
        assert!(ready(kind).agree(&head(1), start()).is_ok(), "{kind:?}");
    }
}

#[test]
fn each_side_writes_its_own_part_and_nobody_else_writes_any() {
    for (kind, _, parts) in asked() {
        for (side, part) in &parts {
            let other = match side {
                Side::Home => Side::Host,
                Side::Host => Side::Home,
            };
            let both = parts.iter().filter(|(_, it)| it == part).count() == 2;
            let no = of(kind).prepare(part.clone(), &by(other), start());
            assert_eq!(no.is_ok(), both, "{kind:?}");
            if !both {
                assert_eq!(no, Err(Rule::NotYoursToPrepare.into()), "{kind:?}");
            }
            let school = if *side == Side::Home { 1 } else { 2 };
            assert!(of(kind).prepare(part.clone(), &at(Role::Coordinator, school, 7), start()).is_ok());
            for actor in [broker(10, 5), head(3), at(Role::Specialist, 1, 8), Actor::Stranger] {
                let no = of(kind).prepare(part.clone(), &actor, start());
                assert_eq!(no, Err(Rule::NotYoursToPrepare.into()), "{actor:?}");
            }
            let late = of(kind).prepare(part.clone(), &by(*side), start().plus_days(15));
            assert_eq!(late, Err(Rule::AgreementOverdue.into()));
        }
    }
    let no = of(SupportKind::Coaching).prepare(group(), &head(2), start());
    assert_eq!(no, Err(Rule::KindDiffers.into()));
}

#[test]
fn a_part_that_changes_takes_signatures_off_and_the_same_part_does_not() {
    let mut it = ready(SupportKind::Coaching);
    let _ = it.prepare(coaching(), &head(2), start()).unwrap();
    let _ = it.agree(&head(1), start()).unwrap();
    let _ = it.prepare(coaching(), &head(2), start()).unwrap();
    assert!(it.home_agreed_at.is_some());
    let other = CoachingPlan::parse("Questioning", "Longer pauses").unwrap();
    let _ = it.prepare(Preparation::Coaching(other), &head(2), start()).unwrap();
    assert_eq!(it.home_agreed_at, None);
    let no = running(SupportKind::Coaching).prepare(coaching(), &head(2), start());
    assert_eq!(no, Err(Rule::StepNotOpen.into()), "what is agreed is agreed");
}

#[test]
fn joint_practice_is_complete_once_both_schools_tried_it_and_said_what_they_learned() {
    let (mut it, later) = (running(SupportKind::JointPracticeDevelopment), start().plus_days(9));
    assert_eq!(it.complete(&head(1), later), Err(Rule::TrialCycleMissing.into()));
    let _ = it.record_trial((cycle(later.day()), false), &head(1), later).unwrap();
    assert_eq!(it.complete(&head(1), later), Err(Rule::TrialCycleMissing.into()));
    let _ = it.record_trial((cycle(later.day()), false), &head(2), later).unwrap();
    assert_eq!(it.complete(&head(1), later), Err(Rule::LearningMissing.into()));
    let _ = it.state_learning(learning(), &head(1)).unwrap();
    assert_eq!(it.complete(&head(1), later), Err(Rule::LearningMissing.into()));
    let _ = it.state_learning(learning(), &head(2)).unwrap();
    assert!(it.complete(&head(1), later).is_ok());
    assert_eq!(it.state_learning(learning(), &head(2)), Err(Rule::StepNotOpen.into()));
    for actor in [broker(10, 5), head(3)] {
        let mut it = running(SupportKind::JointPracticeDevelopment);
        assert_eq!(it.record_trial((cycle(later.day()), false), &actor, later), Err(Rule::NotYoursToPrepare.into()));
        assert_eq!(it.state_learning(learning(), &actor), Err(Rule::NotYoursToPrepare.into()));
    }
    let mut other = running(SupportKind::Coaching);
    assert_eq!(other.record_trial((cycle(later.day()), false), &head(1), later), Err(Rule::KindDiffers.into()));
    assert_eq!(other.state_learning(learning(), &head(1)), Err(Rule::KindDiffers.into()));
}

#[test]
fn trials_lie_within_the_work_and_do_not_run_backwards() {
    let (mut it, now) = (running(SupportKind::JointPracticeDevelopment), start().plus_days(9));
    for day in [start().day() - Days::new(1), now.day() + Days::new(1)] {
        assert_eq!(
            it.record_trial((cycle(day), false), &head(1), now),
            Err(Rule::TrialCycleOutside.at("heldOn")),
            "{day}"
        );
    }
    let rested = it.record_trial((cycle(now.day()), true), &head(1), now);
    assert_eq!(rested, Err(Rule::TrialCycleOutside.at("heldOn")), "nobody tries anything while the work rests");
    let _ = it.record_trial((cycle(now.day()), false), &head(1), now).unwrap();
    let before = it.record_trial((cycle(start().day()), false), &head(1), now);
    assert_eq!(before, Err(Rule::TrialCycleOutside.at("heldOn")));
    assert!(it.record_trial((cycle(start().day()), false), &head(2), now).is_ok(), "each school has its own");
    let mut tried = 1;
    while it.record_trial((cycle(now.day()), false), &head(1), now).is_ok() {
        tried += 1;
    }
    assert_eq!(tried, 12);
    assert_eq!(it.record_trial((cycle(now.day()), false), &head(1), now), Err(Rule::TrialCyclesTooMany.into()));
}

#[test]
fn a_study_visit_is_complete_once_the_visitors_said_what_they_make_of_it() {
    let mut it = running(SupportKind::StudyVisit);
    let findings = || Findings::parse("Calm corridors", "One rule instead of nine").unwrap();
    assert_eq!(it.complete(&head(2), start()), Err(Rule::StudyFindingsMissing.into()));
    assert_eq!(it.record_findings(findings(), &head(1)), Err(Rule::NotYoursToPrepare.into()));
    assert_eq!(running(SupportKind::Coaching).record_findings(findings(), &head(2)), Err(Rule::KindDiffers.into()));
    let _ = it.record_findings(findings(), &head(2)).unwrap();
    assert!(it.complete(&head(2), start()).is_ok());
}

#[test]
fn a_secondment_leads_back_and_lies_within_the_terms() {
    let mut it = ready(SupportKind::Secondment);
    let _ = it.prepare(seconded("2027-03-26"), &head(1), start()).unwrap();
    let _ = it.prepare(manager(), &head(2), start()).unwrap();
    assert_eq!(it.agree(&head(1), start()), Err(Rule::SecondmentOutside.into()));
    let wrong = PostDraft { fte: 101, returns_to_post: false, substantive_post: " ".into(), ..post("2026-11-22") };
    let told = SecondedPost::parse(&wrong).unwrap_err();
    let expected = [
        (Rule::PeriodBackwards, "secondment.endsOn"),
        (Rule::NumberOutOfRange, "secondment.fte"),
        (Rule::TextEmpty, "secondment.substantivePost"),
        (Rule::ReturnRightMissing, "secondment.returnsToPost"),
    ];
    assert_eq!(faults(told), expected.map(|(rule, field)| (rule, field.to_owned())));
}

#[test]
fn nothing_that_is_asked_is_empty() {
    assert_eq!(faults(VisitPlan::parse(" ", "", None).unwrap_err()).len(), 2);
    assert_eq!(faults(JointPart::parse(" ", "", "").unwrap_err()).len(), 3);
    assert_eq!(faults(CoachingPlan::parse(" ", "").unwrap_err()).len(), 2);
    assert_eq!(faults(Findings::parse(" ", "").unwrap_err()).len(), 2);
    assert_eq!(faults(Learning::parse(" ", "").unwrap_err()).len(), 2);
    assert_eq!(faults(PupilGroup::parse("", PupilBand::UpTo30).unwrap_err()).len(), 1);
}

#[test]
fn what_was_agreed_before_kinds_asked_for_anything_ends_as_it_was_agreed() {
    let mut old = running(SupportKind::StudyVisit);
    old.particulars = None;
    assert!(old.complete(&head(2), start()).is_ok());
}

fn faults(told: Refusals) -> Vec<(Rule, String)> {
    told.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}
