//! Requests for support: writes, and reads by whom they concern. Each row carries its audience, for both nets.

use std::sync::LazyLock;

use domain::access::{NATIONAL_POOL, Scope};
use domain::brokerage::Referral;
use domain::directory::School;
use domain::exchange::{RequestStatus, SupportRequest, Urgency};
use domain::{Event, Id};
use sea_orm::Value;

use super::RequestRow;
use crate::column::{Key, Keys, Text, Texts};
use crate::{Cursor, Db, DbError, Page, PageRequest, Stamp, Tx, once, outbox, scope, values};

/// The list of requests that somebody may see, newest first.
pub const LIST: &str = "request.newest";

/// The columns of a request as it is read.
macro_rules! request_columns {
    () => {
        "id, school_id, title, need, objectives, override_reason, kind, expertise, key_stages, modes, urgency, half_days, \
         starts_on, ends_on, max_travel_minutes, disclosure, settlement, one_off, allow_same_trust, exclude_neighbours, \
         designation, status, stage, alliances, referred, responders, named_to, unmet_reason, withdrawal_reason, raised_by, \
         created_at, submitted_at, triaged_at, version, respond_by, response_policy, asker_credit, asker_guaranteed, \
         asker_isolation, overdue_at, audit_open, returned_at, placed_at, \
         came_alliances, came_at, support_missed_at, for_posts"
    };
}
pub(crate) use request_columns;

macro_rules! select {
    ($($rest:literal),+) => {
        concat!("SELECT ", crate::exchange::request::request_columns!(), " FROM support_request ", $($rest),+)
    };
}
pub(super) use select;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// In any of these states.
    pub statuses: Option<Vec<RequestStatus>>,
    /// As urgent as any of these.
    pub urgencies: Option<Vec<Urgency>>,
    /// Of this school, as far as the reader is shown that it asks (DOMAIN K142).
    pub school: Option<Id<School>>,
}

/// Every column of a request in the order of `request_insert.sql`.
pub(super) fn columns(it: &SupportRequest) -> Vec<Value> {
    let row = RequestRow::from(it);
    values![
        row.id,
        row.school_id,
        row.title,
        row.need,
        row.objectives,
        row.override_reason,
        row.kind,
        row.expertise,
        row.key_stages,
        row.modes,
        row.urgency,
        row.half_days,
        row.starts_on,
        row.ends_on,
        row.max_travel_minutes,
        row.disclosure,
        row.settlement,
        row.one_off,
        row.allow_same_trust,
        row.exclude_neighbours,
        row.designation,
        row.status,
        row.stage,
        row.alliances,
        row.referred,
        row.responders,
        row.named_to,
        row.unmet_reason,
        row.withdrawal_reason,
        row.raised_by,
        row.created_at,
        row.submitted_at,
        row.triaged_at,
        row.version,
        it.audience(),
        row.respond_by,
        row.response_policy,
        row.asker_credit,
        row.asker_guaranteed,
        row.asker_isolation,
        row.overdue_at,
        row.for_posts,
    ]
}

/// Writes a new request.
pub async fn insert(tx: &Tx, it: &SupportRequest) -> Result<(), DbError> {
    tx.run(include_str!("request_insert.sql"), columns(it)).await.map(drop)
}

/// Raises a request.
static RAISE: LazyLock<String> = LazyLock::new(|| {
    include_str!("request_raise.sql").replace("/* with it */", include_str!("request_raise_with.sql"))
});

/// Raises a request that comes with nothing else: most do, and the other statement would cost them a twentieth more.
static RAISE_ALONE: LazyLock<String> = LazyLock::new(|| include_str!("request_raise.sql").replace("/* with it */", ""));

/// Writes a request that was raised in one act, with its event and its audit entry, and with its place in the national pool
/// where no alliance brokers it, in one round trip.
///
/// Nothing is written, and false given, if its alliances are not those of its school at this moment.
pub async fn raise(
    db: &Db,
    stamp: &Stamp,
    it: &SupportRequest,
    pooled: Option<&Referral>,
    event: &Event,
) -> Result<bool, DbError> {
    let id = (stamp.ids)();
    let mut values = columns(it);
    values.extend(values![
        scope::reader(&stamp.actor.scope()),
        id,
        event.name(),
        event.noun().0,
        outbox::actor_class(&stamp.actor),
        outbox::body(id, event, stamp),
        stamp.request_id.clone(),
        stamp.actor.acting().map(|acting| acting.membership.uuid()),
    ]);
    values.extend(values![outbox::facts(event).to_string()]);
    let claim = stamp.once.as_deref().filter(|claim| !claim.is_done());
    let is_alone = claim.is_none() && pooled.is_none();
    if !is_alone {
        values.extend(once::columns(claim, &it.id.to_string()));
        values.extend(values![
            pooled.map(|it| Key(it.id)),
            pooled.map(|it| it.reason.as_str().to_owned()),
            pooled.map(|it| Text(it.status)),
            pooled.map(|_| vec![NATIONAL_POOL.uuid(), it.school.uuid()]),
        ]);
    }
    let sql = if is_alone { &RAISE_ALONE } else { &RAISE };
    if db.run(sql, values).await.map_err(once::taken)? == 0 {
        return Ok(false);
    }
    if let Some(claim) = claim {
        claim.done();
    }
    if let Some(told) = db.told() {
        told(event);
    }
    Ok(true)
}

/// Writes what changed of a locked request.
pub async fn save(tx: &Tx, it: &mut SupportRequest) -> Result<(), DbError> {
    it.version += 1;
    let row = RequestRow::from(&*it);
    let values = columns(it).into_iter().chain(values![
        it.audit_open,
        row.returned_at,
        row.placed_at,
        row.came_alliances,
        row.came_at,
        row.support_missed_at,
    ]);
    tx.run(include_str!("request_save.sql"), values).await.map(drop)
}

/// Locks the requests of a school in these states, for changing.
pub async fn lock_of_school(
    tx: &Tx,
    school: Id<School>,
    statuses: &[RequestStatus],
) -> Result<Vec<SupportRequest>, DbError> {
    let sql = select!("WHERE school_id = $1 AND status = ANY($2) ORDER BY id FOR UPDATE");
    let rows: Vec<RequestRow> = tx.rows(sql, values![Key(school), Texts(statuses.to_vec())]).await?;
    rows.into_iter().map(SupportRequest::try_from).collect()
}

/// Locks a request that the reader may see, for changing.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<SupportRequest>) -> Result<Option<SupportRequest>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3) FOR UPDATE");
    let row: Option<RequestRow> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(SupportRequest::try_from).transpose()
}

/// A request that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<SupportRequest>) -> Result<Option<SupportRequest>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<RequestRow> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(SupportRequest::try_from).transpose()
}

/// These requests, as far as the reader may see them.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<SupportRequest>>) -> Result<Vec<RequestRow>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await
}

/// A page of the requests that the reader may see, newest first.
///
/// Who looks for a school's finds no request that hides it from them: the condition on `$5` is
/// [`names_school_to`](domain::exchange::names_school_to) once more.
pub async fn page(
    db: &Db,
    seen: &Scope,
    filter: &RequestFilter,
    page: &PageRequest,
) -> Result<Page<RequestRow>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "{} WHERE ($1 OR audience && $2) AND ($3::text[] IS NULL OR status = ANY($3)) \
         AND ($4::text[] IS NULL OR urgency = ANY($4)) AND ($5::uuid IS NULL OR school_id = $5 \
         AND ($1 OR disclosure = 'named' OR school_id = ANY($2) OR alliances && $2 OR named_to && $2)) \
         AND ($6::uuid IS NULL OR id {than} $6) ORDER BY id {way} LIMIT {}",
        select!(""),
        page.limit(),
    );
    let values = values![
        seen.is_everything(),
        scope::ids(seen),
        filter.statuses.clone().map(Texts),
        filter.urgencies.clone().map(Texts),
        filter.school.map(Key),
        page.from.as_ref().map(|cursor| cursor.id),
    ];
    let rows: Vec<RequestRow> = db.rows_for(seen, &sql, values).await?;
    Ok(Page::of(page, rows, |it| Cursor { list: LIST, order: 0, id: it.id.0.uuid() }))
}
