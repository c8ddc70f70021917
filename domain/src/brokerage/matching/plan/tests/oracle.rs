//! The planner's value beside that of `eo-mcf`, a solver of flows at least cost: its own method, its own code, its own proof.

use eo_mcf::{Problem, solve_certified};

use crate::brokerage::matching::plan::tests::dice::{Dice, Kind, market};
use crate::brokerage::matching::plan::{Checkpoint, Instance, Objective, Plan, Solved, Step, solve};

/// How many markets of each kind are tried.
const MARKETS: u64 = 600;

/// What the best plan is worth by the oracle, where some pairs are worth more or less than they are, or cannot be.
///
/// What flows from the source are requests, from request to specialist pairs, and to the sink jobs, each at its own cost; what
/// came to the sink goes back to the source, so that as much flows as is worth it.
fn oracle(instance: &Instance, objective: &Objective, extra: impl Fn(u32, u32) -> Option<i64>) -> i64 {
    let (requests, specialists) = (instance.asks().len(), instance.gives().len());
    let (source, sink) = (requests + specialists, requests + specialists + 1);
    let mut problem = Problem::builder(sink + 1).edge(sink, source, 1 << 20, 0);
    for (request, ask) in instance.asks().iter().enumerate() {
        problem = problem.edge(source, request, i64::from(ask.seats), 0);
        for pair in instance.row(request).iter() {
            if let Some(extra) = extra(request as u32, pair.specialist) {
                let gain = pair.weight + ask.worth + extra;
                problem = problem.edge(request, requests + pair.specialist as usize, 1, -gain);
            }
        }
    }
    for (specialist, give) in instance.gives().iter().enumerate() {
        for job in give.jobs..give.jobs + give.capacity {
            problem = problem.edge(requests + specialist, sink, 1, objective.cost_after(job));
        }
    }
    let (solution, certificate) = solve_certified(&problem.build().unwrap()).unwrap();
    assert_eq!(solution.objective(), certificate.objective);
    i64::try_from(-solution.objective()).unwrap()
}

fn best(instance: &Instance, objective: &Objective) -> i64 {
    oracle(instance, objective, |_, _| Some(0))
}

fn planned(instance: &Instance, objective: &Objective) -> Solved {
    solve(instance, objective, &mut |_| Step::GoOn)
}

fn each(mut check: impl FnMut(Kind, u64, &Instance, &Objective)) {
    for kind in Kind::ALL {
        for number in 0..MARKETS {
            let seed = number * 9 + kind as u64;
            let (instance, objective) = market(kind, seed);
            check(kind, seed, &instance, &objective);
        }
    }
}

#[test]
fn every_plan_is_worth_what_the_oracle_says_and_its_prices_prove_it() {
    each(|kind, seed, instance, objective| {
        let solved = planned(instance, objective);
        let value = solved.plan.value(instance, objective);
        assert_eq!(value, Ok(solved.value), "{kind:?} {seed}");
        assert_eq!(solved.value.total(), best(instance, objective), "{kind:?} {seed}");
        assert_eq!(solved.certificate.bound(instance, objective), Some(solved.bound), "{kind:?} {seed}");
        assert!(solved.is_exact(), "{kind:?} {seed}");
    });
}

#[test]
fn a_plan_that_was_stopped_lies_below_the_oracle_and_its_bound_above() {
    each(|kind, seed, instance, objective| {
        let mut left = Dice(seed).below(4);
        let mut watch = |_: Checkpoint<'_>| {
            left = left.saturating_sub(1);
            if left == 0 { Step::Stop } else { Step::GoOn }
        };
        let solved = solve(instance, objective, &mut watch);
        let best = best(instance, objective);
        assert_eq!(solved.plan.value(instance, objective), Ok(solved.value), "{kind:?} {seed}");
        assert!(solved.value.total() <= best && best <= solved.bound.total(), "{kind:?} {seed}");
    });
}

#[test]
fn a_plan_is_said_to_be_the_only_one_just_where_the_oracle_finds_no_other() {
    const FORCED: i64 = 1 << 40;
    each(|kind, seed, instance, objective| {
        if !seed.is_multiple_of(5) {
            return;
        }
        let solved = planned(instance, objective);
        let best = solved.value.total();
        let apart = |it: (u32, u32), worth: Option<i64>| {
            oracle(instance, objective, |request, specialist| if it == (request, specialist) { worth } else { Some(0) })
        };
        let has = |plan: &Plan, it: &(u32, u32)| plan.pairs().contains(it);
        let pairs = (0..instance.asks().len())
            .flat_map(|request| instance.row(request).iter().map(move |pair| (request as u32, pair.specialist)));
        let other = pairs.into_iter().any(|it| {
            if has(&solved.plan, &it) { apart(it, None) == best } else { apart(it, Some(FORCED)) - FORCED == best }
        });
        assert_eq!(solved.unique, Some(!other), "{kind:?} {seed}");
    });
}
