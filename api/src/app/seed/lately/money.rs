//! Money that is put together, matched and granted.

use chrono::NaiveDate;
use domain::Timestamp;
use domain::brokerage::{PoolLeave, PoolOpening, PooledBudget};
use domain::directory::{Application, FundingStage, Partner, Phase, ProgrammeFocus, ProgrammeMember};
use domain::exchange::GrantForm;
use domain::text::Name;
use domain::time::academic_year;
use persistence::brokerage::{pool as pools, pool_line};

use crate::app::brokerage::{grant, pool};
use crate::app::exchange::capacity;
use crate::app::seed::cast::Cast;
use crate::app::{App, Caller, Outcome};

/// What a school puts in, in pence: 1,500 pounds.
const PUT_IN: i64 = 150_000;
/// What others match of a year's grant, in pence: 50,000 pounds.
const MATCHED: i64 = 5_000_000;

/// A budget of this year: one school is asked, one has joined, one does not wish to, and one has left.
pub async fn pool(app: &App, cast: &Cast) -> Outcome<()> {
    let own = &cast.own;
    let [asked @ .., _] = &own.heads[..] else { return Ok(()) };
    let Some([_, joins, declines, leaves]) = asked.first_chunk::<4>() else { return Ok(()) };
    let form = pool::Form {
        name: "Reading together".to_owned(),
        year: academic_year(app.clock.now().day()),
        alliance: own.alliance,
        lead: None,
        schools: asked[..4].iter().map(|(school, _)| *school).collect(),
    };
    let it = pool::open(app, &own.broker, &form).await?;
    for (_, head) in [joins, leaves] {
        pool::commit(app, head, (it.id, None), PUT_IN).await?;
    }
    for (_, head) in [declines, leaves] {
        pool::leave(app, head, (it.id, None), PoolLeave::Money).await?;
    }
    Ok(())
}

/// A budget of the year before, which is closed today.
pub async fn close_a_pool(app: &App, cast: &Cast) -> Outcome<()> {
    let (own, now) = (&cast.own, app.clock.now());
    let Some((school, head)) = own.heads.first() else { return Ok(()) };
    let opened = Timestamp::new(now.utc() - chrono::TimeDelta::days(400));
    let opening = PoolOpening {
        id: app.ids.next(),
        alliance: own.alliance,
        lead: None,
        name: Name::new("A first year of reading").map_err(|no| no.at("name"))?,
        year: academic_year(opened.day()),
    };
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    let (mut it, _) = PooledBudget::open(opening, &own.broker.actor, opened)?;
    it.ask(*school, &own.broker.actor, opened).map(drop)?;
    pools::insert(&tx, &it).await?;
    let (_, put_in) = it.commit(*school, PUT_IN, &head.actor, opened.plus_days(9))?;
    let (_, refunds) = it.close(&own.broker.actor, now)?;
    let lines: Vec<_> = put_in.into_iter().chain(refunds).collect();
    pools::save(&tx, &mut it).await?;
    pool_line::add(&tx, &lines).await?;
    Ok(tx.commit().await?)
}

/// A grant of three years, entered long after: the first was released, the second is matched, the third waits; and its review
/// is passed.
pub async fn grant(app: &App, cast: &Cast) -> Outcome<()> {
    let own = &cast.own;
    let (Some((school, _)), Some(starts_on), Some(held_on)) =
        (own.heads.first(), NaiveDate::from_ymd_opt(2003, 9, 1), NaiveDate::from_ymd_opt(2005, 9, 12))
    else {
        return Ok(());
    };
    let application = Application {
        schools: vec![(Phase::Primary, true); 6],
        partners: vec![Partner::University],
        ..Application::new(ProgrammeMember::Network, FundingStage::Running, ProgrammeFocus::Other)
    };
    let programme = "networked-learning-communities".to_owned();
    let told = grant::Told { programme, school: *school, person: None, starts_on, application };
    let it = grant::open(app, &own.broker, own.alliance, &told).await?;
    for year in [1, 2] {
        let letter = "The authority's letter of that year.";
        grant::evidence(app, &own.broker, (it.id, None), (year, MATCHED), letter).await?;
    }
    grant::release(app, &own.broker, (it.id, None), 1).await?;
    grant::review(app, &own.broker, (it.id, None), (held_on, true)).await.map(drop)
}

/// The alliance pays for days of its adviser.
pub async fn fund_days(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(who) = &cast.adviser else { return Ok(()) };
    let year = academic_year(app.clock.now().day());
    let form = GrantForm { year, half_days: 10, funder: "The alliance's fund for new heads".to_owned() };
    capacity::grant(app, &cast.own.broker, who.id, cast.own.alliance, &form).await.map(drop)
}
