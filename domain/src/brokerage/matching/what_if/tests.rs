//! What would be, on small markets.

use std::sync::Arc;

use super::*;
use crate::HalfTerm;
use crate::brokerage::matching::plan::{Checkpoint, Step};
use crate::brokerage::matching::report::{Figure, Line, Verdict};
use crate::brokerage::matching::sample::{giver, half_term, home, id, offer, question, school, taxonomy, terms};
use crate::brokerage::matching::{Factor, Free, Giver, Market, Policy, Setting, Sought};
use crate::brokerage::{Bundle, MatchStage};
use crate::exchange::CapacityHolder;
use crate::rule::Refusals;
use crate::{Rule, Word};

fn sought(number: u128) -> Sought {
    let mut question = question();
    question.request = id(number);
    question.asker.school = id(number);
    Sought { question, stage: MatchStage::National }
}

fn free(half_days: i32) -> Free {
    Free::new(half_term(20262), [(half_term(20262), 7), (half_term(20263), half_days)])
}

/// So many requests, and givers with one place each.
fn market(requests: u128, givers: impl IntoIterator<Item = Giver>) -> Frozen {
    let half_terms: Vec<HalfTerm> = vec![half_term(20263), half_term(20264)];
    let bundle = Bundle { half_days: 2, half_terms };
    let market = Market::new(taxonomy(), givers.into_iter().map(Arc::new));
    Frozen::taken(1, 7, bundle, (1..=requests).map(sought).collect(), &market)
}

fn one_place(number: u128) -> Giver {
    Giver { free: free(2), ..giver(number) }
}

/// Three requests and two people with a place each.
fn short() -> Frozen {
    market(3, [one_place(1), one_place(2)])
}

fn what_if(today: Frozen, changes: Vec<Change>) -> WhatIf {
    WhatIf::new(today, vec![home(109), home(108)], Changes::parse(changes).unwrap())
}

fn weighed(it: &WhatIf) -> Result<Beside, Refusals> {
    it.weigh(&Policy::first(), &mut |_| Step::GoOn)
}

/// What a line says as it would be and as it is, and how the one stands to the other.
fn line(it: &Beside, line: Line) -> (Figure, Figure, Verdict) {
    let found = it.lines.iter().find(|it| it.line == line).unwrap();
    (found.this, found.other, found.verdict)
}

fn met(changes: Vec<Change>) -> (i64, i64) {
    let (then, today, _) = line(&weighed(&what_if(short(), changes)).unwrap(), Line::Met);
    (then.part, today.part)
}

fn refused<T: std::fmt::Debug>(it: Result<T, Refusals>) -> Vec<(Rule, String)> {
    let faults = it.unwrap_err().into_vec();
    faults.into_iter().map(|it| (it.rule, it.field.unwrap_or_default().into_owned())).collect()
}

fn specialist(number: u128) -> CapacityHolder {
    CapacityHolder::Specialist(id(500 + number))
}

#[test]
fn each_change_of_the_market_does_what_it_says() {
    let add = |number| Change::AddOffers { like: offer(1), number, at: school(108) };
    assert_eq!(met(vec![add(1)]), (3, 2));
    assert_eq!(met(vec![Change::AddSpecialist { like: id(502), at: school(109) }]), (3, 2));
    assert_eq!(met(vec![Change::RemoveOffer { offer: offer(1) }]), (1, 2));
    assert_eq!(met(vec![Change::RemoveSpecialist { specialist: id(502) }]), (1, 2));
    assert_eq!(met(vec![Change::Capacity { holder: specialist(1), half_days: 2 }]), (3, 2), "in each half-term");
    assert_eq!(met(vec![Change::Capacity { holder: specialist(1), half_days: 0 }]), (1, 2));
    assert_eq!(
        met(vec![add(1), Change::AddSpecialist { like: id(502), at: school(109) }]),
        (3, 2),
        "each is somebody else"
    );
    let both = vec![Change::RemoveOffer { offer: offer(1) }, add(2)];
    assert_eq!(met(both), (3, 2), "like what there is today, also where that would be gone");
}

#[test]
fn whoever_is_added_is_new_and_somebody_of_their_own_at_that_school() {
    let changes = vec![
        Change::AddOffers { like: offer(1), number: 2, at: school(108) },
        Change::AddSpecialist { like: id(501), at: school(109) },
    ];
    let busy = Giver { jobs: 2, completed: 5, ..one_place(1) };
    let second = Giver { specialist: Some(id(501)), ..one_place(3) };
    let it = what_if(market(1, [busy, second]), changes);
    let (then, policy) = it.then(&Policy::first()).unwrap();
    assert_eq!(policy, Policy::first());
    let new: Vec<_> = then.givers.iter().filter(|giver| !it.today.givers.contains(giver)).collect();
    let at = |number| new.iter().filter(|giver| giver.home.school == school(number)).count();
    assert_eq!((at(108), at(109)), (2, 2), "two people with an offer each, and one with two offers");
    assert!(new.iter().all(|giver| (giver.jobs, giver.completed) == (0, 0) && giver.free == free(2)));
    let mut holders: Vec<_> = new.iter().map(|giver| giver.specialist.unwrap()).collect();
    holders.sort_unstable();
    holders.dedup();
    assert_eq!(holders.len(), 3);
    assert!(then.givers.is_sorted_by_key(|giver| giver.offer));
}

#[test]
fn time_that_is_supposed_leaves_other_half_terms_as_they_are() {
    let it = what_if(short(), vec![Change::Capacity { holder: specialist(1), half_days: 5 }]);
    let (then, _) = it.then(&Policy::first()).unwrap();
    let free = &then.givers.iter().find(|giver| giver.offer == offer(1)).unwrap().free;
    let at = |code| free.at(half_term(code));
    assert_eq!((at(20262), at(20263), at(20264), at(20265)), (Some(7), Some(5), Some(5), None));
}

#[test]
fn a_weight_counts_in_one_plan_and_not_in_the_other() {
    // The first has two places and has shown a little more than the second: 100 points of evidence, weighed 16 times. As things
    // are, a second job costs 4,000; if load weighed but 1, it would cost 100.
    let today = || market(2, [Giver { free: free(4), completed: 1, ..giver(1) }, one_place(2)]);
    let lighter = Change::Weight { factor: Factor::Load, to: 1 };
    let it = weighed(&what_if(today(), vec![lighter])).unwrap();
    let (then, today_is, _) = line(&it, Line::Gini);
    assert!(then.part > today_is.part, "{then:?} {today_is:?}");
    assert_eq!(it.kept, Figure { part: 1, of: 2 });
    let setting = Change::Setting { setting: Setting::LoadEach, to: 75 };
    let same = weighed(&what_if(today(), vec![setting])).unwrap();
    assert!(same.lines.iter().all(|it| it.verdict == Verdict::Same), "the number that holds already");
    assert_eq!(same.kept, Figure { part: 2, of: 2 });
}

#[test]
fn supposing_touches_nothing_and_comes_to_the_same_bytes() {
    let it = what_if(short(), vec![Change::AddOffers { like: offer(1), number: 1, at: school(108) }]);
    let before = it.clone();
    let beside = weighed(&it).unwrap();
    assert_eq!(it, before);
    let read = WhatIf::read(&it.bytes()).unwrap();
    assert_eq!(read, it);
    assert_eq!(weighed(&read).unwrap().bytes(), beside.bytes());
    assert_eq!(Beside::read(&beside.bytes()), Some(beside));
    let mut bytes = it.bytes();
    bytes.pop();
    assert_eq!((WhatIf::read(&bytes), Beside::read(&bytes)), (None, None));
}

#[test]
fn every_change_is_read_back() {
    let all = vec![
        Change::AddOffers { like: offer(1), number: 1, at: school(108) },
        Change::RemoveOffer { offer: offer(1) },
        Change::AddSpecialist { like: id(501), at: school(108) },
        Change::RemoveSpecialist { specialist: id(501) },
        Change::Capacity { holder: CapacityHolder::School(school(3)), half_days: 4 },
        Change::Capacity { holder: specialist(9), half_days: 4 },
        Change::Weight { factor: Factor::Travel, to: 20 },
        Change::Setting { setting: Setting::LoadEach, to: 80 },
    ];
    let it = what_if(short(), all);
    assert_eq!(Changes::read(&it.changes.bytes()), Some(it.changes.clone()));
    assert_eq!(Changes::read(&it.bytes()), None);
    assert_eq!(WhatIf::read(&it.bytes()), Some(it));
    let lines = PlanLine::ALL.iter().map(|name| {
        let mut bytes = Vec::new();
        (*name, 2_u8).put(&mut bytes);
        Line::take(&mut &*bytes).unwrap()
    });
    assert!(lines.zip(PlanLine::ALL).all(|(line, name)| PlanLine::of(line) == *name));
}

#[test]
fn what_no_request_could_notice_is_refused_at_its_field() {
    let changes = vec![
        Change::AddOffers { like: offer(9), number: 1, at: school(108) },
        Change::AddOffers { like: offer(1), number: 1, at: school(1) },
        Change::RemoveOffer { offer: offer(9) },
        Change::AddSpecialist { like: id(509), at: school(108) },
        Change::RemoveSpecialist { specialist: id(509) },
        Change::Capacity { holder: specialist(8), half_days: 1 },
    ];
    let far = Giver { expertise: terms(&[21]), ..giver(9) };
    let it = what_if(market(1, [one_place(1), far]), changes);
    let at = |rule, field: &str| (rule, field.to_owned());
    let expected = [
        at(Rule::ScenarioOutOfReach, "changes.0.addOffers.offer"),
        at(Rule::NotFound, "changes.1.addOffers.school"),
        at(Rule::ScenarioOutOfReach, "changes.2.removeOffer.offer"),
        at(Rule::ScenarioOutOfReach, "changes.3.addSpecialist.specialist"),
        at(Rule::ScenarioOutOfReach, "changes.4.removeSpecialist.specialist"),
        at(Rule::ScenarioOutOfReach, "changes.5.capacity.holder"),
    ];
    assert_eq!(refused(weighed(&it)), expected);
}

#[test]
fn changes_are_few_within_range_and_about_different_things() {
    let parse = |changes| refused(Changes::parse(changes));
    let at = |rule, field: &str| (rule, field.to_owned());
    assert_eq!(parse(vec![]), [at(Rule::ChoiceMissing, "changes")]);
    let many = |number| (0..number).map(|it| Change::RemoveOffer { offer: offer(it) }).collect::<Vec<_>>();
    assert!(Changes::parse(many(20)).is_ok());
    assert_eq!(parse(many(21)), [at(Rule::NumberOutOfRange, "changes")]);
    let wild = vec![
        Change::AddOffers { like: offer(1), number: 51, at: school(1) },
        Change::AddOffers { like: offer(1), number: 0, at: school(1) },
        Change::Capacity { holder: specialist(1), half_days: -1 },
        Change::Weight { factor: Factor::Travel, to: -1 },
        Change::Setting { setting: Setting::LoadEach, to: 1_000_001 },
    ];
    let fields = ["0.addOffers.number", "1.addOffers.number", "2.capacity.halfDays", "3.weight.to", "4.setting.to"];
    assert_eq!(parse(wild), fields.map(|field| at(Rule::NumberOutOfRange, &format!("changes.{field}"))));
    let twice = vec![
        Change::RemoveSpecialist { specialist: id(501) },
        Change::Capacity { holder: specialist(1), half_days: 1 },
        Change::Weight { factor: Factor::Travel, to: 1 },
        Change::Weight { factor: Factor::Travel, to: 1 },
        Change::RemoveOffer { offer: offer(1) },
        Change::RemoveOffer { offer: offer(1) },
    ];
    let fields = ["changes.1", "changes.3", "changes.5"];
    assert_eq!(parse(twice), fields.map(|field| at(Rule::ScenarioChangeTwice, field)));
}

#[test]
fn weights_that_make_no_policy_are_refused() {
    let it = |changes| refused(weighed(&what_if(short(), changes)));
    let travel = vec![Change::Weight { factor: Factor::Travel, to: 200 }];
    assert_eq!(it(travel), [(Rule::PolicyOneOffNotLast, "changes".to_owned())]);
    let none = vec![Change::Setting { setting: Setting::TravelHorizon, to: 0 }];
    assert_eq!(it(none), [(Rule::NumberOutOfRange, "changes".to_owned())]);
    let large = vec![
        Change::Weight { factor: Factor::Format, to: 900_000 },
        Change::Weight { factor: Factor::Expertise, to: 400_000 },
    ];
    assert_eq!(it(large), [(Rule::NumberOutOfRange, "changes".to_owned())]);
}

#[test]
fn a_plan_that_was_not_finished_says_nothing() {
    // So many bid for so few places that the watcher is asked.
    let crowd = market(5_000, [one_place(1)]);
    let it = what_if(crowd, vec![Change::RemoveOffer { offer: offer(1) }]);
    let stopped = it.weigh(&Policy::first(), &mut |_: Checkpoint<'_>| Step::Stop);
    assert_eq!(refused(stopped), [(Rule::ScenarioTooLarge, String::new())]);
}

#[test]
fn others_are_told_nothing_that_could_be_about_a_few() {
    // Eight requests and seven people with a place each, of whom one would go.
    let it =
        weighed(&what_if(market(8, (1..=7).map(one_place)), vec![Change::RemoveOffer { offer: offer(1) }])).unwrap();
    let told = |whole, line| it.told(whole).into_iter().find(|it| it.line == line).unwrap();
    let own = told(true, Line::Met);
    assert_eq!((own.other, own.this), (Some(Figure { part: 7, of: 8 }), Some(Figure { part: 6, of: 8 })));
    assert_eq!(own.verdict, Some(Verdict::Worse));
    let others = told(false, Line::Met);
    assert_eq!(
        (others.other, others.this, others.verdict),
        (None, None, None),
        "one is left over, and that is one school"
    );
    let journeys = told(false, Line::MeanMetres);
    assert!(journeys.other.is_some() && journeys.this.is_some(), "of seven and of six");
    assert_eq!(told(false, Line::ThreeOrMore).this, None);
    assert_eq!(told(false, Line::Newcomers).this, Some(Figure { part: 6, of: 6 }), "nobody is left over");
    assert_eq!((it.kept_as_told(true), it.kept_as_told(false)), (Some(it.kept), None));

    assert_eq!((it.requests_as_told(true), it.requests_as_told(false)), (Some(8), Some(8)));

    let few = weighed(&what_if(short(), vec![Change::RemoveOffer { offer: offer(1) }])).unwrap();
    assert_eq!((few.requests_as_told(true), few.requests_as_told(false)), (Some(3), None));
    assert!(few.told(false).iter().all(|it| it.other.is_none() && it.this.is_none() && it.verdict.is_none()));
}
