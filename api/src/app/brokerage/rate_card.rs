//! Rate cards: what an alliance charges in one academic year.

use domain::Id;
use domain::brokerage::{RateCard, RatesDraft};
use domain::directory::{Alliance, DesignationScheme};
use persistence::brokerage::rate_card;

use super::current;
use crate::app::{App, Caller, Outcome};

/// Says what an alliance charges for a day in an academic year, anew or instead of what it said before. What was agreed by
/// the earlier card stays as it was agreed.
pub async fn set(
    app: &App,
    caller: &Caller,
    alliance: Id<Alliance>,
    (year, designation): (i32, Option<DesignationScheme>),
    draft: &RatesDraft,
    expected: Option<i32>,
) -> Outcome<RateCard> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let before = rate_card::lock(&tx, alliance, year, designation).await?;
        let id = before.as_ref().map_or_else(|| app.ids.next(), |it| it.id);
        let (mut it, event) = RateCard::set(id, alliance, (year, designation), draft, &caller.actor, tx.now().day())?;
        if let Some(before) = before {
            current(before.version, expected)?;
            it.version = before.version + 1;
        }
        rate_card::put(&tx, &it).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}
