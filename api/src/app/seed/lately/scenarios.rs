//! What would be: a broker asks and puts a question away, a neighbour has an answer, and an analyst has one for the nation, of which
//! weights were put forward: refused, taken back, left too long, approved, and once more to be answered.

use domain::brokerage::matching::{Change, Factor};
use domain::brokerage::{PolicyChange, PolicyChangeDraft, Scenario, ScenarioReaders};
use domain::exchange::{RequestStatus, SupportRequest};
use domain::text::Remark;
use domain::{HalfTerm, Timestamp};
use persistence::brokerage::{match_policy, policy_change as changes};

use crate::app::brokerage::matching::{Wanted, run};
use crate::app::brokerage::policy_change;
use crate::app::brokerage::scenario::{self, Form};
use crate::app::seed::cast::Cast;
use crate::app::seed::offices::Offices;
use crate::app::{App, Caller, Outcome};

/// So many stages there are beyond the first.
const STAGES: usize = 3;
/// So many days ago something was put forward that nobody answered.
const DAYS: i64 = 40;

/// Asks it all.
pub async fn ask(app: &App, cast: &Cast) -> Outcome<()> {
    let (Some(offices), Some((next, days))) = (&cast.offices, cast.next) else { return Ok(()) };
    let own = &cast.own.broker;
    let nearer = || vec![Change::Weight { factor: Factor::Travel, to: 20 }];
    scenario::write(app, own, &form("Nearer help", 4, next, nearer())).await?;
    let answered = scenario::write(app, own, &form("Nearer help, long pieces of work", 12, next, nearer())).await?;
    scenario::archive(app, own, answered.id, "Nothing of that size is asked for.", None).await?;

    let waits = |it: &&SupportRequest| {
        let confirmed = matches!(it.status, RequestStatus::Triaged | RequestStatus::Matching) && !it.audit_open;
        confirmed && it.draft.window.from() <= days.from() && days.until() <= it.draft.window.until()
    };
    let Some(request) = cast.requests.iter().find(waits) else { return Ok(()) };
    let Some(company) = request.alliances.first().and_then(|it| cast.broker(*it)) else { return Ok(()) };
    for _ in 0..STAGES {
        // Where it was searched farther before, nothing is left to search.
        if run(app, &company.broker, request.id, Wanted::Wider, None, None).await.is_err() {
            break;
        }
    }
    let of_size = |name: &str, changes| form(name, request.draft.half_days, next, changes);
    reckoned(app, &company.broker, &of_size("Nearer help", nearer())).await?;
    let shown = reckoned(app, &offices.analyst, &of_size("Nearer help in the nation", nearer())).await?;
    put_forward(app, offices, &shown).await?;
    let alike = vec![Change::Weight { factor: Factor::Context, to: 15 }];
    let shown = reckoned(app, &offices.analyst, &of_size("Help from schools alike", alike)).await?;
    let reason = "Schools ask for help from those who know their kind.";
    policy_change::propose(app, &offices.analyst, shown.id, reason, None).await.map(drop)
}

fn form(name: &str, half_days: i32, half_term: HalfTerm, changes: Vec<Change>) -> Form {
    let question = "Who would be met, and how far would people travel?".to_owned();
    Form { name: name.to_owned(), question, half_days, half_terms: vec![half_term], changes }
}

/// A scenario that has its report, shared with the whole exchange.
async fn reckoned(app: &App, by: &Caller, form: &Form) -> Outcome<Scenario> {
    let it = scenario::write(app, by, form).await?;
    scenario::reckon(app, by, it.id, None).await?;
    scenario::share(app, by, it.id, ScenarioReaders::Exchange, None).await
}

/// The weights of a scenario, whatever may become of them.
async fn put_forward(app: &App, offices: &Offices, shown: &Scenario) -> Outcome<()> {
    let (analyst, operator) = (&offices.analyst, &offices.operator);
    let reason = "Journeys cost schools more than they did.";
    let forward = async || policy_change::propose(app, analyst, shown.id, reason, None).await;
    let it = forward().await?;
    policy_change::refuse(app, operator, it.id, "The figures are of too few requests.", None).await?;
    let it = forward().await?;
    policy_change::withdraw(app, analyst, it.id, "To be put forward with its reason.", None).await?;
    leave(app, analyst, shown, reason).await?;
    let it = forward().await?;
    policy_change::approve(app, operator, it.id, None).await.map(drop)
}

/// Something that was put forward weeks ago, and that nobody answered.
async fn leave(app: &App, analyst: &Caller, shown: &Scenario, reason: &str) -> Outcome<()> {
    let now = app.clock.now();
    let long_ago = Timestamp::new(now.utc() - chrono::TimeDelta::days(DAYS));
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    let newest = match_policy::newest(&tx).await?;
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let draft = PolicyChangeDraft { id: app.ids.next(), reason, holds_from: None };
    let (mut it, _) = PolicyChange::propose(draft, shown, &newest, &analyst.actor, long_ago)?;
    changes::insert(&tx, &it).await??;
    it.lapse(now).map(drop)?;
    changes::save(&tx, &mut it).await?;
    Ok(tx.commit().await?)
}
