//! The columns against the plain ranking: the same bytes for every question of every market, however it came about.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use crate::Word;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::properties::{a_giver, asking};
use crate::brokerage::matching::sample::{alliance, day, expertise, half_term, school, taxonomy};
use crate::brokerage::matching::{
    Asked, Credit, Designated, Factor, Free, Giver, Market, Most, Past, Policy, Question, Ranking, Reach, Setting, rank,
};
use crate::directory::{DesignationScheme, GridPoint, School};
use crate::{HalfTerm, Id};

fn half_terms() -> impl Strategy<Value = Vec<HalfTerm>> {
    prop::sample::subsequence(vec![20261, 20262, 20263, 20264, 20265, 20271, 20285], 0..5)
        .prop_map(|codes| codes.into_iter().map(half_term).collect())
}

fn designated() -> impl Strategy<Value = Box<[Designated]>> {
    let one = (prop::sample::select(DesignationScheme::ALL), any::<bool>()).prop_map(|(scheme, over)| {
        let until = over.then(|| day("2026-11-20"));
        Designated { scheme, from: None, until }
    });
    prop::collection::vec(one, 0..3).prop_map(Vec::into_boxed_slice)
}

/// An offer that may also lie next door, know no kind, begin its time elsewhere, or belong to a school with several.
fn an_offer(number: u128) -> impl Strategy<Value = Giver> {
    let time = (half_terms(), 0..5, prop::sample::select(vec![20261, 20262, 20263]));
    let with = (designated(), prop::option::weighted(0.2, 0..5_000), any::<bool>(), 0..40_u128);
    (a_giver(number), time, with).prop_map(move |(mut giver, (at, free, first), (designations, beside, same, home))| {
        giver.designations = designations;
        giver.free = Free::new(half_term(first), at.into_iter().map(|half_term| (half_term, free)));
        let of = Arc::make_mut(&mut giver.home);
        if let Some(metres) = beside {
            of.place = Some(GridPoint { easting: 400_000 + metres, northing: 300_000 });
        }
        if same {
            of.school = school(100 + home);
        }
        if number.is_multiple_of(5) {
            giver.kind = None;
        }
        giver
    })
}

fn offers(most: u128) -> impl Strategy<Value = Vec<Giver>> {
    (1..most).prop_flat_map(|many| (0..many).map(an_offer).collect::<Vec<_>>())
}

fn a_question() -> impl Strategy<Value = Question> {
    let wishes = (prop::option::weighted(0.2, prop::sample::select(DesignationScheme::ALL)), any::<bool>());
    let about = prop::sample::subsequence(vec![1_u128, 11, 111, 12, 21, 99], 1..4);
    let near = (prop::option::of(5..200), any::<bool>(), any::<bool>());
    (asking(), wishes, about, half_terms(), near).prop_map(|(asked, (designation, here), about, window, near)| {
        let mut question = asked;
        let (travel_wish, declared, given) = near;
        question.wishes.designation = designation;
        question.expertise = about.into_iter().map(expertise).collect();
        question.window = window;
        question.travel_wish = travel_wish;
        question.neighbours = vec![alliance(8), alliance(9)];
        question.past.push(Past { school: school(105), together: 0, lately: 1 });
        if here {
            question.asker.place = Some(GridPoint { easting: 400_000, northing: 300_000 });
        }
        if declared {
            question.interests = vec![school(104).uuid(), Id::<School>::from_uuid(uuid::Uuid::from_u128(507)).uuid()];
        }
        if given {
            question.credit = Credit { by_term: vec![3, -9], cannot_give: true, guaranteed: true };
        }
        question
    })
}

/// Any weights and numbers that make a policy, far beyond those that are sensible.
fn a_policy() -> impl Strategy<Value = Policy> {
    let weights = prop::collection::vec(0..40, Factor::ALL.len());
    let settings = prop::collection::vec(prop_oneof![1..30, 1..2_500], Setting::ALL.len());
    (weights, settings).prop_map(|(weights, settings)| {
        let weight = |(factor, weight): (&Factor, i32)| match factor {
            Factor::Format => (factor.as_str(), 430),
            _ => (factor.as_str(), weight),
        };
        let weights = Factor::ALL.iter().zip(weights).map(weight);
        let settings = Setting::ALL.iter().map(|setting| setting.as_str()).zip(settings);
        Policy::new(1, weights, settings).unwrap()
    })
}

fn reaches() -> impl Strategy<Value = Reach> {
    prop_oneof![Just(Reach::Enough), prop::sample::select(MatchStage::ALL).prop_map(Reach::To)]
}

fn plainly(market: &Market, policy: &Policy, question: &Question, (seed, reach, most): (u64, Reach, Most)) -> Ranking {
    let asked = Asked::new(policy, market.terms(), question);
    rank(&asked, market.near(&question.expertise), seed, reach, most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_columns_rank_as_the_plain_ranking_does(
        question in a_question(), policy in a_policy(), offers in offers(200), seed: u64, reach in reaches(),
        candidates in 0_usize..30, excluded in 0_usize..30,
    ) {
        let market = Market::new(taxonomy(), offers.into_iter().map(Arc::new));
        for most in [Most { candidates, excluded }, Most { candidates: usize::MAX, excluded: usize::MAX }] {
            let fast = market.rank(&policy, &question, seed, reach, most);
            prop_assert_eq!(fast, plainly(&market, &policy, &question, (seed, reach, most)));
        }
    }

    #[test]
    fn they_do_so_when_schools_were_replaced(
        question in a_question(), offers in offers(150), later in offers(150), schools in prop::collection::vec(0_u128..150, 0..60),
        seed: u64, reach in reaches(),
    ) {
        let mut market = Market::new(taxonomy(), offers.iter().cloned().map(Arc::new));
        let schools: BTreeSet<_> = schools.into_iter().map(|number| school(100 + number)).collect();
        // Whatever a school had is replaced by what it has later; offers keep their schools, so that none stands twice.
        let of = |giver: &&Giver| schools.contains(&giver.home.school);
        let had: BTreeSet<_> =
            offers.iter().filter(|giver| !of(giver)).map(|giver| giver.offer).collect();
        let now: Vec<Giver> = later.iter().filter(of).filter(|giver| !had.contains(&giver.offer)).cloned().collect();
        market.replace(&schools, now.iter().cloned().map(Arc::new));
        let fresh = Market::new(taxonomy(), offers.into_iter().filter(|it| !of(&it)).chain(now).map(Arc::new));
        prop_assert_eq!((market.version(), market.len()), (fresh.version(), fresh.len()));
        prop_assert!(market.giving().keys().eq(fresh.giving().keys()));
        let how = (seed, reach, Most { candidates: 10, excluded: 10 });
        let policy = Policy::first();
        let fast = market.rank(&policy, &question, how.0, how.1, how.2);
        prop_assert_eq!(&fast, &plainly(&market, &policy, &question, how));
        prop_assert_eq!(fast, plainly(&fresh, &policy, &question, how));
    }
}
