//! Reciprocity's use cases: what schools owe, and what is given back for support.

pub mod obligation;

use domain::Id;
use domain::brokerage::{Deployment, Terms};
use domain::directory::School;
use domain::exchange::SettlementKind;
use domain::reciprocity::{BalancePolicy, Means};
use persistence::Tx;
use persistence::reciprocity::account::{self, Standing};

use crate::app::snapshot::Snapshot;
use crate::app::{App, Outcome};

/// What a school can give, as far as the register and the directory say.
pub fn means(directory: &Snapshot, school: Id<School>, standing: &Standing) -> Means {
    let listed = directory.schools.get(school).map(|it| &it.school);
    Means {
        size: listed.and_then(|it| it.size),
        leaders: standing.leaders,
        deprivation: listed.and_then(|it| it.deprivation),
    }
}

/// Terms with what the host gives back, where support for credit would take it below its limit and the terms do not say:
/// it is agreed with the support, which is never refused for that (DOMAIN C.4). The transaction sees every record.
pub(in crate::app) async fn with_give_back(
    app: &App,
    tx: &Tx,
    policy: &BalancePolicy,
    of: &Deployment,
    terms: Terms,
) -> Outcome<Terms> {
    if terms.give_back.is_some() || terms.settlement.kind != SettlementKind::ReciprocalCredit {
        return Ok(terms);
    }
    let standing = account::standing(tx, of.host).await?;
    let means = means(&app.snapshot(), of.host, &standing);
    let give_back = policy.give_back(means, standing.tallies, of.half_days, terms.period.until());
    Ok(Terms { give_back, ..terms })
}
