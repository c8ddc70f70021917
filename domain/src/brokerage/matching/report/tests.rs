//! The report, every number by hand, and on the public instance.

use super::{
    Account, AskFacts, Balances, Case, Facts, FactsFault, GiveFacts, Journey, Journeys, Line, Load, Report,
    ReportFault, Share, Verdict, compare,
};
use crate::brokerage::matching::baseline::first_come;
use crate::brokerage::matching::plan::{
    Ask, Certificate, Draft, Give, Instance, Objective, Pairing, Plan, PlanFault, Step, Value, solve,
};
use crate::brokerage::matching::public_instance::PublicInstance;
use crate::brokerage::matching::stable::{Preferences, stable};

const fn share(part: usize, of: usize) -> Share {
    Share { part, of }
}

/// Three requests of the schools 0, 1 and 2, the last for a team of two; three specialists of the schools 1, 3 and 3. Points:
///
/// | | A, two places | B, one place, two jobs before | C, one place |
/// |---|---|---|---|
/// | 0, worth 10 | 9 | 8 | |
/// | 1, worth 20 | | 6 | |
/// | 2, worth 30 for each of two | 7 | | 5 |
fn market() -> Instance {
    let ask = |key, seats, worth| Ask { key, seats, worth };
    let give = |key, capacity, jobs| Give { key, capacity, jobs };
    let pair = |specialist, weight| Pairing { specialist, weight };
    Instance::new(Draft {
        asks: vec![ask(0, 1, 10), ask(1, 1, 20), ask(2, 2, 30)],
        gives: vec![give(0, 2, 0), give(1, 1, 2), give(2, 1, 0)],
        pairs: vec![vec![pair(0, 9), pair(1, 8)], vec![pair(1, 6)], vec![pair(0, 7), pair(2, 5)]],
        seed: 1,
    })
    .unwrap()
}

fn facts() -> Facts {
    let ask = |school, priority, isolated, days| AskFacts { school, priority, isolated, days };
    let give = |school, first_time| GiveFacts { school, first_time };
    let account = |balance, gave| Account { balance, gave };
    Facts {
        asks: vec![ask(0, 1, false, 2), ask(1, 3, true, 3), ask(2, 1, true, 1)],
        gives: vec![give(1, false), give(3, false), give(3, true)],
        accounts: vec![account(Some(0), false), account(Some(4), true), account(Some(-6), false), account(None, true)],
    }
}

/// A kilometre and ten minutes for each step between their numbers; of C no minutes are known.
fn journey(request: u32, specialist: u32) -> Journey {
    let steps = request.abs_diff(specialist);
    Journey { metres: Some(1_000 * steps), minutes: (specialist != 2).then_some(10 * steps) }
}

/// A report on the market, against costs of 0, 3, and 5 from the third job on, and the prices 9, 8 and 0.
fn report(facts: &Facts, plan: &Plan, last: Option<&Plan>) -> Result<Report, ReportFault> {
    let instance = market();
    Report::of(
        &Case {
            preferences: &Preferences::new(&instance, |request, _| i64::from(request)),
            objective: &Objective::fair(vec![0, 3, 5]).unwrap(),
            facts,
            journey: &journey,
            certificate: Some(&Certificate { prices: vec![9, 8, 0] }),
            best_without_load: Some(117),
            last,
        },
        plan,
    )
}

#[test]
fn every_number_by_hand() {
    // 0 and 2 have A, 2 has C as well, and 1 has nobody.
    let it = report(&facts(), &Plan::new([(0, 0), (2, 0), (2, 2)]), Some(&Plan::new([(0, 1), (2, 0)]))).unwrap();
    // 9 + 7 + 5 points; 10 + 30 + 30 for being met; A's second job costs 3.
    assert_eq!(it.value, Value { met: 2, weight: 21, worth: 70, load: 3 });
    // Gains at the prices: 19 - 9 or 18 - 8, so 10; 26 - 8 = 18; 37 - 9 and 35, so 63. A earns 9 and 6, B's third job 3, C 0.
    assert_eq!((it.bound, it.gap()), (Some(10 + 18 + 63 + 15 + 3), Some(109 - 88)));
    assert_eq!(it.coverage.met, share(2, 3));
    assert_eq!(it.coverage.seats, share(3, 4));
    assert_eq!(it.coverage.possible, share(3, 3));
    assert_eq!(it.coverage.by_priority.into_iter().collect::<Vec<_>>(), [(1, share(2, 2)), (3, share(0, 1))]);
    assert_eq!((it.coverage.isolated, it.coverage.others), (share(1, 2), share(1, 1)));
    // Full are A (2 of 2), C (1 of 1), and B for two thirds: 2/3, 1, 1. (-2 * 2/3 + 0 + 2) / (3 * 8/3) = 1/12.
    // A has two jobs, and B two from before. C alone never gave, and does now.
    assert_eq!(it.load, Load { used: 2, three_or_more: 0, gini: 83, newcomers: share(1, 1) });
    // 0, 2 and 0 kilometres; 0 and 20 minutes.
    assert_eq!(it.travel.metres, Some(Journeys { known: 3, mean: 667, percentile_95: 2_000 }));
    assert_eq!(it.travel.minutes, Some(Journeys { known: 2, mean: 10, percentile_95: 20 }));
    // School 1 gives A and gets nothing; 0 and 2 ask and give nothing; 3 asks for nothing.
    assert_eq!(it.ledger.gave_and_got_nothing, share(1, 1));
    // 0, 4, -6: sum -2, squares 52; 3 * 52 - 4 = 152, its root 12.3288, over 3: 4.1096.
    assert_eq!(it.ledger.before, Some(Balances { schools: 3, lowest: -6, highest: 4, deviation: 4_109 }));
    // 0 gets 2 days of 1, and 2 gets 1 of 1 and 1 of 3, whose balance is unknown: -2, 7, -8: sum -3, squares 117;
    // 351 - 9 = 342, its root 18.4932, over 3: 6.1644.
    assert_eq!(it.ledger.after, Some(Balances { schools: 3, lowest: -8, highest: 7, deviation: 6_164 }));
    // B is free and would be had by 1, who has nobody. 0 has somebody with more points than B. Nobody envies.
    assert_eq!((it.blocking, it.envious), (1, 0));
    // 21 + 70 against 117; of the last two pairs one stands.
    assert_eq!((it.given_up, it.kept), (Some(26), Some(share(1, 2))));
}

#[test]
fn of_what_is_not_known_nothing_is_said() {
    let instance = market();
    let nobody = Report::of(
        &Case {
            preferences: &Preferences::new(&instance, |request, _| i64::from(request)),
            objective: &Objective::linear(),
            facts: &Facts { accounts: vec![Account { balance: None, gave: false }; 4], ..facts() },
            journey: &|_, _| Journey::default(),
            certificate: None,
            best_without_load: None,
            last: None,
        },
        &Plan::default(),
    )
    .unwrap();
    assert_eq!((nobody.bound, nobody.gap(), nobody.given_up, nobody.kept), (None, None, None, None));
    assert_eq!((nobody.travel.metres, nobody.travel.minutes), (None, None));
    assert_eq!((nobody.ledger.before, nobody.ledger.after), (None, None));
    // Nobody gave, so nobody gave and got nothing. B is full for two thirds and nobody else is: (0, 0, 2/3) has the
    // coefficient 2/3.
    assert_eq!(nobody.ledger.gave_and_got_nothing, share(0, 0));
    assert_eq!(nobody.load, Load { used: 0, three_or_more: 0, gini: 667, newcomers: share(0, 1) });
    assert_eq!([share(0, 0), share(2, 3)].map(Share::thousandths), [None, Some(666)]);
    let unsaid = [Line::GivenUp, Line::Balances, Line::MeanMetres, Line::FarMetres, Line::MeanMinutes, Line::Kept];
    assert!(nobody.lines().iter().all(|(line, _)| !unsaid.contains(line)));
}

#[test]
fn jobs_that_were_agreed_before_count() {
    let it = report(&facts(), &Plan::new([(1, 1)]), None).unwrap();
    // B's third job costs 5. He is full; A and C do nothing: (0, 0, 1) has the coefficient 2/3.
    assert_eq!(it.value, Value { met: 1, weight: 6, worth: 20, load: 5 });
    assert_eq!(it.load, Load { used: 1, three_or_more: 1, gini: 667, newcomers: share(0, 1) });
}

#[test]
fn two_plans_beside_each_other() {
    let [this, other] = [&[(0, 0), (2, 0), (2, 2)][..], &[(0, 0), (1, 1), (2, 2)]]
        .map(|pairs| report(&facts(), &Plan::new(pairs.iter().copied()), None).unwrap());
    let verdict = |line: Line| compare(&this, &other).into_iter().find(|it| it.line == line).map(|it| it.verdict);
    // 88 points against 9 + 6 + 5 and 10 + 20 + 30, less B's 5: 75.
    assert_eq!(verdict(Line::Value), Some(Verdict::Better));
    assert_eq!(verdict(Line::Met), Some(Verdict::Worse));
    assert_eq!(verdict(Line::Seats), Some(Verdict::Same));
    assert_eq!(verdict(Line::MetOfPriority(3)), Some(Verdict::Worse));
    assert_eq!(verdict(Line::MetOfPriority(1)), Some(Verdict::Same));
    assert_eq!(verdict(Line::MetIsolated), Some(Verdict::Worse));
    // Two with two jobs, against B with three.
    assert_eq!(verdict(Line::ThreeOrMore), Some(Verdict::Better));
    // The other takes B besides, who gave before: that changes nothing for C, who never did.
    assert_eq!(verdict(Line::Newcomers), Some(Verdict::Same));
    // School 1 gives A either way; the other plan brings it B.
    assert_eq!(verdict(Line::GaveAndGotNothing), Some(Verdict::Worse));
    // The other's pair (1, 1) is at home: no metres; its mean is 0.
    assert_eq!(verdict(Line::MeanMetres), Some(Verdict::Worse));
    assert_eq!(verdict(Line::Kept), None);
    let back = compare(&other, &this);
    for (there, back) in compare(&this, &other).iter().zip(&back) {
        assert_eq!((there.line, there.this, there.other), (back.line, back.other, back.this));
        assert_eq!(there.verdict == Verdict::Better, back.verdict == Verdict::Worse);
    }
    assert!(compare(&this, &this).iter().all(|it| it.verdict == Verdict::Same));
}

#[test]
fn whoever_gives_in_the_plan_gives() {
    // Nobody gave before, C is of school 0, and A of school 1.
    let mut facts = Facts { accounts: vec![Account { balance: None, gave: false }; 4], ..facts() };
    facts.gives[2].school = 0;
    let of = |facts: &Facts, pairs: &[(u32, u32)]| report(facts, &Plan::new(pairs.iter().copied()), None).unwrap();
    let [both, one, nobody] = [&[(2, 0), (2, 2)][..], &[(0, 0)], &[]].map(|pairs| of(&facts, pairs));
    let shares = [&both, &one, &nobody].map(|it| it.ledger.gave_and_got_nothing);
    assert_eq!(shares, [share(2, 2), share(1, 1), share(0, 0)]);
    // Two of two are the same share as one of one; nothing of nothing is less.
    let verdict = |this: &Report, other: &Report| {
        compare(this, other).into_iter().find(|it| it.line == Line::GaveAndGotNothing).map(|it| it.verdict)
    };
    assert_eq!(verdict(&both, &one), Some(Verdict::Same));
    assert_eq!(verdict(&nobody, &one), Some(Verdict::Better));
    // Whoever gave before and asks counts even if nobody of theirs gives now.
    facts.accounts[2].gave = true;
    assert_eq!(of(&facts, &[]).ledger.gave_and_got_nothing, share(1, 1));
    assert_eq!(of(&facts, &[(2, 0)]).ledger.gave_and_got_nothing, share(1, 2));
}

#[test]
fn a_newcomer_without_a_place_is_not_passed_over() {
    let gives = [0, 1].map(|capacity| Give { key: u64::from(capacity), capacity, jobs: 0 }).to_vec();
    let instance = Instance::new(Draft { gives, ..Draft::default() }).unwrap();
    let gives = vec![GiveFacts { school: 0, first_time: true }; 2];
    let facts = Facts { gives, accounts: vec![Account { balance: None, gave: false }], ..Facts::default() };
    assert_eq!(Load::of(&instance, &facts, &Plan::default()).newcomers, share(0, 1));
}

#[test]
fn each_line_has_a_name_of_its_own() {
    let it = report(&facts(), &Plan::new([(1, 1)]), Some(&Plan::default())).unwrap();
    let mut names: Vec<_> = it.lines().iter().map(|(line, _)| line.to_string()).collect();
    let many = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!((names.len(), many), (19, 19));
}

#[test]
fn what_belongs_to_no_market_has_no_report() {
    let plan = Plan::new([(1, 0)]);
    let refused = report(&facts(), &plan, None);
    assert_eq!(refused, Err(ReportFault::Plan(PlanFault::NoSuchPair { request: 1, specialist: 0 })));
    let mut cases = [(); 4].map(|()| facts());
    cases[0].asks.pop();
    cases[1].gives.pop();
    cases[2].gives[1].school = 4;
    cases[3].asks[0].days = i64::MIN;
    let faults = cases.map(|facts| report(&facts, &Plan::default(), None).unwrap_err());
    let school = FactsFault::NoSuchSchool { school: 4 };
    let expected = [FactsFault::Missing, FactsFault::Missing, school, FactsFault::OutOfRange];
    assert_eq!(faults, expected.map(ReportFault::Facts));
}

#[test]
fn the_public_instance_has_the_published_figures() {
    let public = PublicInstance::read();
    let preferences = Preferences::new(&public.instance, |request, specialist| public.standing(request, specialist));
    let case = Case {
        preferences: &preferences,
        objective: &PublicInstance::fair(),
        facts: &public.facts,
        journey: &|request, specialist| public.journey(request, specialist),
        certificate: None,
        best_without_load: Some(7_542_630),
        last: None,
    };
    let [stable, by_arrival] = [stable(&preferences), first_come(&public.instance, i64::from)];
    let [stable, by_arrival] = [&stable, &by_arrival].map(|plan| Report::of(&case, plan).unwrap());
    let published = |it: &Report| {
        let travel = it.travel.metres.map(|metres| metres.mean);
        (it.value.total(), it.coverage.isolated, travel, it.load.used, it.load.three_or_more, it.blocking)
    };
    assert_eq!(published(&stable), (7_364_621, share(95, 100), Some(18_215), 317, 43, 0));
    assert_eq!(published(&by_arrival), (7_363_550, share(94, 100), Some(20_289), 329, 37, 138));
    assert_eq!((stable.given_up, by_arrival.given_up), (Some(7_542_630 - 7_480_221), Some(7_542_630 - 7_471_550)));
    assert_eq!(stable.coverage.possible, share(488, 500));
    assert_eq!([&stable, &by_arrival].map(|it| it.load.newcomers), [share(30, 71), share(34, 71)]);
    // The stable plan loads people more unevenly than the order of arrival does, and the report says so.
    let worse: Vec<_> = compare(&stable, &by_arrival).into_iter().filter(|it| it.verdict == Verdict::Worse).collect();
    let expected = [Line::MetOfPriority(3), Line::Gini, Line::ThreeOrMore, Line::Newcomers];
    assert_eq!(worse.iter().map(|it| it.line).collect::<Vec<_>>(), expected);
    assert!(worse.iter().all(|it| it.line.is_of_fairness()));
}

#[test]
fn the_best_plan_is_fairer_than_the_order_of_arrival_on_every_line() {
    let public = PublicInstance::read();
    let preferences = Preferences::new(&public.instance, |request, specialist| public.standing(request, specialist));
    let (fair, linear) = (PublicInstance::fair(), Objective::linear());
    let [best, without_load] = [&fair, &linear].map(|it| solve(&public.instance, it, &mut |_| Step::GoOn));
    let case = Case {
        preferences: &preferences,
        objective: &fair,
        facts: &public.facts,
        journey: &|request, specialist| public.journey(request, specialist),
        certificate: Some(&best.certificate),
        best_without_load: Some(without_load.value.total()),
        last: None,
    };
    let by_arrival = Report::of(&case, &first_come(&public.instance, i64::from)).unwrap();
    let best = Report::of(&case, &best.plan).unwrap();
    assert_eq!((best.value.total(), best.gap(), by_arrival.gap()), (7_482_100, Some(0), Some(7_482_100 - 7_363_550)));
    assert_eq!(best.given_up, Some(29_330));
    let compared = compare(&best, &by_arrival);
    let worse: Vec<_> = compared.iter().filter(|it| it.verdict == Verdict::Worse).map(|it| it.line).collect();
    assert_eq!(worse, [Line::Blocking, Line::Envious]);
    assert!(worse.iter().all(|line| !line.is_of_fairness()));
}
