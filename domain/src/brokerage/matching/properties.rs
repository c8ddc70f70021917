//! What holds for every market: order makes no difference, parts add up, the best are the best, and a run can be repeated.

use std::cmp::Reverse;
use std::sync::Arc;

use proptest::prelude::*;

use crate::Word;
use crate::brokerage::MatchStage;
use crate::brokerage::matching::draw::draw;
use crate::brokerage::matching::sample::{
    alliance, day, giver, half_term, home, question, school, taxonomy, terms, trust,
};
use crate::brokerage::matching::{
    Asked, Exclusion, Free, Giver, Home, Input, Market, MatchRule, Most, Past, Policy, Question, Ranking, Reach,
    WordSet, broken, rank,
};
use crate::directory::{GridPoint, KeyStage, Post, Region, SizeBand};
use crate::exchange::{Format, Mode, OfferStatus, SupportKind, Urgency};

const ALL: Most = Most { candidates: usize::MAX, excluded: usize::MAX };

pub(super) fn words<W: Word>() -> impl Strategy<Value = WordSet<W>> {
    prop::collection::vec(prop::sample::select(W::ALL), 0..=W::ALL.len()).prop_map(WordSet::of)
}

pub(super) fn a_home(number: u128) -> impl Strategy<Value = Home> {
    let place = prop::option::weighted(0.9, (380_000..520_000, 200_000..420_000));
    let groups = (prop::option::of(0_u128..3), prop::collection::vec(7_u128..11, 0..3));
    let context = (
        prop::option::of(prop::sample::select(SizeBand::ALL)),
        prop::option::of(any::<bool>()),
        prop::option::of(1..6),
        any::<bool>(),
    );
    (place, groups, prop::sample::select(Region::ALL), context, words::<KeyStage>()).prop_map(
        move |(place, (in_trust, groups), region, (size, rural, deprivation, special), teaches)| {
            let mut home = home(number);
            home.place = place.map(|(easting, northing)| GridPoint { easting, northing });
            home.trust = in_trust.map(trust);
            home.alliances = groups.into_iter().map(alliance).collect();
            home.region = Some(region);
            home.teaches = teaches;
            home.context = super::Context { size, rural, deprivation, special, ..home.context };
            home
        },
    )
}

pub(super) fn a_giver(number: u128) -> impl Strategy<Value = Giver> {
    let what = (prop::sample::subsequence(vec![1_u128, 11, 111, 12, 21], 1..4), words::<KeyStage>(), words::<Mode>());
    let time = (0..4, 0..4, prop::option::of(0..120), 0..7);
    let shown = (0..4, any::<bool>(), prop::option::of(0_u64..60), any::<bool>(), prop::bool::weighted(0.9));
    (a_home(100 + number), what, time, shown).prop_map(
        move |(home, (areas, key_stages, modes), (first, second, travel_minutes, jobs), shown)| {
            let (completed, stated, confirmed, one_off, open) = shown;
            Giver {
                home: Arc::new(home),
                expertise: terms(&areas),
                key_stages,
                modes,
                free: Free::new(half_term(20262), [(half_term(20263), first), (half_term(20264), second)]),
                travel_minutes,
                jobs,
                completed,
                stated,
                confirmed_on: confirmed.map(|days| day("2026-11-21") - chrono::Days::new(days)),
                format: if one_off { Format::OneOff } else { Format::Sustained },
                status: if open { OfferStatus::Published } else { OfferStatus::Stale },
                released: !number.is_multiple_of(11),
                assured: !number.is_multiple_of(7),
                supports: (!number.is_multiple_of(3)).then(|| WordSet::of([Post::Teacher, Post::MiddleLeader])),
                kind: Some(if number.is_multiple_of(9) { SupportKind::Coaching } else { SupportKind::Support }),
                ..giver(number)
            }
        },
    )
}

pub(super) fn market() -> impl Strategy<Value = Vec<Giver>> {
    (1_u128..40).prop_flat_map(|many| (0..many).map(a_giver).collect::<Vec<_>>())
}

pub(super) fn asking() -> impl Strategy<Value = Question> {
    let posts = prop::sample::subsequence(vec![Post::Teacher, Post::Headteacher], 0..2);
    let what = (words::<KeyStage>(), words::<Mode>(), posts, 0..5, prop::sample::select(Urgency::ALL));
    (a_home(1), what, any::<[bool; 3]>(), 0..1_200).prop_map(|(asker, what, wishes, isolation)| {
        let (key_stages, modes, posts, half_days, urgency) = what;
        let posts = WordSet::of(posts);
        let mut question = Question { asker, key_stages, modes, posts, half_days, urgency, isolation, ..question() };
        [question.wishes.exclude_neighbours, question.wishes.allow_same_trust, question.wishes.one_off] = wishes;
        question.past = vec![Past { school: school(103), together: 2, lately: 4 }];
        question
    })
}

fn ranked(question: &Question, givers: &[Giver], seed: u64, reach: Reach, most: Most) -> Ranking {
    rank(&Asked::new(&Policy::first(), &taxonomy(), question), givers, seed, reach, most)
}

fn recorded(question: &Question, givers: &[Giver], seed: u64, stage: MatchStage) -> Input {
    let (question, givers) = (question.clone(), givers.to_vec());
    Input { policy: 1, seed, stage, most: ALL, question, terms: taxonomy(), givers }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_the_offers_makes_no_difference(
        question in asking(), givers in market(), seed: u64, shuffled in any::<prop::sample::Index>(),
    ) {
        let mut turned = givers.clone();
        turned.rotate_left(shuffled.index(givers.len()));
        turned.reverse();
        let [one, other] = [&givers, &turned].map(|givers| ranked(&question, givers, seed, Reach::Enough, ALL));
        prop_assert_eq!(one.bytes(), other.bytes());
        let [one, other] = [&givers, &turned].map(|it| recorded(&question, it, seed, MatchStage::National));
        prop_assert_eq!(one.bytes(), other.bytes());
    }

    #[test]
    fn the_parts_add_up_to_the_score(question in asking(), givers in market()) {
        for candidate in ranked(&question, &givers, 0, Reach::To(MatchStage::National), ALL).candidates {
            let sum: i64 = candidate.parts.iter().map(|part| part.contribution()).sum();
            prop_assert_eq!(sum, candidate.score);
            prop_assert!(candidate.parts.iter().all(|part| (-1_000..=1_000).contains(&part.value)));
        }
    }

    #[test]
    fn the_best_are_the_best_of_everybody(question in asking(), givers in market(), seed: u64, most in 0_usize..20) {
        let all = ranked(&question, &givers, seed, Reach::To(MatchStage::National), ALL);
        let order = all.candidates.iter().map(|it| (Reverse(it.score), draw(seed, it.offer)));
        prop_assert!(order.is_sorted());
        prop_assert_eq!(all.candidates.len() + all.excluded.len(), givers.len());
        let few = ranked(
            &question, &givers, seed, Reach::To(MatchStage::National), Most { candidates: most, excluded: most },
        );
        prop_assert_eq!(&few.candidates[..], &all.candidates[..few.candidates.len()]);
        prop_assert_eq!(few.candidates.len(), most.min(all.candidates.len()));
        prop_assert_eq!(&few.excluded[..], &all.excluded[..few.excluded.len()]);
    }

    #[test]
    fn a_run_is_repeated_from_its_record_to_the_byte(question in asking(), givers in market(), seed: u64) {
        let policy = Policy::first();
        let (input, first) =
            Input::taken(&policy, &taxonomy(), question.clone(), givers.iter(), (seed, Reach::Enough, ALL));
        prop_assert_eq!(&first, &ranked(&question, &givers, seed, Reach::Enough, ALL));
        let read = Input::read(&input.bytes()).unwrap();
        prop_assert_eq!(read.bytes(), input.bytes());
        prop_assert_eq!(read.run(&policy).bytes(), first.bytes());
        prop_assert_eq!(Ranking::read(&first.bytes()), Some(first));
    }

    #[test]
    fn a_run_that_was_kept_before_kinds_or_posts_counted_is_repeated_as_it_was(
        question in asking(), givers in market(), seed: u64,
    ) {
        let policy = Policy::first();
        let question = Question { posts: WordSet::of([]), ..question };
        let givers = givers.iter().map(|it| Giver { supports: None, ..it.clone() }).collect::<Vec<_>>();
        let silent = recorded(&question, &givers, seed, MatchStage::Region);
        let kept = silent.bytes();
        let (kinds, posts) = (2 * (1 + givers.len()), 4 + givers.len());
        let before = [b"LATMTCI3", &kept[8..kept.len() - posts]].concat();
        prop_assert_eq!(Input::read(&before).unwrap().run(&policy).bytes(), silent.run(&policy).bytes());
        let before = [b"LATMTCI2", &kept[8..kept.len() - posts - kinds]].concat();
        let without = |it: &Giver| Giver { kind: None, ..it.clone() };
        let asked = Question { kind: None, ..question };
        let givers = givers.iter().map(without).collect::<Vec<_>>();
        let same = recorded(&asked, &givers, seed, MatchStage::Region).run(&policy);
        prop_assert_eq!(Input::read(&before).unwrap().run(&policy).bytes(), same.bytes());
        let silent_on = [MatchRule::KindApart, MatchRule::PostsApart];
        prop_assert!(same.refused.iter().all(|(rule, _)| !silent_on.contains(rule)));
    }

    #[test]
    fn leaving_out_other_main_areas_leaves_out_nobody_eligible(question in asking(), givers in market(), seed: u64) {
        let market = Market::new(taxonomy(), givers.iter().cloned().map(Arc::new));
        let near = market.near(&question.expertise).cloned().collect::<Vec<_>>();
        let [whole, pruned] = [&givers, &near].map(|it| ranked(&question, it, seed, Reach::Enough, ALL));
        prop_assert_eq!(whole.candidates, pruned.candidates);
        prop_assert_eq!(whole.found, pruned.found);
    }

    #[test]
    fn broken_bytes_are_refused(question in asking(), givers in market(), cut in any::<prop::sample::Index>()) {
        let bytes = recorded(&question, &givers, 1, MatchStage::Region).bytes();
        prop_assert_eq!(Input::read(&bytes[..cut.index(bytes.len())]), None);
        prop_assert_eq!(Ranking::read(&bytes), None);
    }

    #[test]
    fn nobody_is_excluded_by_distance_when_there_is_another_way(
        mut question in asking(), mut giver in a_giver(1), other in prop::sample::select(&[Mode::Remote, Mode::Blended]),
    ) {
        question.modes = WordSet::of([Mode::InPerson, other]);
        giver.modes = WordSet::of([Mode::InPerson, other]);
        let excluded = |giver: &Giver| {
            let policy = Policy::first();
            broken(&Asked::new(&policy, &taxonomy(), &question).beside(giver))
        };
        let far = |mut giver: Giver| {
            Arc::make_mut(&mut giver.home).place = Some(GridPoint { easting: 90_000, northing: 10_000 });
            giver
        };
        let by_distance = |it: &Exclusion| matches!(it, Exclusion::JourneyTooLong { .. });
        prop_assert!(!excluded(&giver).iter().any(by_distance));
        prop_assert!(!excluded(&far(giver)).iter().any(by_distance));
    }
}
