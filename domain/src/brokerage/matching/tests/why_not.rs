//! Why not this one: each answer, its numbers, and that they are those of the whole ranking.

use proptest::prelude::*;

use crate::brokerage::MatchStage;
use crate::brokerage::matching::properties::{asking, market};
use crate::brokerage::matching::sample::{giver, question, taxonomy};
use crate::brokerage::matching::{
    Asked, Difference, Exclusion, Factor, Giver, Most, Policy, Question, Reach, WhyNot, WhyNotAnswer, differences,
    rank, why_not,
};
use crate::exchange::OfferStatus;

use super::{at, metres_east};

fn asked_about(question: &Question, givers: &[Giver], about: &Giver, room: usize) -> WhyNot {
    let (policy, tree) = (Policy::first(), taxonomy());
    why_not(&Asked::new(&policy, &tree, question), givers.iter(), about, 3, room)
}

fn told(why: &WhyNot) -> (WhyNotAnswer, String) {
    let apart = match why {
        WhyNot::Placed(placed) => {
            placed.than.as_ref().map(|than| differences(&placed.it.parts, &than.parts)).unwrap_or_default()
        }
        WhyNot::Excluded(_) => Vec::new(),
    };
    (why.answer(), why.sentence(&apart))
}

#[test]
fn each_answer_is_told_with_its_numbers() {
    let far = |number, metres| Giver { home: metres_east(metres).home, travel_minutes: None, ..giver(number) };
    let off = Giver { status: OfferStatus::Paused, ..giver(4) };
    let givers = [far(1, 5_000), far(2, 40_000), far(3, 60_000), off];
    let why = |number: usize, room| told(&asked_about(&question(), &givers, &givers[number - 1], room));
    assert_eq!(why(1, 2), (WhyNotAnswer::Best, "It is the first of 3 that could meet the request.".to_owned()));
    let (answer, sentence) = why(2, 2);
    assert_eq!(answer, WhyNotAnswer::ScoresLess);
    assert_eq!(
        sentence,
        "It is on the list as number 2 of 3. Beside the first: 8100 points fewer; most of that, 8100 points, is the journey."
    );
    let (answer, sentence) = why(3, 2);
    assert_eq!(answer, WhyNotAnswer::BelowCut);
    assert!(
        sentence.starts_with("It is number 3 of 3, and the list ends with number 2. Beside that one: "),
        "{sentence}"
    );
    assert_eq!(why(4, 2), (WhyNotAnswer::Excluded, "The offer is on hold.".to_owned()));
    let excluded = WhyNot::Excluded(vec![Exclusion::OfferNotOpen { status: OfferStatus::Paused }]);
    assert_eq!(asked_about(&question(), &givers, &givers[3], 2), excluded);
}

#[test]
fn the_load_and_the_draw_are_told_to_a_school_in_one_sentence() {
    let (idle, busy) = (giver(1), Giver { jobs: 2, ..giver(2) });
    let WhyNot::Placed(busy) = asked_about(&question(), &[idle, busy.clone()], &busy, 5) else { panic!() };
    let than = busy.than.clone().unwrap();
    let for_school = differences(&busy.it.parts_for_school(), &than.parts_for_school());
    let why = WhyNot::Placed(busy);
    let to_school = why.sentence(&for_school);
    assert!(to_school.ends_with("told in no number: what givers have to do besides, or the draw among equals."));

    let twins = [giver(1), giver(2)];
    let placed = |number: usize| asked_about(&question(), &twins, &twins[number], 5);
    let second = [placed(0), placed(1)].into_iter().find(|why| why.answer() == WhyNotAnswer::ScoresLess).unwrap();
    assert_eq!(told(&second).1, to_school);
    let WhyNot::Placed(placed) = &why else { panic!() };
    let all = differences(&placed.it.parts, &than.parts);
    assert_eq!(all.iter().map(|it| it.it.reason.factor()).collect::<Vec<_>>(), [Factor::Load]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_place_is_that_of_the_whole_ranking_and_the_differences_make_up_the_score(
        question in asking(), givers in market(), room in 0_usize..20,
    ) {
        let (policy, tree) = (Policy::first(), taxonomy());
        let asked = Asked::new(&policy, &tree, &question);
        let all = Most { candidates: usize::MAX, excluded: usize::MAX };
        let whole = rank(&asked, &givers, 3, Reach::To(MatchStage::National), all);
        for giver in &givers {
            let place = whole.candidates.iter().position(|it| it.offer == giver.offer);
            match (why_not(&asked, givers.iter(), giver, 3, room), place) {
                (WhyNot::Excluded(rules), None) => {
                    let excluded = whole.excluded.iter().find(|it| it.offer == giver.offer).unwrap();
                    prop_assert_eq!(&rules, &excluded.broken);
                }
                (WhyNot::Placed(placed), Some(place)) => {
                    prop_assert_eq!((placed.place as usize, placed.of as usize), (place + 1, whole.candidates.len()));
                    prop_assert_eq!(&placed.it, &whole.candidates[place]);
                    let room = room.max(1);
                    let than = if place >= room { Some(room - 1) } else { (place > 0).then_some(0) };
                    prop_assert_eq!(placed.than.as_ref(), than.map(|than| &whole.candidates[than]));
                    if let Some(than) = &placed.than {
                        let apart = differences(&placed.it.parts, &than.parts);
                        let less: i64 = apart.iter().map(Difference::less).sum();
                        prop_assert_eq!(less, than.score - placed.it.score);
                    }
                }
                (why, place) => prop_assert!(false, "{why:?} at {place:?}"),
            }
        }
    }
}

#[test]
fn another_main_area_is_named_as_the_rule() {
    let other = at(Giver { expertise: crate::brokerage::matching::sample::terms(&[21]), ..giver(9) }, |_| {});
    assert_eq!(asked_about(&question(), &[giver(1)], &other, 5), WhyNot::Excluded(vec![Exclusion::ExpertiseApart {}]));
}
