//! Mentorships as values: who may be brought together, who answers, and how it rests and ends.

use super::*;
use crate::Word;
use crate::access::Role;
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::communities::Newcomer;
use crate::communities::testing::first;

/// A head in a first year, of school 2.
pub(crate) fn newcomer() -> Newcomer {
    let transition = Some(Transition::FirstHeadship);
    Newcomer { person: person_of(&head(2)), school: id(2), transition, days_led: 80 }
}

/// Somebody who might mentor them: the head of school 1.
fn mentor() -> Mentor {
    Mentor {
        specialist: id(60),
        person: person_of(&head(1)),
        home: id(1),
        is_lent: true,
        is_designated: true,
        days_led: 4_000,
        mentees: 0,
        manages: false,
    }
}

pub(crate) fn pair() -> Pair {
    Pair { newcomer: newcomer(), mentor: mentor(), has_another: false }
}

fn person_of(who: &Actor) -> Id<Person> {
    who.person().unwrap()
}

/// A year after the tests begin.
fn ends_on() -> NaiveDate {
    start().plus_days(365).day()
}

pub(crate) fn suggested() -> (Mentorship, Event) {
    Mentorship::suggest(&broker(10, 5), id(70), id(10), &pair(), ends_on(), &first(), start()).unwrap()
}

fn offered() -> Mentorship {
    let (mut it, _) = suggested();
    let _ = it.offer(&broker(10, 5), &pair(), &first(), start()).unwrap();
    it
}

fn accept(it: &mut Mentorship, by: &Actor) -> Result<Event, Rejected> {
    it.accept(by, &pair(), start())
}

fn active() -> Mentorship {
    let mut it = offered();
    for who in [head(2), head(1)] {
        let _ = accept(&mut it, &who).unwrap();
    }
    it
}

#[test]
fn a_mentor_is_another_more_experienced_head_with_a_designation_and_room() {
    let tried = |pair: Pair| {
        let told = Mentorship::suggest(&broker(10, 5), id(70), id(10), &pair, ends_on(), &first(), start());
        told.map(|_| ())
    };
    let with = |change: fn(&mut Pair)| {
        let mut it = pair();
        change(&mut it);
        tried(it)
    };
    assert_eq!(tried(pair()), Ok(()));
    assert_eq!(with(|it| it.mentor.person = it.newcomer.person), Err(Rule::MentorIsSelf.at("mentor")));
    assert_eq!(with(|it| it.mentor.home = it.newcomer.school), Err(Rule::MentorAtSameSchool.at("mentor")));
    assert_eq!(with(|it| it.mentor.manages = true), Err(Rule::MentorManages.at("mentor")));
    assert_eq!(with(|it| it.mentor.is_designated = false), Err(Rule::MentorNotDesignated.at("mentor")));
    assert_eq!(with(|it| it.mentor.days_led = 80), Err(Rule::MentorLessExperienced.at("mentor")));
    assert_eq!(with(|it| it.mentor.days_led = 81), Ok(()));
    assert_eq!(with(|it| it.mentor.is_lent = false), Err(Rule::MentorNotLent.at("mentor")));
    assert_eq!(with(|it| it.has_another = true), Err(Rule::MentorshipOverlaps.at("school")));
    assert_eq!(with(|it| it.newcomer.transition = None), Err(Rule::HeadNotNew.at("school")));
}

#[test]
fn a_mentor_with_as_many_heads_as_one_is_to_have_warns_whoever_suggests_or_offers() {
    let load = |mentees| {
        let mut it = pair();
        it.mentor.mentees = mentees;
        it.load(&first()).map(|warning| (warning.rule, warning.message().to_string()))
    };
    assert_eq!((load(0), load(1)), (None, None));
    let told = |mentees| format!("This mentor goes with {mentees} heads or is asked to, and one is to have 2 at most.");
    assert_eq!(load(2), Some((Rule::MentorNotFree, told(2))));
    assert_eq!(load(3), Some((Rule::MentorNotFree, told(3))));
    assert!(Rule::MentorNotFree.warns());
}

#[test]
fn the_end_point_lies_ahead_and_not_too_far() {
    let until =
        |ends_on| Mentorship::suggest(&broker(10, 5), id(70), id(10), &pair(), ends_on, &first(), start()).map(|_| ());
    let last = start().day() + Months::new(24);
    assert_eq!(until(start().day()), Err(Rule::EndPointOutside.at("endsOn")));
    assert_eq!(until(last), Ok(()));
    assert_eq!(until(last + chrono::Days::new(1)), Err(Rule::EndPointOutside.at("endsOn")));
}

#[test]
fn it_begins_when_both_heads_and_the_mentors_school_have_said_yes() {
    let mut it = offered();
    for other in [broker(10, 5), head(3), at(Role::Coordinator, 2, 9)] {
        assert_eq!(accept(&mut it, &other), Err(Rule::NotAllowed.into()), "{other:?}");
        assert_eq!(it.decline(&other, MentorshipDecline::NoTime, start()), Err(Rule::NotAllowed.into()), "{other:?}");
    }
    assert!(matches!(accept(&mut it, &head(2)), Ok(Event::MentorshipAccepted { .. })));
    assert_eq!(accept(&mut it, &head(2)), Err(Rule::StepNotOpen.into()), "once is enough");
    // A mentor who leads the own school speaks for it too.
    assert!(matches!(accept(&mut it, &head(1)), Ok(Event::MentorshipStarted { .. })));
    assert_eq!((it.status, it.started_at), (MentorshipStatus::Active, Some(start())));

    let mut it = Mentorship { mentor: id(33), ..offered() };
    let _ = accept(&mut it, &head(2)).unwrap();
    let _ = accept(&mut it, &Actor::Person(id(33))).unwrap();
    assert_eq!(it.status, MentorshipStatus::Offered, "the mentor's own head has not consented");
    let _ = accept(&mut it, &head(1)).unwrap();
    assert_eq!(it.status, MentorshipStatus::Active);
}

#[test]
fn what_has_changed_since_the_offer_keeps_it_from_beginning() {
    let mut it = offered();
    let _ = accept(&mut it, &head(2)).unwrap();
    let before = it.clone();
    let mut moved = pair();
    moved.mentor.home = id(4);
    assert_eq!(it.accept(&head(1), &moved, start()), Err(Rule::MentorNotLent.into()));
    let mut lapsed = pair();
    lapsed.mentor.is_designated = false;
    assert_eq!(it.accept(&head(1), &lapsed, start()), Err(Rule::MentorNotDesignated.at("mentor")));
    let late = start().plus_days(14).plus_seconds(1);
    assert_eq!(it.accept(&head(1), &pair(), late), Err(Rule::StepNotOpen.into()));
    assert_eq!(it, before);
}

#[test]
fn it_rests_and_goes_on_by_either_of_the_two_or_a_broker() {
    for who in [head(1), head(2), broker(10, 5)] {
        let mut it = active();
        assert_eq!(it.resume(&who), Err(Rule::StepNotOpen.into()));
        let _ = it.pause(&who, start()).unwrap();
        assert_eq!(it.pause(&who, start()), Err(Rule::StepNotOpen.into()));
        let _ = it.resume(&who).unwrap();
        assert_eq!((it.status, it.paused_at), (MentorshipStatus::Active, None));
    }
    assert_eq!(active().pause(&head(3), start()), Err(Rule::NotAllowed.into()));
    assert_eq!(active().pause(&broker(11, 5), start()), Err(Rule::NotAllowed.into()));
}

#[test]
fn a_reason_for_the_end_fits_where_it_stands() {
    for why in MentorshipEnd::ALL {
        let early = *why == MentorshipEnd::Withdrawn;
        let late = [
            MentorshipEnd::EndPointReached,
            MentorshipEnd::MovedOn,
            MentorshipEnd::NoTime,
            MentorshipEnd::AnotherMentor,
        ]
        .contains(why);
        assert_eq!(suggested().0.end(&broker(10, 5), *why, start()).is_ok(), early, "{why:?}");
        assert_eq!(offered().end(&broker(10, 5), *why, start()).is_ok(), early, "{why:?}");
        assert_eq!(active().end(&head(2), *why, start()).is_ok(), late, "{why:?}");
    }
    let refused = active().end(&head(2), MentorshipEnd::Lapsed, start());
    assert_eq!(refused, Err(Rule::EndReasonUnfit.at("reason")));
    assert_eq!(offered().end(&head(2), MentorshipEnd::Withdrawn, start()), Err(Rule::NotAllowed.into()));
    let mut it = active();
    let _ = it.end(&head(1), MentorshipEnd::NoTime, start()).unwrap();
    assert_eq!(it.end(&head(1), MentorshipEnd::NoTime, start()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn it_runs_out_by_its_days_and_not_before() {
    let (mut it, until) = (offered(), start().plus_days(14));
    assert_eq!(it.run_out(until), Err(Rule::StepNotOpen.into()));
    let _ = it.run_out(until.plus_seconds(1)).unwrap();
    assert_eq!(it.end, Some(MentorshipEnd::Lapsed));
    let (mut it, last) = (active(), start().plus_days(365));
    assert_eq!(it.run_out(last), Err(Rule::StepNotOpen.into()));
    let _ = it.run_out(last.plus_days(1)).unwrap();
    assert_eq!(it.end, Some(MentorshipEnd::EndPointReached));
}

#[test]
fn it_ends_by_itself_when_one_of_the_two_leaves_and_a_head_who_stays_wants_another() {
    for (from, why, wanted) in [
        (Parting::HeadLeft, MentorshipEnd::MovedOn, false),
        (Parting::MentorLeft, MentorshipEnd::MovedOn, true),
        (Parting::MentorNotAvailable, MentorshipEnd::MentorNotAvailable, true),
    ] {
        let mut resting = active();
        let _ = resting.pause(&head(1), start()).unwrap();
        for mut it in [offered(), active(), resting] {
            let (ended, next) = it.part(from, start()).unwrap();
            assert_eq!(
                ended,
                Event::MentorshipEnded { mentorship: it.id, alliance: it.alliance, reason: why, declined: None }
            );
            assert_eq!((it.status, it.end, it.paused_at), (MentorshipStatus::Ended, Some(why), None));
            assert_eq!(matches!(next, Some(Event::MentorWanted { .. })), wanted, "{from:?}");
            assert_eq!(it.part(from, start()), Err(Rule::StepNotOpen.into()));
        }
    }
    assert_eq!(suggested().0.part(Parting::MentorLeft, start()), Err(Rule::StepNotOpen.into()), "nobody knows of it");
}

#[test]
fn until_it_is_offered_only_the_alliance_knows() {
    let (it, _) = suggested();
    assert_eq!(it.audience(), [it.alliance.uuid()]);
    let it = offered();
    assert_eq!(it.audience(), [it.alliance.uuid(), it.mentee.uuid(), it.mentor.uuid(), heads_of(it.home)]);
}

#[test]
fn what_sharing_out_suggests_is_a_suggestion_like_any_other() {
    let suggest = |by: &Actor| Mentorship::suggest_shared(by, id(70), id(10), &pair(), ends_on(), &first(), start());
    let (it, event) = suggest(&broker(10, 5)).unwrap();
    let (by_hand, same) = suggested();
    assert_eq!((&it, event), (&Mentorship { shared_out: true, ..by_hand }, same));
    assert_eq!(it.audience(), [it.alliance.uuid()], "nobody else knows of it");
    assert_eq!(suggest(&broker(11, 12)).map(drop), Err(Rule::NotAllowed.into()));
    assert_eq!(suggest(&head(2)).map(drop), Err(Rule::NotAllowed.into()));
}
