//! Capacity: what a school or a specialist says that they can give.

use domain::directory::{Alliance, Specialist};
use domain::exchange::{CapacityGrant, CapacityHolder, CapacityWindow, GrantForm, Offer};
use domain::time::Calendar;
use domain::{HalfTerm, Id, Rule};
use persistence::Tx;
use persistence::directory::specialist;
use persistence::exchange::{calendar, capacity, capacity_grant};

use super::current;
use crate::app::{App, Caller, Outcome};

/// The half-terms of a year.
const YEAR: usize = 6;

/// Opens those half-terms of the coming year of which the holder of an offer has declared nothing, so that what is published
/// and confirmed never runs dry: for a specialist what the policy plans, for a school what its offer states.
pub(super) async fn open_year(app: &App, tx: &Tx, offer: &Offer) -> Outcome<()> {
    let (school, stated) = (CapacityHolder::School(offer.school), offer.terms.half_days_per_half_term);
    let coming = coming_half_terms(&calendar::read(tx).await?, tx);
    match offer.terms.specialist {
        Some(who) => open_planned(app, tx, who, &coming).await,
        None => open_missing(app, tx, school, &coming, |_| stated).await,
    }
}

/// The half-terms of the coming year, the present one first.
fn coming_half_terms(calendar: &Calendar, tx: &Tx) -> Vec<HalfTerm> {
    let today = tx.now().day();
    calendar.iter().filter(|(_, days)| days.until() >= today).map(|(half_term, _)| half_term).take(YEAR).collect()
}

/// Opens what the policy plans for a specialist, where nothing is declared (DOMAIN part F).
async fn open_planned(app: &App, tx: &Tx, who: Id<Specialist>, half_terms: &[HalfTerm]) -> Outcome<()> {
    let policy = capacity_grant::policy(tx).await?;
    open_missing(app, tx, CapacityHolder::Specialist(who), half_terms, |half_term| policy.share(half_term)).await
}

/// Opens a window for each of these half-terms in which the holder has none; what there is stays as it was declared.
async fn open_missing(
    app: &App,
    tx: &Tx,
    holder: CapacityHolder,
    half_terms: &[HalfTerm],
    half_days: impl Fn(HalfTerm) -> i32 + Send,
) -> Outcome<()> {
    let open: Vec<_> = capacity::lock_windows(tx, holder, half_terms).await?.iter().map(|it| it.half_term).collect();
    for half_term in half_terms.iter().filter(|it| !open.contains(it)) {
        let mut it = CapacityWindow::empty(app.ids.next(), holder, *half_term);
        let planned = it.widen(half_days(*half_term))?;
        // Another offer of the same holder may have been published at this moment.
        if capacity::open(tx, &it).await? {
            tx.record(planned);
        }
    }
    Ok(())
}

/// Enters funded days of a specialist: what they can give in what is left of that academic year grows by as much.
pub async fn grant(
    app: &App,
    caller: &Caller,
    id: Id<Specialist>,
    alliance: Id<Alliance>,
    form: &GrantForm,
) -> Outcome<Specialist> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let who = specialist::hold(&tx, id).await?.ok_or(Rule::NotListed.at("specialist"))?;
        let member = app.snapshot().alliances.of_school(who.home).any(|it| it.id == alliance);
        let (it, event) = CapacityGrant::give(&caller.actor, &who, (alliance, member), form, tx.now())?;
        let (calendar, holder, today) = (calendar::read(&tx).await?, CapacityHolder::Specialist(id), tx.now().day());
        let of_year = calendar.iter().filter(|(half_term, days)| half_term.year() == it.year && days.until() >= today);
        let of_year: Vec<_> = of_year.map(|(half_term, _)| half_term).collect();
        if of_year.is_empty() {
            return Err(Rule::DatePassed.at("year").into());
        }
        // Funded days come on top of what is planned, also where nobody has asked for it yet.
        let coming = [coming_half_terms(&calendar, &tx), of_year.clone()].concat();
        open_planned(app, &tx, id, &coming).await?;
        let shares = it.spread(&of_year);
        for mut window in capacity::lock_windows(&tx, holder, &of_year).await? {
            if let Some((_, half_days)) = shares.iter().find(|(half_term, _)| *half_term == window.half_term) {
                tx.record(window.widen(*half_days)?);
                capacity::save(&tx, &mut window).await?;
            }
        }
        capacity_grant::insert(&tx, app.ids.uuid(), &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(who)
    })
    .await
}

/// The windows of a holder from the present half-term on, as far as the caller may see them.
pub async fn coming(app: &App, caller: &Caller, holder: CapacityHolder) -> Outcome<Vec<CapacityWindow>> {
    app.board.ready(app).await?;
    match app.board.with(|held| Ok(held.calendars.national().at(app.clock.now().day())))? {
        Some(present) => Ok(capacity::of_holder(app.db(), &caller.scope(), holder, present).await?),
        None => Ok(Vec::new()),
    }
}

/// Says how many half-days somebody can give in a half-term.
pub async fn declare(
    app: &App,
    caller: &Caller,
    holder: CapacityHolder,
    half_term: HalfTerm,
    half_days: i32,
    expected: Option<i32>,
) -> Outcome<CapacityWindow> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let owner = capacity::owner(&tx, holder).await?.ok_or(Rule::NotFound.at("holder"))?;
        if calendar::read(&tx).await?.days(half_term).is_none() {
            return Err(Rule::NumberOutOfRange.at("halfTerm").into());
        }
        let empty = CapacityWindow::empty(app.ids.next(), holder, half_term);
        // Asked before the window is opened too, so that whoever may not declare opens none.
        let _ = empty.clone().declare(half_days, owner, &caller.actor)?;
        capacity::open(&tx, &empty).await?;
        let mut it = capacity::lock_windows(&tx, holder, &[half_term]).await?.pop().ok_or(Rule::NotFound)?;
        current(it.version, expected)?;
        tx.record(it.declare(half_days, owner, &caller.actor)?);
        capacity::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}
