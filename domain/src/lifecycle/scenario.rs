//! How scenarios and changes of the matching policy are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::{Actor, Role};
use crate::brokerage::matching::Policy;
use crate::brokerage::testing::{
    at, broker, head, newest, policy_change as proposed, scenario_draft, scenario_outcome, start,
};
use crate::brokerage::{PolicyChange, Scenario, ScenarioDraft, ScenarioReaders};
use crate::text::Remark;

fn reason() -> Remark {
    Remark::new("Answered").unwrap()
}

fn analyst(person: u128) -> Actor {
    at(Role::Analyst, 0, person)
}

/// A scenario.
pub(super) fn scenario() -> Lifecycle {
    let now = start();
    let written = |it, by: &Actor| Scenario::write(it, &Policy::first(), by, now).unwrap();
    let of_alliance = written(scenario_draft(), &broker(10, 5));
    let of_nation = written(ScenarioDraft { alliance: None, ..scenario_draft() }, &analyst(41));
    Explorer::asking([
        ("broker", broker(10, 5)),
        ("broker of another alliance", broker(11, 6)),
        ("head", head(2)),
        ("analyst, for the nation", analyst(41)),
    ])
    .step(move |it: &mut Scenario, by| it.reckon(scenario_outcome(), by, now).ok())
    .step(|it, by| it.share(ScenarioReaders::Exchange, by).ok())
    .step(move |it, by| it.archive(reason(), by, now).ok())
    .explore("Scenario", [of_alliance, of_nation], |it| it.status)
}

/// A change of the matching policy.
pub(super) fn policy_change() -> Lifecycle {
    let (now, late) = (start(), start().plus_days(31));
    Explorer::asking([
        ("analyst who put it forward", analyst(41)),
        ("another analyst", analyst(42)),
        ("operator", at(Role::Operator, 0, 40)),
        ("broker", broker(10, 5)),
    ])
    .step(move |it: &mut PolicyChange, by| it.approve(&newest(), by, now).ok())
    .step(move |it, by| it.refuse(reason(), by, now).ok())
    .step(move |it, by| it.withdraw(reason(), by, now).ok())
    .alone(move |it| it.lapse(late).ok())
    .explore("Change of the matching policy", [proposed()], |it| it.status)
}
