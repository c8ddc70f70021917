//! Each factor, by itself.

use crate::brokerage::matching::sample::{day, expertise, giver, half_term, question, school, terms};
use crate::brokerage::matching::{Credit, Factor, Free, Giver, Past, Question, WordSet};
use crate::directory::{Phase, SizeBand};
use crate::exchange::{Mode, Urgency};

use super::{at, metres_east, says, value};

#[test]
fn expertise_counts_nearness_and_freshness() {
    let of = |numbers: &[u128]| value(&question(), &Giver { expertise: terms(numbers), ..giver(1) }, Factor::Expertise);
    assert_eq!([of(&[11]), of(&[111]), of(&[1]), of(&[12]), of(&[12, 11])], [990, 890, 690, 540, 990]);
    let old = Giver { confirmed_on: Some(day("2025-01-01")), ..giver(1) };
    assert_eq!(value(&question(), &old, Factor::Expertise), 900);
    let two = Question { expertise: vec![expertise(11), expertise(21)], ..question() };
    assert_eq!(value(&two, &giver(1), Factor::Expertise), 490);
    assert_eq!(
        says(&two, &giver(1), Factor::Expertise),
        "Of 2 areas asked for, meets 1 exactly; confirmed 10 days ago."
    );
}

#[test]
fn context_counts_likeness_and_supposes_a_step_where_nothing_is_known() {
    assert_eq!(value(&question(), &giver(1), Factor::Context), 1_000);
    let unlike = at(giver(1), |home| {
        home.context.size = Some(SizeBand::VeryLarge);
        home.context.rural = Some(true);
        home.context.phase = Phase::Secondary;
    });
    assert_eq!(value(&question(), &unlike, Factor::Context), 450);
    assert_eq!(says(&question(), &unlike, Factor::Context), "The schools differ in phase, size and town and country.");
    let unknown = at(giver(1), |home| home.context.deprivation = None);
    assert_eq!(value(&question(), &unknown, Factor::Context), 880);
    let special = at(giver(1), |home| home.context.special = true);
    assert_eq!(value(&question(), &special, Factor::Context), 800);
}

#[test]
fn travel_takes_the_best_open_way() {
    assert_eq!(value(&question(), &giver(1), Factor::Travel), 717);
    let both = |giver: Giver| Giver { modes: WordSet::of([Mode::InPerson, Mode::Remote]), ..giver };
    assert_eq!(
        says(&question(), &both(giver(1)), Factor::Travel),
        "At your school, with a journey of about 34 minutes."
    );
    let far = both(metres_east(150_000));
    assert_eq!(value(&question(), &far, Factor::Travel), 600);
    assert_eq!(says(&question(), &far, Factor::Travel), "Over the network: no journey.");
    let blended = Question { modes: WordSet::of([Mode::Blended]), ..question() };
    let far = Giver { modes: WordSet::of([Mode::Blended]), ..metres_east(150_000) };
    assert_eq!(value(&blended, &far, Factor::Travel), 300);
}

#[test]
fn thin_evidence_is_drawn_to_the_middle_and_plenty_saturates() {
    let of = |completed, stated| value(&question(), &Giver { completed, stated, ..giver(1) }, Factor::Evidence);
    assert_eq!([of(0, false), of(0, true), of(1, false), of(4, false), of(40, false)], [500, 540, 600, 750, 954]);
    assert!(of(20, false) - of(10, false) < of(10, false) - of(0, false));
}

#[test]
fn availability_is_the_share_of_the_time_asked_for_and_early_counts_when_urgent() {
    let with = |code| Giver { free: Free::new(half_term(20261), [(half_term(code), 2)]), ..giver(1) };
    let of = |urgency, code| value(&Question { urgency, ..question() }, &with(code), Factor::Availability);
    assert_eq!([of(Urgency::Routine, 20263), of(Urgency::Routine, 20264)], [500, 500]);
    assert_eq!([of(Urgency::Urgent, 20263), of(Urgency::Urgent, 20264)], [666, 333]);
    assert_eq!(value(&question(), &giver(1), Factor::Availability), 1_000);
}

#[test]
fn reciprocity_counts_the_asking_schools_credit_alike_for_every_offer() {
    let of = |by_term: &[i32], cannot_give, guaranteed| {
        let credit = Credit { by_term: by_term.to_vec(), cannot_give, guaranteed };
        let question = Question { credit, ..question() };
        let [one, other] = [1, 2].map(|number| value(&question, &giver(number), Factor::Reciprocity));
        assert_eq!(one, other);
        one
    };
    assert_eq!([of(&[], false, false), of(&[10], false, false), of(&[-10], false, false)], [500, 700, 300]);
    assert_eq!([of(&[99], false, false), of(&[-99], false, false)], [1_000, 0]);
    assert_eq!([of(&[-99], true, false), of(&[10], true, false)], [500, 700]);
    assert_eq!([of(&[10], false, true), of(&[99], false, true)], [900, 1_000]);
}

#[test]
fn isolation_counts_as_it_is() {
    assert_eq!(value(&Question { isolation: 640, ..question() }, &giver(1), Factor::Isolation), 640);
}

#[test]
fn joint_work_counts_and_repetition_costs() {
    let with = |together, lately| Question { past: vec![Past { school: school(101), together, lately }], ..question() };
    let of =
        |question: &Question| [Factor::JointWork, Factor::Variety].map(|factor| value(question, &giver(1), factor));
    assert_eq!(of(&with(0, 0)), [0, 0]);
    assert_eq!(of(&with(1, 2)), [500, 0]);
    assert_eq!(of(&with(9, 4)), [1_000, -500]);
    assert_eq!(of(&with(9, 99)), [1_000, -1_000]);
    assert_eq!(value(&with(9, 4), &giver(2), Factor::JointWork), 0);
}

#[test]
fn each_further_job_costs_more() {
    let of = |jobs| value(&question(), &Giver { jobs, ..giver(1) }, Factor::Load);
    assert_eq!([0, 1, 2, 3, 4, 5, 6].map(of), [0, -100, -250, -450, -700, -1_000, -1_000]);
}
