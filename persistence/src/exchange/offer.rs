//! Offers: the table, its conversions, and the queries that touch one offer. Search has a file of its own.

use std::collections::HashMap;

use domain::Id;
use domain::access::Scope;
use domain::directory::{Expertise, KeyStage, School, Specialist};
use domain::exchange::{Format, Mode, Offer, OfferDraft, OfferStatus, OfferWithdrawal, SettlementKind, SupportKind};
use domain::text::{Prose, Title};
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys, Text, Texts};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The columns of an offer, in a query in which the table is called `offer`.
#[macro_export]
macro_rules! offer_columns {
    () => {
        "offer.id, offer.school_id, offer.specialist_id, offer.kind, offer.title, offer.summary, offer.expertise, \
         offer.key_stages, offer.modes, offer.format, offer.settlements, offer.evidence, \
         offer.half_days_per_half_term, offer.travel_minutes, offer.status, offer.last_confirmed_at, \
         offer.published_at, offer.withdraw_reason, offer.created_at, offer.version"
    };
}

/// An offer as a page shows one.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OfferRow {
    /// Its id.
    pub id: Key<Offer>,
    /// The school that offers it.
    pub school_id: Key<School>,
    /// Who delivers it; nothing if the school does.
    pub specialist_id: Option<Key<Specialist>>,
    /// The kind of work.
    pub kind: Text<SupportKind>,
    /// One line that says what it is.
    pub title: String,
    /// What a school gets.
    pub summary: String,
    /// What it is about.
    pub expertise: Keys<Expertise>,
    /// The key stages that it suits.
    pub key_stages: Texts<KeyStage>,
    /// How it reaches a school.
    pub modes: Texts<Mode>,
    /// One session or several.
    pub format: Text<Format>,
    /// What the school takes in return.
    pub settlements: Texts<SettlementKind>,
    /// What shows that it works.
    pub evidence: Option<String>,
    /// The half-days that may be asked of it in one half-term.
    pub half_days_per_half_term: i32,
    /// The longest journey, in minutes one way.
    pub travel_minutes: Option<i32>,
    /// Where it stands.
    pub status: Text<OfferStatus>,
    /// When the school last said that it holds.
    pub last_confirmed_at: Option<At>,
    /// When it was first published.
    pub published_at: Option<At>,
    /// Why it was taken back.
    pub withdraw_reason: Option<Text<OfferWithdrawal>>,
    /// When it was drafted.
    pub created_at: At,
    /// Counts the changes.
    pub version: i32,
}

impl From<&Offer> for OfferRow {
    fn from(it: &Offer) -> Self {
        let terms = &it.terms;
        Self {
            id: Key(it.id),
            school_id: Key(it.school),
            specialist_id: terms.specialist.map(Key),
            kind: Text(terms.kind),
            title: terms.title.as_str().to_owned(),
            summary: terms.summary.as_str().to_owned(),
            expertise: Keys(terms.expertise.clone()),
            key_stages: Texts(terms.key_stages.clone()),
            modes: Texts(terms.modes.clone()),
            format: Text(terms.format),
            settlements: Texts(terms.settlements.clone()),
            evidence: terms.evidence.as_ref().map(|it| it.as_str().to_owned()),
            half_days_per_half_term: terms.half_days_per_half_term,
            travel_minutes: terms.travel_minutes,
            status: Text(it.status),
            last_confirmed_at: it.last_confirmed_at.map(At),
            published_at: it.published_at.map(At),
            withdraw_reason: it.withdraw_reason.map(Text),
            created_at: At(it.created_at),
            version: it.version,
        }
    }
}

impl TryFrom<OfferRow> for Offer {
    type Error = DbError;

    fn try_from(row: OfferRow) -> Result<Self, DbError> {
        let terms = OfferDraft {
            kind: row.kind.0,
            title: Title::new(&row.title).map_err(|_| DbError::broken("a stored title is not plain"))?,
            summary: prose(&row.summary)?,
            expertise: row.expertise.0,
            key_stages: row.key_stages.0,
            modes: row.modes.0,
            specialist: row.specialist_id.map(|it| it.0),
            format: row.format.0,
            half_days_per_half_term: row.half_days_per_half_term,
            travel_minutes: row.travel_minutes,
            settlements: row.settlements.0,
            evidence: row.evidence.as_deref().map(prose).transpose()?,
        };
        Ok(Self {
            id: row.id.0,
            school: row.school_id.0,
            terms,
            status: row.status.0,
            published_at: row.published_at.map(|it| it.0),
            last_confirmed_at: row.last_confirmed_at.map(|it| it.0),
            withdraw_reason: row.withdraw_reason.map(|it| it.0),
            created_at: row.created_at.0,
            version: row.version,
        })
    }
}

/// Reads back a text that was checked before it was stored.
pub(super) fn prose<const MOST: usize>(text: &str) -> Result<Prose<MOST>, DbError> {
    Prose::new(text).map_err(|_| DbError::broken("a stored text is not plain"))
}

/// Writes a new offer, where its school stands.
pub async fn insert(tx: &Tx, it: &Offer) -> Result<(), DbError> {
    let sql = "INSERT INTO offer (id, school_id, specialist_id, kind, title, summary, expertise, key_stages, modes, \
               format, settlements, evidence, half_days_per_half_term, travel_minutes, status, last_confirmed_at, \
               published_at, version, withdraw_reason, created_at, place) \
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
               place FROM school WHERE id = $2";
    let mut values = columns(it);
    values.push(At(it.created_at).into());
    tx.run(sql, values).await.map(drop)
}

/// Writes what changed of a locked offer.
pub async fn save(tx: &Tx, it: &mut Offer) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE offer SET specialist_id = $3, kind = $4, title = $5, summary = $6, expertise = $7, \
               key_stages = $8, modes = $9, format = $10, settlements = $11, evidence = $12, \
               half_days_per_half_term = $13, travel_minutes = $14, status = $15, last_confirmed_at = $16, \
               published_at = $17, version = $18, withdraw_reason = $19 WHERE id = $1 AND school_id = $2";
    tx.run(sql, columns(it)).await.map(drop)
}

fn columns(it: &Offer) -> Vec<sea_orm::Value> {
    let row = OfferRow::from(it);
    values![
        row.id,
        row.school_id,
        row.specialist_id,
        row.kind,
        row.title,
        row.summary,
        row.expertise,
        row.key_stages,
        row.modes,
        row.format,
        row.settlements,
        row.evidence,
        row.half_days_per_half_term,
        row.travel_minutes,
        row.status,
        row.last_confirmed_at,
        row.published_at,
        row.version,
        row.withdraw_reason,
    ]
}

/// Locks an offer that the reader may see, for changing.
pub async fn lock(tx: &Tx, seen: &Scope, id: Id<Offer>) -> Result<Option<Offer>, DbError> {
    let sql = concat!(
        "SELECT ",
        offer_columns!(),
        " FROM offer WHERE id = $1 AND ($2 OR published_at IS NOT NULL OR school_id = ANY($3)) FOR UPDATE"
    );
    let row: Option<OfferRow> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Offer::try_from).transpose()
}

/// Holds an offer as it stands until the transaction ends: others may hold it too, and nobody changes it meanwhile.
pub async fn hold(tx: &Tx, seen: &Scope, id: Id<Offer>) -> Result<Option<Offer>, DbError> {
    let sql = concat!(
        "SELECT ",
        offer_columns!(),
        " FROM offer WHERE id = $1 AND ($2 OR published_at IS NOT NULL OR school_id = ANY($3)) FOR SHARE"
    );
    let row: Option<OfferRow> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(Offer::try_from).transpose()
}

/// These offers, as far as the reader may see them: a draft is its own school's, whatever was published is public.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<Offer>>) -> Result<Vec<OfferRow>, DbError> {
    let sql = concat!(
        "SELECT ",
        offer_columns!(),
        " FROM offer WHERE id = ANY($1) AND ($2 OR published_at IS NOT NULL OR school_id = ANY($3))"
    );
    db.rows(sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await
}

/// The list of one school's published offers, confirmed most lately first.
pub const OF_SCHOOL: &str = "offer.of_school";

/// A page of the published offers of each of these schools, confirmed most lately first, in one statement.
pub async fn pages_of_schools(
    db: &Db,
    schools: Vec<Id<School>>,
    page: &PageRequest,
) -> Result<HashMap<Id<School>, Page<OfferRow>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let mut values = values![Keys(schools)];
    let past = match &page.from {
        Some(from) => {
            values.extend(values![from.instant(), from.id]);
            format!(" AND (last_confirmed_at, id) {than} ($2, $3)")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT {} FROM unnest($1::uuid[]) AS school (id) CROSS JOIN LATERAL (SELECT * FROM offer \
         WHERE school_id = school.id AND status = 'published'{past} \
         ORDER BY last_confirmed_at {way}, id {way} LIMIT {}) AS offer",
        offer_columns!(),
        page.limit(),
    );
    let mut offers: HashMap<Id<School>, Vec<OfferRow>> = HashMap::new();
    for row in db.rows::<OfferRow>(&sql, values).await? {
        offers.entry(row.school_id.0).or_default().push(row);
    }
    let cursor = |it: &OfferRow| Cursor {
        list: OF_SCHOOL,
        order: it.last_confirmed_at.map_or(0, |at| at.0.utc().timestamp_micros()),
        id: it.id.0.uuid(),
    };
    let paged = offers.into_iter().map(|(school, rows)| (school, Page::of(page, rows, cursor)));
    Ok(paged.collect())
}

/// The list of a school's own offers, newest first.
pub const OWN: &str = "offer.own";

/// A page of a school's own offers in any state, or in any of these, newest first.
pub async fn own(
    db: &Db,
    school: Id<School>,
    statuses: Option<Vec<OfferStatus>>,
    page: &PageRequest,
) -> Result<Page<OfferRow>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT {} FROM offer WHERE school_id = $1 AND ($2::text[] IS NULL OR status = ANY($2)) \
         AND ($3::uuid IS NULL OR id {than} $3) ORDER BY id {way} LIMIT {}",
        offer_columns!(),
        page.limit(),
    );
    let values = values![Key(school), statuses.map(Texts), page.from.as_ref().map(|from| from.id)];
    let rows: Vec<OfferRow> = db.rows(&sql, values).await?;
    Ok(Page::of(page, rows, |it| Cursor { list: OWN, order: 0, id: it.id.0.uuid() }))
}
