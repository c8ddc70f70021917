//! What is due of plans: a round's that nobody uses, one that was announced and nobody takes up, a ring of schools that not all answer,
//! and a change of the policy by which they are made that nobody answers.

use domain::access::Role;
use lateral_tests::TestApp;

use super::{Seen, Watch, after};
use crate::{rings, rounds, scenarios};

/// A round that has its plan, and a change of the matching policy that was put forward.
pub(super) async fn nobody_uses() -> Seen {
    let app = TestApp::start().await;
    let world = scenarios::World::new(&app, 2, 4).await;
    let keepers = [app.national(Role::Analyst).await, app.national(Role::Analyst).await];
    let scenario = scenarios::shown(&keepers[0], scenarios::travel()).await;
    scenarios::propose(&keepers[0], scenario).await;
    let round = rounds::open(&world.broker).await;
    rounds::freeze(&world.broker, round).await.done();

    let asked = rings::World::new(&app, 2, 10).await;
    asked.proposed(&[0, 1]).await;

    let mut watch = Watch::begin(&app).await;
    let answering = [&asked.broker, &asked.heads[0], &asked.heads[1]];
    watch.hear(after(watch.days(7)), &[("ring.dissolved", &answering)]).await;
    watch.hear(after(watch.days(14)), &[("round.failed", &[&world.broker])]).await;
    let keepers: Vec<_> = keepers.iter().collect();
    watch.hear(after(watch.days(30)), &[("policy_change.lapsed", &keepers)]).await;
    watch.end()
}

/// A round of the nation that was announced and that no alliance has taken up.
pub(super) async fn nobody_takes_up() -> Seen {
    let app = TestApp::start().await;
    let world = scenarios::World::new(&app, 2, 4).await;
    let operator = app.national(Role::Operator).await;
    let round = rounds::open(&operator).await;
    rounds::freeze(&operator, round).await.done();
    app.settle().await;
    rounds::announced::announce(&operator, round).await.done();

    let mut watch = Watch::begin(&app).await;
    watch.hear(after(watch.days(42)), &[("round.closed", &[&operator, &world.broker])]).await;
    watch.end()
}
