//! Reciprocity's use cases: what schools owe, and what is given back for support.

pub mod obligation;

use domain::Id;
use domain::brokerage::{Deployment, Terms};
use domain::directory::School;
use domain::reciprocity::{BalancePolicy, GiveBack, Means};
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
    if !terms.leaves_give_back(of.terms.as_ref()) {
        return Ok(terms);
    }
    let standing = account::standing(tx, of.host).await?;
    let give_back = reckoned(app, policy, of, (&terms, &standing));
    Ok(terms.giving_back(give_back))
}

/// Refuses the second signature where the host stands elsewhere by now than when its terms were written, so that it would give
/// something else back (DOMAIN C.4; decision 99). Its accounts are held until the transaction ends, which posts to them. The
/// transaction sees every record.
pub(in crate::app) async fn require_give_back(
    app: &App,
    tx: &Tx,
    policy: &BalancePolicy,
    of: &Deployment,
) -> Outcome<()> {
    let Some(terms) = of.terms.as_ref().filter(|terms| terms.leaves_give_back(None)) else { return Ok(()) };
    let standing = account::hold(tx, of.host, of.home).await?;
    Ok(terms.require_give_back(reckoned(app, policy, of, (terms, &standing)))?)
}

fn reckoned(
    app: &App,
    policy: &BalancePolicy,
    of: &Deployment,
    (terms, standing): (&Terms, &Standing),
) -> Option<GiveBack> {
    let means = means(&app.snapshot(), of.host, standing);
    policy.give_back(means, standing.tallies, of.half_days, terms.period.until())
}
