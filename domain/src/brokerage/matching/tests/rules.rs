//! Each hard rule, by itself.

use crate::Word;
use crate::brokerage::matching::sample::{day, excluded, expertise, giver, half_term, question, school, terms, trust};
use crate::brokerage::matching::{Designated, Exclusion, Factor, Free, Giver, Question, WordSet};
use crate::directory::{DesignationScheme, KeyStage, Post};
use crate::exchange::{Mode, OfferStatus, SupportKind};

use super::{at, metres_east, value};

#[test]
fn an_offer_that_fits_is_excluded_by_nothing() {
    assert_eq!(excluded(&question(), &giver(1)), []);
}

#[test]
fn an_offer_that_is_not_open_does_not_match() {
    let stale = Giver { status: OfferStatus::Stale, ..giver(1) };
    let [why] = excluded(&question(), &stale)[..] else { panic!() };
    assert_eq!(why, Exclusion::OfferNotOpen { status: OfferStatus::Stale });
    assert_eq!(why.sentence(), "The offer has not been confirmed for a half-term.");
}

#[test]
fn expertise_must_be_of_the_same_family() {
    let of = |numbers: &[u128]| excluded(&question(), &Giver { expertise: terms(numbers), ..giver(1) });
    assert_eq!(of(&[21]), [Exclusion::ExpertiseApart {}]);
    for near in [11, 111, 1, 12] {
        assert_eq!(of(&[21, near]), [], "{near}");
    }
}

#[test]
fn each_kind_of_work_is_met_by_its_own_and_by_no_other() {
    for asked in SupportKind::ALL {
        for offered in SupportKind::ALL {
            let question = Question { kind: Some(*asked), ..question() };
            let why = excluded(&question, &Giver { kind: Some(*offered), ..giver(1) });
            let apart = (asked != offered).then_some(Exclusion::KindApart { asked: *asked, offered: *offered });
            assert_eq!(why, apart.into_iter().collect::<Vec<_>>());
        }
    }
    let question = Question { kind: Some(SupportKind::Coaching), ..question() };
    let [why] = excluded(&question, &giver(1))[..] else { panic!() };
    assert_eq!(why.sentence(), "Asks for coaching; this is an offer of support.");
    assert!(why.rule().binds_proposals(), "no broker goes past it either");
}

#[test]
fn an_area_that_the_taxonomy_does_not_know_is_met_by_nobody() {
    let unknown = Question { expertise: vec![expertise(99)], ..question() };
    assert_eq!(excluded(&unknown, &giver(1)), [Exclusion::ExpertiseApart {}]);
}

#[test]
fn nobody_helps_their_own_school() {
    let own = at(giver(1), |home| home.school = school(1));
    assert_eq!(excluded(&question(), &own), [Exclusion::SameSchool {}]);
}

#[test]
fn one_trust_is_a_conflict_unless_the_request_allows_it() {
    let mut question = question();
    question.asker.trust = Some(trust(5));
    let sister = at(giver(1), |home| home.trust = Some(trust(5)));
    assert_eq!(excluded(&question, &sister), [Exclusion::SameTrust {}]);
    assert_eq!(excluded(&question, &at(giver(1), |home| home.trust = Some(trust(6)))), []);
    question.wishes.allow_same_trust = true;
    assert_eq!(excluded(&question, &sister), []);
}

#[test]
fn a_declared_interest_excludes_the_school_or_the_person() {
    for interest in [giver(1).home.school.uuid(), giver(1).specialist.unwrap().uuid()] {
        let question = Question { interests: vec![interest], ..question() };
        assert_eq!(excluded(&question, &giver(1)), [Exclusion::DeclaredInterest {}]);
        assert_eq!(excluded(&question, &giver(2)), []);
    }
}

#[test]
fn a_key_stage_must_be_shared_where_one_is_asked_for() {
    let secondary = Giver { key_stages: WordSet::of([KeyStage::Ks3]), ..giver(1) };
    assert_eq!(excluded(&question(), &secondary), [Exclusion::KeyStageApart {}]);
    let any = Question { key_stages: WordSet::of([]), ..question() };
    assert_eq!(excluded(&any, &secondary), []);
}

#[test]
fn a_way_of_working_must_be_shared() {
    let remote = Giver { modes: WordSet::of([Mode::Remote]), ..giver(1) };
    let there = Question { modes: WordSet::of([Mode::InPerson]), ..question() };
    assert_eq!(excluded(&there, &remote), [Exclusion::ModeApart {}]);
    assert_eq!(excluded(&question(), &remote), []);
}

#[test]
fn a_designation_must_be_current_where_one_is_required() {
    let mut question = question();
    question.wishes.designation = Some(DesignationScheme::Nle);
    let with = |scheme, until| Giver { designations: Box::new([Designated { scheme, from: None, until }]), ..giver(1) };
    let [why] = excluded(&question, &giver(1))[..] else { panic!() };
    assert_eq!(why.sentence(), "Needs a current designation as national leader of education, has none.");
    assert_eq!(excluded(&question, &with(DesignationScheme::Nle, None)), []);
    assert_eq!(excluded(&question, &with(DesignationScheme::Sle, None)).len(), 1);
    let [why] = excluded(&question, &with(DesignationScheme::Nle, Some(day("2026-11-20"))))[..] else { panic!() };
    assert!(why.sentence().ends_with("this one has ended or not begun."));
}

#[test]
fn everybody_who_is_to_be_supported_holds_a_post_that_the_person_supports() {
    let apart = |asked: &[Post], supports: Option<&[Post]>| {
        let question = Question { posts: WordSet::of(asked.iter().copied()), ..question() };
        let supports = supports.map(|posts| WordSet::of(posts.iter().copied()));
        excluded(&question, &Giver { supports, ..giver(1) }).iter().map(Exclusion::sentence).collect::<Vec<_>>()
    };
    let (middle, leaders) = ([Post::MiddleLeader], [Post::SeniorLeader, Post::MiddleLeader]);
    for supports in [None, Some(&leaders[..]), Some(&middle[..]), Some(&[])] {
        assert_eq!(apart(&[], supports), [""; 0], "nobody is named");
    }
    assert_eq!(apart(&leaders, None), [""; 0], "nobody has said whom they support");
    assert_eq!(apart(&middle, Some(&leaders)), [""; 0]);
    let sentence = "Asks for support of senior leaders and middle leaders; this person supports middle leaders.";
    assert_eq!(apart(&leaders, Some(&middle)), [sentence]);
    let sentence = "Asks for support of middle leaders; this person's designation is for that of others.";
    assert_eq!(apart(&middle, Some(&[])), [sentence]);
    let (asked, supported) = (WordSet::of(leaders), WordSet::of(middle));
    let why = Exclusion::PostsApart { asked, supported };
    assert!(why.rule().binds_proposals(), "no broker goes past it either");
    let facts = why.facts().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(facts, ["asked", "supported"]);
}

#[test]
fn the_home_school_must_release() {
    assert_eq!(excluded(&question(), &Giver { released: false, ..giver(1) }), [Exclusion::NotReleased {}]);
}

#[test]
fn work_at_the_school_needs_an_assurance_and_work_over_the_network_none() {
    let of = |modes: &[Mode]| {
        let modes = WordSet::of(modes.iter().copied());
        let question = Question { modes: WordSet::of([Mode::InPerson, Mode::Remote, Mode::Blended]), ..question() };
        excluded(&question, &Giver { assured: false, modes, ..giver(1) })
    };
    assert_eq!(of(&[Mode::InPerson]), [Exclusion::AssuranceMissing {}]);
    assert_eq!(of(&[Mode::InPerson, Mode::Blended]), [Exclusion::AssuranceMissing {}]);
    assert_eq!(of(&[Mode::InPerson, Mode::Remote]), []);
}

#[test]
fn the_givers_travel_limit_holds_only_where_work_at_the_school_is_the_sole_way() {
    let far = metres_east(150_000);
    let [why] = excluded(&question(), &far)[..] else { panic!() };
    assert_eq!(why, Exclusion::JourneyTooLong { minutes: 179, limit: 60 });
    assert!(why.sentence().starts_with("The journey takes about 179 minutes, and the giver travels at most 60;"));
    let remote = Giver { modes: WordSet::of([Mode::InPerson, Mode::Remote]), ..far.clone() };
    assert_eq!(excluded(&question(), &remote), []);
    assert_eq!(excluded(&question(), &Giver { travel_minutes: None, ..far.clone() }), []);
    let nowhere = at(far, |home| home.place = None);
    assert_eq!(excluded(&question(), &nowhere), []);
}

#[test]
fn the_wish_of_the_request_about_journeys_excludes_nobody() {
    let near = Question { travel_wish: Some(10), ..question() };
    assert_eq!(excluded(&near, &giver(1)), []);
    assert_eq!(value(&near, &giver(1), Factor::Travel), 0);
}

#[test]
fn a_competing_neighbour_is_excluded_only_on_request() {
    let (near, edge) = (metres_east(1_999), metres_east(2_000));
    let mut question = question();
    assert_eq!(excluded(&question, &near), []);
    assert_eq!(value(&question, &near, Factor::Neighbour), -1_000);
    assert_eq!(value(&question, &edge, Factor::Neighbour), 0);
    question.wishes.exclude_neighbours = true;
    assert_eq!(excluded(&question, &near), [Exclusion::CompetingNeighbour { metres: 1_999, within: 2_000 }]);
    assert_eq!(excluded(&question, &edge), []);
    question.asker.context.rural = Some(true);
    assert_eq!(excluded(&question, &edge), [Exclusion::CompetingNeighbour { metres: 2_000, within: 4_000 }]);
    let secondary = at(near, |home| home.teaches = WordSet::of([KeyStage::Ks3]));
    assert_eq!(excluded(&question, &secondary), []);
}

#[test]
fn dates_and_capacity_are_told_apart_with_their_numbers() {
    let free = |free: &[(i32, i32)]| {
        let free = free.iter().map(|(code, half_days)| (half_term(*code), *half_days));
        excluded(&question(), &Giver { free: Free::new(half_term(20261), free), ..giver(1) })
    };
    let (from, until) = (Some(half_term(20263)), Some(half_term(20264)));
    let none = Exclusion::DatesApart { from, until };
    let short = Exclusion::CapacityShort { needed: 2, free: 1, from, until };
    assert_eq!(free(&[(20262, 9)]), [none]);
    assert_eq!(free(&[(20264, 1)]), [short]);
    let booked_up = Exclusion::CapacityShort { needed: 2, free: 0, from, until };
    assert_eq!(free(&[(20264, 0)]), [booked_up]);
    assert_eq!(free(&[(20263, 1), (20264, 1)]), []);
    assert_eq!(none.sentence(), "Offers no time from spring 1 2026/27 to spring 2 2026/27.");
    assert_eq!(short.sentence(), "Needs 2 half-days from spring 1 2026/27 to spring 2 2026/27, has 1.");
}
