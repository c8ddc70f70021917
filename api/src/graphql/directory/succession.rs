//! Closed schools that wait for a decision in the contract.

use async_graphql::{Context, Result, SimpleObject, TypeName};
use persistence::{Cursor, Page};

use crate::app::directory::succession;
use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::payload::refusal;

/// The list's name in cursors.
const WAITING: &str = "successions.waiting";

/// A closed school with something open, and the schools between which a broker decides.
#[derive(SimpleObject)]
pub struct WaitingSuccession {
    /// The school that closed.
    pub school: School,
    /// The schools that took its place.
    pub successors: Vec<School>,
}

impl TypeName for WaitingSuccession {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "WaitingSuccession".into()
    }
}

/// A page of those between which the caller may decide.
pub async fn waiting(ctx: &Context<'_>, wanted: Wanted) -> Result<Connection<WaitingSuccession>> {
    let request = wanted.of(WAITING)?;
    let (app, caller) = (ctx.app(), ctx.caller()?);
    let snapshot = app.snapshot();
    let urn = |id| snapshot.schools.get(id).map(|it| i64::from(it.school.urn.number()));
    let all = succession::waiting(app, caller).await.map_err(refusal)?;
    let all = all.into_iter().filter_map(|it| Some((urn(it.school.0)?, it))).collect();
    let key = |(urn, it): &(i64, _)| -> (i64, uuid::Uuid) { (*urn, waiting_id(it)) };
    let page = Page::of_all(&request, all, key, |(urn, it)| Cursor { list: WAITING, order: *urn, id: waiting_id(it) });
    let shown = page.items.into_iter().filter_map(|(cursor, (_, it))| {
        let successors = it.successors.0.into_iter().filter_map(|id| School::find(&snapshot, id)).collect();
        Some((cursor, WaitingSuccession { school: School::find(&snapshot, it.school.0)?, successors }))
    });
    let items = shown.collect();
    Ok(Connection::of(Page { items, has_next: page.has_next, has_previous: page.has_previous }))
}

const fn waiting_id(it: &persistence::directory::succession::Waiting) -> uuid::Uuid {
    it.school.0.uuid()
}
