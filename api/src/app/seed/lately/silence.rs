//! What was asked weeks ago, and nobody answered in time.

use domain::brokerage::{Commissioning, JointCommission, PoolOpening, PooledBudget, Referral};
use domain::directory::School;
use domain::exchange::{RequestStatus, SupportRequest};
use domain::text::{Name, Remark};
use domain::time::academic_year;
use domain::{Id, Timestamp};
use persistence::brokerage::{commission as commissions, pool as pools, referral as referrals};

use crate::app::brokerage::referral;
use crate::app::seed::cast::{Cast, Company};
use crate::app::{App, Caller, Outcome};

/// After so many days everybody has been silent for too long.
const DAYS: u32 = 29;
/// A half, in hundredths of a per cent.
const HALF: i64 = 5_000;

/// A referral, a school in a pooled budget, and a joint commission.
pub async fn pass(app: &App, cast: &Cast) -> Outcome<()> {
    referred(app, cast).await?;
    pooled(app, cast).await?;
    commissioned(app, cast).await
}

/// A request that is old enough, with the alliance that brokers it.
fn old(cast: &Cast, now: Timestamp) -> Option<(&SupportRequest, &Company)> {
    let is_old = |it: &&SupportRequest| it.created_at.plus_days(DAYS + 1) <= now;
    cast.requests.iter().filter(is_old).find_map(|it| Some((it, cast.broker(*it.alliances.first()?)?)))
}

async fn referred(app: &App, cast: &Cast) -> Outcome<()> {
    let now = app.clock.now();
    let Some((request, company)) = old(cast, now) else { return Ok(()) };
    let reason = Remark::new("None of our schools teaches it that way.").map_err(|no| no.at("reason"))?;
    let (between, sent) = ((company.alliance, Some(cast.own.alliance)), request.created_at.plus_days(1));
    let (mut it, _) = Referral::send(app.ids.next(), request.id, between, reason, &company.broker.actor, sent)?;
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    let readers = referral::audience(&it, request);
    referrals::insert(&tx, &it, readers.clone()).await?;
    it.lapse(sent.plus_days(DAYS)).map(drop)?;
    referrals::save(&tx, &mut it, readers).await?;
    Ok(tx.commit().await?)
}

async fn pooled(app: &App, cast: &Cast) -> Outcome<()> {
    let (own, now) = (&cast.own, app.clock.now());
    let Some((school, _)) = own.heads.last() else { return Ok(()) };
    let opened = Timestamp::new(now.utc() - chrono::TimeDelta::days(i64::from(DAYS)));
    let opening = PoolOpening {
        id: app.ids.next(),
        alliance: own.alliance,
        lead: None,
        name: Name::new("Music together").map_err(|no| no.at("name"))?,
        year: academic_year(opened.day()),
    };
    let (mut it, _) = PooledBudget::open(opening, &own.broker.actor, opened)?;
    it.ask(*school, &own.broker.actor, opened).map(drop)?;
    it.lapse(now).into_iter().for_each(drop);
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    pools::insert(&tx, &it).await?;
    Ok(tx.commit().await?)
}

async fn commissioned(app: &App, cast: &Cast) -> Outcome<()> {
    let Some((request, company)) = old(cast, app.clock.now()) else { return Ok(()) };
    let other = company.heads.iter().map(|(school, _)| *school).find(|school| *school != request.school);
    let (Some(head), Some(other)) = (cast.head(request.school), other) else { return Ok(()) };
    let purpose = Remark::new("Two schools share what neither can pay for alone.").map_err(|no| no.at("purpose"))?;
    let backers: Vec<(Id<School>, i64, i32)> = vec![(request.school, HALF, 0), (other, HALF, 0)];
    // As it was when the other was asked.
    let asking = SupportRequest { status: RequestStatus::Matching, ..request.clone() };
    let asked = request.created_at.plus_days(1);
    let commissioning = Commissioning { id: app.ids.next(), purpose, backers, most: 200_000 };
    let (mut it, _) = JointCommission::ask(commissioning, &asking, &head.actor, asked)?;
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    commissions::insert(&tx, &it, request).await??;
    it.lapse(asked.plus_days(DAYS)).map(drop)?;
    commissions::save(&tx, &mut it).await?;
    Ok(tx.commit().await?)
}
