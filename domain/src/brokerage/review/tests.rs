//! The rules of a review, and of what follows a deployment's end.

use proptest::prelude::*;

use super::*;
use crate::access::Role;
use crate::brokerage::NoFollowUp;
use crate::brokerage::deployment::tests::active;
use crate::brokerage::proposal::tests::{at, broker, head, id, start};
use crate::text::Prose;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A review that was held on that day, of terms with one outcome.
fn draft(kind: ReviewKind, held_on: NaiveDate) -> ReviewDraft {
    ReviewDraft {
        held_on,
        answers: kind.questions().iter().map(|it| format!("{it:?}: yes")).collect(),
        ratings: vec![RatingDraft {
            outcome: 1,
            rag: Rag::Amber,
            level: None,
            details: "Six of nine read with ease.".into(),
        }],
    }
}

fn later() -> Timestamp {
    start().plus_days(20)
}

type Decided = (ReviewDecision, Option<NaiveDate>);

const GOES_ON: Decided = (ReviewDecision::Continue, None);

fn midterm(it: &mut Deployment, decided: Decided, by: &Actor) -> Result<Review, Refusals> {
    let draft = draft(ReviewKind::Midterm, day("2026-12-01"));
    Review::midterm(id(90), it, &draft, decided, by, later()).map(|(review, _)| review)
}

fn completed() -> Deployment {
    let mut it = active();
    let _ = it.complete(&head(2), later()).unwrap();
    it
}

fn evaluated() -> Deployment {
    let mut it = completed();
    let _ = it.end_evaluation(2, later()).unwrap();
    it
}

fn followed_up() -> Deployment {
    let mut it = evaluated();
    let draft = draft(ReviewKind::FollowUp, later().day());
    Review::follow_up(id(91), &mut it, (&draft, FollowUpWay::Own), &head(2), later()).map(drop).unwrap();
    it
}

fn told(no: Refusals) -> Vec<(Rule, String)> {
    no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}

#[test]
fn the_head_of_the_host_or_the_broker_reviews_and_nobody_else() {
    for by in [head(2), broker(10, 5)] {
        assert!(midterm(&mut active(), GOES_ON, &by).is_ok(), "{by:?}");
    }
    let others = [head(1), at(Role::Coordinator, 2, 7), at(Role::Specialist, 1, 8), broker(11, 6), Actor::Stranger];
    for by in others {
        assert_eq!(midterm(&mut active(), GOES_ON, &by), Err(Rule::NotAllowed.into()), "{by:?}");
        let draft = draft(ReviewKind::FollowUp, later().day());
        let no = Review::follow_up(id(91), &mut evaluated(), (&draft, FollowUpWay::Own), &by, later()).map(drop);
        assert_eq!(no, Err(Rule::NotAllowed.into()), "{by:?}");
    }
}

#[test]
fn what_is_held_or_over_is_not_reviewed_half_way_and_what_goes_on_not_afterwards() {
    let mut paused = active();
    let _ = paused.pause(&head(2), start()).unwrap();
    for mut it in [paused, completed(), followed_up()] {
        assert_eq!(midterm(&mut it, GOES_ON, &head(2)), Err(Rule::StepNotOpen.into()));
    }
    for mut it in [active(), completed(), followed_up()] {
        let draft = draft(ReviewKind::FollowUp, later().day());
        let no = Review::follow_up(id(91), &mut it, (&draft, FollowUpWay::Own), &head(2), later()).map(drop);
        assert_eq!(no, Err(Rule::StepNotOpen.into()));
    }
}

#[test]
fn a_review_is_held_on_a_day_of_the_work_and_a_follow_up_after_it() {
    let expected = [(Rule::ReviewOutside, "heldOn".to_owned())];
    for (held_on, now) in [
        (start().day().pred_opt().unwrap(), later()),
        (later().day().succ_opt().unwrap(), later()),
        (day("2027-03-26"), start().plus_days(200)),
    ] {
        let draft = draft(ReviewKind::Midterm, held_on);
        let no = Review::midterm(id(90), &mut active(), &draft, GOES_ON, &head(2), now).map(drop);
        assert_eq!(told(no.unwrap_err()), expected, "{held_on}");
    }
    for held_on in [later().day().pred_opt().unwrap(), later().day().succ_opt().unwrap()] {
        let draft = draft(ReviewKind::FollowUp, held_on);
        let no = Review::follow_up(id(91), &mut evaluated(), (&draft, FollowUpWay::Own), &head(2), later()).map(drop);
        assert_eq!(told(no.unwrap_err()), expected, "{held_on}");
    }
}

#[test]
fn every_question_is_answered_and_every_outcome_rated_once_and_all_that_is_missing_is_told_at_once() {
    let rate = |outcome| RatingDraft { outcome, rag: Rag::Green, level: None, details: "Seen".into() };
    for ratings in [vec![], vec![rate(0)], vec![rate(2)], vec![rate(1), rate(1)], vec![rate(1), rate(2)]] {
        let draft = ReviewDraft { ratings, ..draft(ReviewKind::Midterm, later().day()) };
        let no = Review::midterm(id(90), &mut active(), &draft, GOES_ON, &head(2), later()).map(drop);
        assert_eq!(told(no.unwrap_err()), [(Rule::OutcomeUnrated, "ratings".to_owned())], "{draft:?}");
    }
    let bare = ReviewDraft {
        held_on: later().day(),
        answers: vec!["It is".into(), " ".into()],
        ratings: vec![RatingDraft { outcome: 1, rag: Rag::Red, level: None, details: String::new() }],
    };
    let mut it = active();
    let no = Review::midterm(id(90), &mut it, &bare, GOES_ON, &head(2), later()).map(drop);
    let fields = ["appropriate", "changes", "nextSteps", "ratings.0.details"];
    assert_eq!(told(no.unwrap_err()), fields.map(|field| (Rule::TextEmpty, field.to_owned())));
    assert_eq!(it, active(), "nothing is noted of what was refused");
}

#[test]
fn an_end_names_its_day_within_the_terms_and_the_latest_review_decides() {
    let mut it = active();
    let ends = |day| (ReviewDecision::End, Some(day));
    for decided in [(ReviewDecision::End, None), (ReviewDecision::Continue, Some(day("2027-01-29")))] {
        let no = midterm(&mut it, decided, &head(2)).unwrap_err();
        assert_eq!(told(no), [(Rule::FinalDayUnclear, "finalDay".to_owned())]);
    }
    for outside in [later().day().pred_opt().unwrap(), day("2027-03-26")] {
        let no = midterm(&mut it, ends(outside), &head(2)).unwrap_err();
        assert_eq!(told(no), [(Rule::FinalDayOutside, "finalDay".to_owned())]);
    }
    assert_eq!(it.last_day(), Some(day("2027-03-25")));
    midterm(&mut it, ends(day("2027-01-29")), &head(2)).unwrap();
    assert_eq!((it.last_day(), it.midterm_done_at), (Some(day("2027-01-29")), Some(later())));
    assert!(it.is_running(), "it still is at work");
    midterm(&mut it, GOES_ON, &broker(10, 5)).unwrap();
    assert_eq!((it.last_day(), it.midterm_done_at), (Some(day("2027-03-25")), Some(later())));
}

#[test]
fn a_follow_up_is_set_for_a_day_to_come_within_two_years() {
    let mut it = completed();
    let on = |day| Rule::at(day, "on");
    assert_eq!(it.schedule_follow_up(start().day(), &head(1), later()), Err(on(Rule::DatePassed)));
    let end = later().day();
    let late = end + chrono::Days::new(732);
    assert_eq!(it.schedule_follow_up(late, &head(1), later()), Err(on(Rule::FollowUpTooLate)));
    for by in [head(3), at(Role::Coordinator, 2, 7), at(Role::Specialist, 1, 8), broker(11, 6)] {
        assert_eq!(it.schedule_follow_up(end, &by, later()), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    assert_eq!(active().schedule_follow_up(end, &head(1), later()), Err(Rule::StepNotOpen.into()));
    for by in [head(1), head(2), broker(10, 5)] {
        assert!(it.schedule_follow_up(end, &by, later()).is_ok(), "{by:?}");
    }
}

#[test]
fn the_broker_closes_after_a_follow_up_or_says_why_there_was_none() {
    let why = Some(NoFollowUp::NotNeeded);
    for by in [head(1), head(2), broker(11, 6)] {
        assert_eq!(followed_up().close(None, &by, later()), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    let by = broker(10, 5);
    assert_eq!(evaluated().close(None, &by, later()), Err(Rule::FollowUpMissing.at("reason")));
    assert_eq!(followed_up().close(why, &by, later()), Err(Rule::FollowUpHeld.at("reason")));
    for mut it in [active(), completed()] {
        assert_eq!(it.close(why, &by, later()), Err(Rule::StepNotOpen.into()));
    }
    let mut it = evaluated();
    assert_eq!(it.close(why, &by, later()).unwrap().name(), "deployment.closed_without_follow_up");
    assert_eq!((it.no_follow_up, it.close(why, &by, later())), (why, Err(Rule::StepNotOpen.into())));
    assert_eq!(followed_up().close(None, &by, later()).unwrap().name(), "deployment.closed");
}

#[test]
fn what_it_came_to_is_written_once_by_each_and_signed_off_by_a_broker_without_a_post_there() {
    use ReviewKind::{Final, SelfEvaluation};
    let mut it = completed();
    let levelled = |kind| {
        let mut draft = draft(kind, later().day());
        draft.ratings.iter_mut().for_each(|it| it.level = Some(ImpactLevel::Department));
        draft
    };
    let look_back = |it: &Deployment, draft: &ReviewDraft, kind, written: &[ReviewKind], by: &Actor| {
        Review::look_back(id(92), (kind, written), (it, true), draft, by, later()).map(drop)
    };
    let own = ReviewDraft { ratings: vec![], ..draft(SelfEvaluation, later().day()) };
    let specialist = at(Role::Specialist, 1, 8);
    for by in [head(1), broker(10, 5), at(Role::Coordinator, 2, 7), Actor::Stranger] {
        assert_eq!(look_back(&it, &levelled(Final), Final, &[], &by), Err(Rule::NotAllowed.into()), "{by:?}");
        assert_eq!(look_back(&it, &own, SelfEvaluation, &[], &by), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    assert_eq!(look_back(&it, &levelled(Final), Final, &[], &head(2)), Ok(()));
    assert_eq!(look_back(&it, &own, SelfEvaluation, &[Final], &specialist), Ok(()));
    let given_by_the_school = Deployment { person: None, ..it.clone() };
    assert_eq!(look_back(&given_by_the_school, &own, SelfEvaluation, &[], &head(1)), Ok(()));
    let gone = |by: &Actor| Review::look_back(id(92), (SelfEvaluation, &[]), (&it, false), &own, by, later());
    assert_eq!(gone(&head(1)).map(|(it, _)| it.in_place), Ok(true), "and the review says so");
    assert_eq!(gone(&specialist).map(drop), Err(Rule::NotAllowed.into()));
    assert_eq!(gone(&head(2)).map(drop), Err(Rule::NotAllowed.into()));
    assert_eq!(look_back(&it, &levelled(Final), Final, &[Final], &head(2)), Err(Rule::ReviewedAlready.into()));
    assert_eq!(look_back(&active(), &levelled(Final), Final, &[], &head(2)), Err(Rule::StepNotOpen.into()));
    let bare = look_back(&it, &draft(Final, later().day()), Final, &[], &head(2)).unwrap_err();
    assert_eq!(told(bare), [(Rule::LevelMissing, "ratings.0.level".to_owned())]);
    let early = ReviewDraft { held_on: start().day(), ..levelled(Final) };
    let early = look_back(&it, &early, Final, &[], &head(2)).unwrap_err();
    assert_eq!(told(early), [(Rule::ReviewOutside, "heldOn".to_owned())]);

    let by = broker(10, 5);
    let both = [Final, SelfEvaluation];
    assert_eq!(it.sign_off(&both, &head(2), false, later()), Err(Rule::NotAllowed.into()));
    assert_eq!(it.sign_off(&both, &by, true, later()), Err(Rule::SignOffInvolved.into()));
    for one in both {
        assert_eq!(it.sign_off(&[one], &by, false, later()), Err(Rule::ReviewMissing.into()));
    }
    assert_eq!(active().sign_off(&both, &by, false, later()), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.sign_off(&both, &by, false, later()).unwrap().name(), "deployment.signed_off");
    assert_eq!((it.status, it.signed_off_at), (DeploymentStatus::Completed, Some(later())));
    assert_eq!(it.sign_off(&both, &by, false, later()), Err(Rule::StepNotOpen.into()));
}

proptest! {
    #[test]
    fn no_order_of_reviews_and_steps_turns_the_dates_round(steps in prop::collection::vec(0_u8..9, 0..30)) {
        let mut it = active();
        let mut now = start();
        for step in steps {
            let before = it.clone();
            let done = match step {
                0 => { now = now.plus_days(9); Ok(()) }
                1 => midterm_at(&mut it, GOES_ON, now),
                2 => midterm_at(&mut it, (ReviewDecision::End, Some(now.day())), now),
                3 => it.complete(&head(2), now).map(drop).map_err(Refusals::from),
                4 => it.stop(&head(1), stopping(), now).map(drop).map_err(Refusals::from),
                5 => {
                    let draft = draft(ReviewKind::FollowUp, now.day());
                    Review::follow_up(id(91), &mut it, (&draft, FollowUpWay::Own), &head(2), now).map(drop)
                }
                6 => it.close(None, &broker(10, 5), now).map(drop).map_err(Refusals::from),
                7 => it.end_evaluation(2, now).map(drop).map_err(Refusals::from),
                _ => it.close(Some(NoFollowUp::NoTime), &broker(10, 5), now).map(drop).map_err(Refusals::from),
            };
            if done.is_err() { prop_assert_eq!(&before, &it); }
            let dates = [it.started_at, it.midterm_done_at, it.ended_at, it.evaluated_at, it.followed_up_at];
            let dates: Vec<_> = dates.into_iter().chain([it.closed_at]).flatten().collect();
            prop_assert!(dates.is_sorted(), "{dates:?}");
            prop_assert_eq!(it.closed_at.is_some(), it.status == DeploymentStatus::Closed);
            let closed = it.status == DeploymentStatus::Closed;
            prop_assert!(!closed || it.followed_up_at.is_some() != it.no_follow_up.is_some());
        }
    }
}

fn midterm_at(it: &mut Deployment, decided: Decided, now: Timestamp) -> Result<(), Refusals> {
    Review::midterm(id(90), it, &draft(ReviewKind::Midterm, now.day()), decided, &head(2), now).map(drop)
}

fn stopping() -> (crate::brokerage::StopReason, Remark) {
    (crate::brokerage::StopReason::NeedChanged, Prose::new("The need has changed").unwrap())
}
