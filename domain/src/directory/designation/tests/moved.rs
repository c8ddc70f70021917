//! What a designation does when its person moves to school 2.

use super::*;

fn new_head() -> Actor {
    acting(Role::Head, 3, Some(2), None)
}

fn moved(mut it: Designation) -> (Designation, Option<Event>) {
    let event = it.follow(id(2), Post::SeniorLeader, start().plus_days(1));
    (it, event)
}

#[test]
fn what_is_not_decided_waits_for_the_new_heads_word_and_is_judged_anew() {
    let later = start().plus_days(2);
    for before in [applied(), referenced(), assessed(true)] {
        let (mut it, event) = moved(before);
        assert_eq!(event, Some(Event::DesignationReturned { designation: it.id, school: id(2) }));
        assert_eq!((it.status, it.home, it.applied_from), (DesignationStatus::Applied, id(2), Some(id(1))));
        assert_eq!((&it.reference, it.assessed_at(), it.post), (&None, None, Post::SeniorLeader));
        assert!(it.audience().contains(&heads_of(id(2))) && !it.audience().contains(&heads_of(id(1))));
        assert_eq!(it.refer(&head(), AtHome::default(), ("She led well.", true), later), Err(Rule::NotAllowed.into()));
        assert!(it.refer(&new_head(), AtHome::default(), ("She leads well.", true), later).is_ok());
        assert!(assess(&mut it, 6, true, later).is_ok(), "who judged and was not followed by a decision judges again");
        assert_eq!(it.follow(id(2), Post::Teacher, later), None, "there is no move");
        let _ = it.follow(id(4), Post::SeniorLeader, later);
        assert_eq!((it.home, it.applied_from), (id(4), Some(id(1))), "where they applied stays");
    }
}

#[test]
fn what_is_held_follows_and_holds() {
    let mut suspended = designated();
    let _ = suspended.suspend(&broker(), AtHome::default(), reason()).unwrap();
    for before in [designated(), suspended] {
        let (it, event) = moved(before.clone());
        assert_eq!((event, it.status, it.post), (None, before.status, before.post));
        assert_eq!((it.home, it.applied_from, &it.reference), (id(2), Some(id(1)), &before.reference));
        assert!(it.audience().contains(&heads_of(id(2))) && !it.audience().contains(&heads_of(id(1))));
    }
}

#[test]
fn an_appeal_after_a_move_waits_for_the_new_head_and_for_another_assessor() {
    let mut declined = assessed(false);
    let _ = declined.decline(&broker(), AtHome::default(), reason(), start()).unwrap();
    let mut appealed = declined.clone();
    let _ = appealed.appeal(&person(), reason(), start()).unwrap();
    let (appealed, _) = moved(appealed);
    let (mut declined, event) = moved(declined);
    assert_eq!((event, declined.status), (None, DesignationStatus::NotDesignated));
    let later = start().plus_days(2);
    assert_eq!(declined.appeal(&person(), reason(), later).unwrap().name(), "designation.returned");
    for mut it in [appealed, declined] {
        assert_eq!((it.status, it.assessments.len(), it.decided_at), (DesignationStatus::Applied, 1, None));
        assert!(it.refer(&new_head(), AtHome::default(), ("She leads well.", true), later).is_ok());
        assert_eq!(it.assessed_at(), None);
        assert_eq!(assess(&mut it, 6, true, later), Err(Rule::SameAssessor.into()));
        assert!(assess(&mut it, 7, true, later).is_ok());
        let _ = it.decline(&broker(), AtHome::default(), reason(), later).unwrap();
        assert_eq!(it.appeal(&person(), reason(), later), Err(Rule::AppealedAlready.into()));
    }
}

#[test]
fn nobody_is_judged_for_a_scheme_that_does_not_take_the_post_that_they_hold_now() {
    let mut it = referenced();
    let _ = it.follow(id(2), Post::Teacher, start());
    let _ = it.refer(&new_head(), AtHome::default(), ("She leads well.", true), start()).unwrap();
    assert_eq!(assess(&mut it, 6, true, start()), Err(Rule::PostDoesNotFit.into()));
}

#[test]
fn a_listing_is_as_the_scheme_asks_or_every_fault_of_it_is_told() {
    let told = |post, supports: &[Post]| {
        let profile = SpecialistProfile { supports: supports.to_vec(), ..listed(post).profile };
        let refused = criteria().require_listing(&profile).err().map(Refusals::into_vec).unwrap_or_default();
        refused.into_iter().map(|no| (no.rule, no.field.unwrap().into_owned())).collect::<Vec<_>>()
    };
    let post = || (Rule::PostDoesNotFit, "post".to_owned());
    let supports = || (Rule::SupportNotSimilar, "supports".to_owned());
    assert_eq!(told(Post::SeniorLeader, &[Post::MiddleLeader, Post::Teacher]), []);
    assert_eq!(told(Post::Headteacher, &[Post::Teacher]), [post()]);
    assert_eq!(told(Post::MiddleLeader, &[Post::Teacher, Post::Governor]), [supports()]);
    assert_eq!(told(Post::Adviser, &[Post::Headteacher]), [post(), supports()]);
}
