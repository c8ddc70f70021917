//! Mentors shared out: everybody who can have one has one, nobody carries much while others carry little, and a run that is
//! repeated tells the same.

use proptest::prelude::*;

use super::*;
use crate::Rule;
use crate::brokerage::testing::id;
use crate::communities::testing::{first, newcomer, pair, suggested};
use crate::communities::{Mentorship, MentorshipStatus};
use crate::directory::{GridPoint, KeyStages, Phase, SchoolStatus, Urn};

const GO_ON: fn(Checkpoint<'_>) -> Step = |_| Step::GoOn;

fn school(number: u128, phase: Phase, easting: i32) -> School {
    School {
        id: id(number),
        urn: Urn::new(100_001).unwrap(),
        name: "Ash Lane".into(),
        status: SchoolStatus::Open,
        phase,
        key_stages: KeyStages::of_phase(phase),
        size: None,
        deprivation: None,
        rurality: None,
        special: false,
        region: None,
        authority: None,
        trust: None,
        place: GridPoint::new(easting, 173_000),
    }
}

/// A head who waits, by number, whom these mentors might mentor: each by number, with the heads whom they have.
fn waiting<'a>(number: u128, own: &'a School, mentors: &[(u128, i32, &'a School)]) -> Waiting<'a> {
    let newcomer = Newcomer { person: id(1_000 + number), school: id(2_000 + number), ..newcomer() };
    let of = |(number, mentees, home): (u128, i32, &'a School)| {
        let mentor = crate::communities::Mentor {
            specialist: id(3_000 + number),
            person: id(4_000 + number),
            home: id(5_000 + number),
            mentees,
            ..pair().mentor
        };
        (Pair { newcomer, mentor, has_another: false }, home)
    };
    Waiting { newcomer, school: own, mentors: mentors.iter().copied().map(of).collect(), suggested: None }
}

fn shared(heads: &[Waiting<'_>]) -> SharedOut {
    share_out(id(10), heads, &first(), &mut { GO_ON }).unwrap()
}

/// Head and mentor of each pair, by number.
fn told(out: &SharedOut) -> Vec<(u128, u128)> {
    let numbers = |pair: &Pair| {
        let [head, mentor] = [pair.newcomer.person, pair.mentor.person].map(|it| it.uuid().as_u128());
        (head - 1_000, mentor - 4_000)
    };
    out.pairs.iter().map(numbers).collect()
}

#[test]
fn all_heads_are_looked_at_together() {
    let (primary, secondary) = (school(1, Phase::Primary, 358_000), school(2, Phase::Secondary, 358_000));
    // One by one, the first head would take the only mentor whom the second one could have.
    let heads =
        [waiting(1, &primary, &[(1, 1, &primary), (2, 1, &secondary)]), waiting(2, &secondary, &[(1, 1, &primary)])];
    let out = shared(&heads);
    assert_eq!(told(&out), [(1, 2), (2, 1)]);
    assert!(out.is_exact && out.left_out.is_empty());
}

#[test]
fn whoever_carries_most_comes_last_then_whoever_is_alike_is_taken_then_whoever_is_near() {
    let own = school(1, Phase::Primary, 358_000);
    let (near, far) = (school(2, Phase::Primary, 359_000), school(3, Phase::Primary, 370_500));
    let other = school(4, Phase::Secondary, 358_000);
    let chosen = |mentors: &[(u128, i32, &School)]| told(&shared(&[waiting(1, &own, mentors)]))[0].1;
    assert_eq!(chosen(&[(1, 1, &near), (2, 0, &other)]), 2);
    assert_eq!(chosen(&[(1, 0, &far), (2, 0, &other)]), 1);
    assert_eq!(chosen(&[(1, 0, &far), (2, 0, &near)]), 2);
    // Two heads go to two mentors, though one of these would suit both better.
    let heads = [1, 2].map(|head| waiting(head, &own, &[(1, 0, &near), (2, 0, &other)]));
    let mut mentors: Vec<_> = told(&shared(&heads)).iter().map(|(_, mentor)| *mentor).collect();
    mentors.sort_unstable();
    assert_eq!(mentors, [1, 2]);
}

#[test]
fn nobody_gets_more_than_the_most_and_whoever_is_left_out_is_told_why() {
    let own = school(1, Phase::Primary, 358_000);
    let mut heads: Vec<_> = (1..=4).map(|head| waiting(head, &own, &[(1, 0, &own), (2, 1, &own)])).collect();
    heads[3].mentors[0].0.mentor.manages = true;
    heads[3].mentors[1].0.mentor.is_designated = false;
    let out = shared(&heads);
    assert_eq!(told(&out).len(), 3);
    assert_eq!(out.left_out.len(), 1);
    assert_eq!(out.left_out[0].newcomer, heads[3].newcomer);
    assert_eq!(out.left_out[0].refused.len(), 2);
    let full: Vec<_> = (1..=3).map(|head| waiting(head, &own, &[(1, 0, &own), (2, 2, &own)])).collect();
    let out = shared(&full);
    assert_eq!((out.pairs.len(), &out.left_out[0].refused), (2, &vec![(Rule::MentorNotFree, 2)]));
    assert_eq!(shared(&[]), SharedOut { is_exact: true, ..SharedOut::default() });
    assert_eq!(shared(&[waiting(1, &own, &[])]).left_out[0].refused, []);
}

#[test]
fn somebody_whom_two_schools_lend_has_room_once() {
    let (own, far) = (school(1, Phase::Primary, 358_000), school(2, Phase::Primary, 370_500));
    let heads: Vec<_> = (1..=3)
        .map(|head| {
            let mut it = waiting(head, &own, &[(1, 0, &far), (1, 0, &own)]);
            it.mentors[1].0.mentor.specialist = id(3_900);
            it
        })
        .collect();
    let out = shared(&heads);
    assert_eq!((out.pairs.len(), out.left_out.len()), (2, 1));
    assert!(out.pairs.iter().all(|pair| pair.mentor.specialist == id(3_900)), "the nearer of the two schools");
}

#[test]
fn an_earlier_suggestion_stands_unless_somebody_carries_less() {
    let own = school(1, Phase::Primary, 358_000);
    let other = school(2, Phase::Secondary, 370_500);
    let keeping = |mentors: &[(u128, i32, &School)]| {
        let suggested = Some(id(3_001));
        told(&shared(&[Waiting { suggested, ..waiting(1, &own, mentors) }]))[0].1
    };
    assert_eq!(keeping(&[(1, 0, &other), (2, 0, &own)]), 1, "somebody who suits better is no reason to change");
    assert_eq!(keeping(&[(1, 1, &other), (2, 0, &own)]), 2);
}

/// A mentor: how many heads they have, whether they lead a primary school, and how far east.
type MentorSketch = (i32, bool, i32);

/// Heads and mentors at random: of each head, which of the mentors they may have; and the mentors.
fn sketch() -> impl Strategy<Value = (Vec<Vec<bool>>, Vec<MentorSketch>)> {
    (1_usize..7, 0_usize..6).prop_flat_map(|(heads, mentors)| {
        let mentor = (0..3, any::<bool>(), 358_000..400_000);
        (
            prop::collection::vec(prop::collection::vec(any::<bool>(), mentors), heads),
            prop::collection::vec(mentor, mentors),
        )
    })
}

fn homes(mentors: &[MentorSketch]) -> Vec<School> {
    let phase = |primary: bool| if primary { Phase::Primary } else { Phase::Secondary };
    mentors.iter().map(|(_, primary, easting)| school(1, phase(*primary), *easting)).collect()
}

fn heads<'a>(may: &[Vec<bool>], mentors: &[MentorSketch], own: &'a School, homes: &'a [School]) -> Vec<Waiting<'a>> {
    let of_head = |(number, may): (u128, &Vec<bool>)| {
        let all = (0..).zip(mentors).zip(homes).map(|((number, mentor), home)| (number, mentor.0, home));
        let allowed: Vec<_> = all.zip(may).filter(|(_, may)| **may).map(|(it, _)| it).collect();
        waiting(number, own, &allowed)
    };
    (0..).zip(may).map(of_head).collect()
}

/// The most heads who can have a mentor, found by trying.
fn most(may: &[Vec<bool>], room: &mut [i32]) -> usize {
    let Some((first, rest)) = may.split_first() else { return 0 };
    let mut best = most(rest, room);
    for at in 0..room.len() {
        if first[at] && room[at] > 0 {
            room[at] -= 1;
            best = best.max(1 + most(rest, room));
            room[at] += 1;
        }
    }
    best
}

proptest! {
    #[test]
    fn as_many_as_possible_have_somebody_and_the_load_lies_evenly((may, mentors) in sketch()) {
        let (own, homes) = (school(1, Phase::Primary, 358_000), homes(&mentors));
        let heads = heads(&may, &mentors, &own, &homes);
        let out = shared(&heads);
        let mut room: Vec<i32> = mentors.iter().map(|(mentees, ..)| 2 - mentees).collect();
        prop_assert_eq!(out.pairs.len(), most(&may, &mut room));
        prop_assert_eq!(out.pairs.len() + out.left_out.len(), heads.len());
        prop_assert!(out.is_exact);
        let mut carry: Vec<i32> = mentors.iter().map(|(mentees, ..)| *mentees).collect();
        for (head, mentor) in told(&out) {
            prop_assert!(may[head as usize][mentor as usize]);
            carry[mentor as usize] += 1;
        }
        prop_assert!(carry.iter().all(|it| *it <= 2));
        for (head, mentor) in told(&out) {
            let spared = (0..mentors.len()).find(|at| may[head as usize][*at] && carry[*at] + 1 < carry[mentor as usize]);
            prop_assert_eq!(spared, None, "somebody who carries two fewer could have taken the head");
        }
    }

    #[test]
    fn a_run_that_is_repeated_in_any_order_tells_the_same((may, mentors) in sketch()) {
        let (own, homes) = (school(1, Phase::Primary, 358_000), homes(&mentors));
        let mut heads = heads(&may, &mentors, &own, &homes);
        let out = shared(&heads);
        for pair in &out.pairs {
            let head = heads.iter_mut().find(|it| it.newcomer == pair.newcomer);
            head.unwrap().suggested = Some(pair.mentor.specialist);
        }
        heads.reverse();
        for head in &mut heads {
            head.mentors.reverse();
        }
        prop_assert_eq!(shared(&heads), out);
    }
}

#[test]
fn only_what_a_run_suggested_and_nobody_was_told_of_is_taken_back() {
    let own = school(1, Phase::Primary, 358_000);
    let heads: Vec<_> = (1..=3).map(|head| waiting(head, &own, &[(1, 0, &own), (2, 0, &own), (3, 0, &own)])).collect();
    let out = shared(&heads);
    let standing = |number: u128, head: u128, specialist: u128| {
        let (it, _) = suggested();
        Mentorship {
            id: id(number),
            mentee: id(1_000 + head),
            specialist: id(3_000 + specialist),
            shared_out: true,
            ..it
        }
    };
    let first = out.pairs[0];
    let kept = Mentorship { specialist: first.mentor.specialist, ..standing(71, 1, 0) };
    let by_hand = Mentorship { shared_out: false, ..standing(73, 2, 9) };
    let offered = Mentorship { status: MentorshipStatus::Offered, ..standing(74, 3, 9) };
    let changes = out.against(&[kept, standing(72, 2, 9), by_hand, offered, standing(75, 8, 1)]);
    assert_eq!((changes.kept, changes.withdrawn), (vec![id(71)], vec![id(72), id(75)]));
    assert_eq!(changes.made, out.pairs[1..]);
}
