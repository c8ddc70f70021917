//! A scenario from its writing to where it is put away.

use super::*;
use crate::HalfTerm;
use crate::access::Role;
use crate::brokerage::matching::report::Figure;
use crate::brokerage::matching::{Basis, Change, Factor};
use crate::brokerage::testing::{at, broker, head, id, start};

/// A scenario of alliance 10 in which travel weighs a little more.
pub fn draft() -> ScenarioDraft {
    ScenarioDraft {
        id: id(80),
        alliance: Some(id(10)),
        name: Name::new("Nearer help").unwrap(),
        question: Remark::new("Would schools in the country be met from nearer by?").unwrap(),
        bundle: Bundle { half_days: 6, half_terms: vec![HalfTerm::read(20263).unwrap()] },
        changes: Changes::parse(vec![Change::Weight { factor: Factor::Travel, to: 20 }]).unwrap(),
        seed: 1,
    }
}

pub fn outcome() -> ScenarioOutcome {
    let basis = Basis { requests: 12, placed: 9, metres: 9, minutes: 9 };
    let report = Beside { today: basis, then: basis, kept: Figure { part: 9, of: 9 }, lines: Vec::new() };
    ScenarioOutcome { policy_version: 1, requests: 12, input_hash: [0; 32], report }
}

fn analyst() -> Actor {
    at(Role::Analyst, 0, 41)
}

fn write(it: ScenarioDraft, by: &Actor) -> Result<Scenario, Refusals> {
    Scenario::write(it, &Policy::first(), by, start()).map(|(it, _)| it)
}

fn written() -> Scenario {
    write(draft(), &broker(10, 5)).unwrap()
}

fn reckoned() -> Scenario {
    let mut it = written();
    let _ = it.reckon(outcome(), &broker(10, 5), start()).unwrap();
    it
}

fn reason() -> Remark {
    Remark::new("Answered").unwrap()
}

#[test]
fn a_broker_asks_about_the_own_alliance_and_an_analyst_about_the_nation() {
    let nation = || ScenarioDraft { alliance: None, ..draft() };
    assert_eq!(written().written_by, id(5));
    assert!(write(nation(), &analyst()).is_ok());
    let no = Err(Rule::NotAllowed.into());
    for by in [broker(11, 5), head(2), analyst(), at(Role::Operator, 0, 40), Actor::Stranger] {
        assert_eq!(write(draft(), &by), no, "{by:?}");
        let steps = |it: &mut Scenario| {
            [
                it.to_reckon(&by),
                it.reckon(outcome(), &by, start()).map(drop),
                it.share(ScenarioReaders::Exchange, &by).map(drop),
                it.archive(reason(), &by, start()).map(drop),
                it.to_replay(&by).map(drop),
            ]
        };
        assert_eq!(steps(&mut written()), [(); 5].map(|()| Err(Rule::NotAllowed.into())), "{by:?}");
    }
    for by in [broker(10, 5), at(Role::Operator, 0, 40), Actor::Person(id(41)), Actor::Service] {
        assert_eq!(write(nation(), &by), no, "{by:?}");
    }
}

#[test]
fn weights_that_are_no_policy_are_refused_when_they_are_written() {
    let changes = Changes::parse(vec![Change::Weight { factor: Factor::Travel, to: 200 }]).unwrap();
    let no = write(ScenarioDraft { changes, ..draft() }, &broker(10, 5)).unwrap_err();
    assert_eq!(no, Refusals::from(Rule::PolicyOneOffNotLast.at("changes")));
}

#[test]
fn a_scenario_is_reckoned_once_and_over_requests() {
    let (by, now) = (broker(10, 6), start());
    let mut it = written();
    assert_eq!(it.reckon(ScenarioOutcome { requests: 0, ..outcome() }, &by, now), Err(Rule::ScenarioEmpty.into()));
    assert_eq!(it.to_replay(&by), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.reckon(outcome(), &by, now).unwrap().name(), "scenario.reckoned");
    assert_eq!((it.outcome.as_ref(), it.reckoned_at), (Some(&outcome()), Some(now)));
    assert_eq!(it.reckon(outcome(), &by, now), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.to_replay(&by), Ok(&outcome()));
}

#[test]
fn more_people_may_read_it_and_never_fewer() {
    let (mut it, by) = (written(), broker(10, 5));
    let alliance: Id<Alliance> = id(10);
    let author: Id<Person> = id(5);
    assert_eq!(it.audience(), [author.uuid()]);
    assert_eq!(it.share(ScenarioReaders::Author, &by), Err(Rule::StepNotOpen.into()));
    assert_eq!(it.share(ScenarioReaders::Colleagues, &by).unwrap().name(), "scenario.shared");
    assert_eq!(it.audience(), [author.uuid(), alliance.uuid()]);
    let nation = Scenario { alliance: None, ..it.clone() };
    assert_eq!(nation.audience(), [author.uuid(), ANALYSTS]);
    assert!(analyst().scope().sees(&nation.audience()) && !broker(10, 6).scope().sees(&nation.audience()));
    let _ = it.share(ScenarioReaders::Exchange, &by).unwrap();
    for reader in [analyst(), broker(11, 6), at(Role::Operator, 0, 40)] {
        assert!(reader.scope().sees(&it.audience()), "{reader:?}");
    }
    assert!(!head(2).scope().sees(&it.audience()));
    for fewer in [ScenarioReaders::Author, ScenarioReaders::Colleagues, ScenarioReaders::Exchange] {
        assert_eq!(it.share(fewer, &by), Err(Rule::StepNotOpen.into()), "what was read stays to be read");
    }
}

#[test]
fn figures_are_whole_for_the_brokers_of_the_market_alone() {
    let it = reckoned();
    assert!(it.is_told_whole_to(&broker(10, 6)));
    assert!(![broker(11, 6), analyst(), head(2)].iter().any(|by| it.is_told_whole_to(by)));
    let nation = Scenario { alliance: None, ..it };
    assert!(![broker(10, 6), analyst()].iter().any(|by| nation.is_told_whole_to(by)));
}

#[test]
fn what_is_put_away_is_kept_as_it_was() {
    for it in [written(), reckoned()] {
        let mut after = it.clone();
        assert_eq!(after.archive(reason(), &broker(10, 6), start()).unwrap().name(), "scenario.archived");
        assert_eq!((after.archived_by, after.reason.clone()), (Some(id(6)), Some(reason())));
        assert_eq!((&after.outcome, after.audience()), (&it.outcome, it.audience()));
        assert_eq!(after.archive(reason(), &broker(10, 6), start()), Err(Rule::StepNotOpen.into()));
        assert_eq!(after.share(ScenarioReaders::Exchange, &broker(10, 6)), Err(Rule::StepNotOpen.into()));
        assert_eq!(after.reckon(outcome(), &broker(10, 6), start()), Err(Rule::StepNotOpen.into()));
    }
}
