//! What matching reads: offers with their capacity and work, and what the school that asks has given and done. Read by
//! the service for everybody; what of it is told to whom is decided above.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::{Actor, Scope};
use domain::brokerage::matching::{Credit, Designated, Free, Giver, Home, Past, TermTree, WordSet};
use domain::directory::{DesignationScheme, Expertise, KeyStage, Post, School, Specialist};
use domain::exchange::{Format, Mode, Offer, OfferStatus, SupportKind};
use domain::{HalfTerm, Id};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::column::{Key, Keys, Text, Texts};
use crate::{Db, DbError, values};

fn everything() -> Scope {
    Actor::Service.scope()
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Offer>,
    school_id: Key<School>,
    specialist_id: Option<Key<Specialist>>,
    status: Text<OfferStatus>,
    kind: Text<SupportKind>,
    expertise: Keys<Expertise>,
    key_stages: Texts<KeyStage>,
    modes: Texts<Mode>,
    format: Text<Format>,
    travel_minutes: Option<i32>,
    confirmed_on: Option<NaiveDate>,
    stated: bool,
    schemes: Texts<DesignationScheme>,
    since: Vec<NaiveDate>,
    ends: Vec<NaiveDate>,
    supports: Option<Texts<Post>>,
    released: bool,
    most: i32,
    held_half_terms: Vec<i32>,
    held_half_days: Vec<i32>,
    half_terms: Vec<i32>,
    half_days: Vec<i32>,
    jobs: i32,
    completed: i32,
}

impl Row {
    fn giver(self, terms: &TermTree, first: HalfTerm, home: Arc<Home>) -> Giver {
        let held: BTreeMap<i32, i32> = self.held_half_terms.into_iter().zip(self.held_half_days).collect();
        let left = |half_term: &i32| self.most - held.get(half_term).copied().unwrap_or(0);
        let of_holder = self.half_terms.into_iter().zip(self.half_days);
        let free = of_holder.filter_map(|(code, free)| Some((HalfTerm::read(code)?, free.min(left(&code)))));
        let held_now = self.schemes.0.into_iter().zip(self.since).zip(self.ends);
        let held_now =
            held_now.map(|((scheme, from), until)| Designated { scheme, from: Some(from), until: Some(until) });
        Giver {
            offer: self.id.0,
            specialist: self.specialist_id.map(|it| it.0),
            home,
            status: self.status.0,
            kind: Some(self.kind.0),
            expertise: self.expertise.0.into_iter().filter_map(|id| terms.term(id)).collect(),
            key_stages: WordSet::of(self.key_stages.0),
            modes: WordSet::of(self.modes.0),
            format: self.format.0,
            free: Free::new(first, free),
            travel_minutes: self.travel_minutes,
            confirmed_on: self.confirmed_on,
            completed: self.completed,
            stated: self.stated,
            jobs: self.jobs,
            designations: held_now.collect(),
            supports: self.supports.map(|posts| WordSet::of(posts.0)),
            released: self.released,
            // A school that lends its own staff can always give one: it is asked for before work there (decision 59).
            assured: true,
        }
    }
}

/// Every offer that may come into view from a half-term on: of some schools, or of all. A school whose home is not
/// known, such as a closed one, gives nothing.
pub async fn givers(
    db: &Db,
    terms: &TermTree,
    first: HalfTerm,
    schools: Option<&BTreeSet<Id<School>>>,
    home: impl Fn(Id<School>) -> Option<Home>,
) -> Result<Vec<Arc<Giver>>, DbError> {
    const ALL: &str = include_str!("market.sql");
    let (sql, values) = match schools {
        None => (ALL.into(), values![first.code()]),
        Some(some) => {
            let some: Vec<Id<School>> = some.iter().copied().collect();
            (ALL.replace("/* of some schools */", "AND school_id = ANY($2)"), values![first.code(), Keys(some)])
        }
    };
    let mut homes: BTreeMap<Id<School>, Option<Arc<Home>>> = BTreeMap::new();
    let mut givers = Vec::new();
    db.each_for(&everything(), &sql, values, |row: Row| {
        let school = row.school_id.0;
        if let Some(home) = homes.entry(school).or_insert_with(|| home(school).map(Arc::new)) {
            givers.push(Arc::new(row.giver(terms, first, Arc::clone(home))));
        }
        Ok(())
    })
    .await?;
    Ok(givers)
}

#[derive(FromQueryResult)]
struct GivingRow {
    school_id: Key<School>,
}

/// The first schools after one, by id, that have an offer which may come into view.
pub async fn giving(db: &Db, after: Option<Id<School>>, most: usize) -> Result<BTreeSet<Id<School>>, DbError> {
    let sql = "SELECT DISTINCT school_id FROM offer WHERE status IN ('published', 'stale', 'paused') \
               AND ($1::uuid IS NULL OR school_id > $1) ORDER BY school_id LIMIT $2";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows: Vec<GivingRow> = db.rows_for(&everything(), sql, values![after.map(Key), most]).await?;
    Ok(rows.into_iter().map(|row| row.school_id.0).collect())
}

/// What matching knows of the school that asks, beside its entry in the register.
#[derive(Clone, Debug)]
pub struct Asker {
    /// What it has given and received for credit, without the guarantee and what it cannot give.
    pub by_term: Vec<i32>,
    /// Whether it gave anything for credit in the last three terms: what is paid for is settled, and guarantees nothing.
    pub gave_lately: bool,
    /// Whether it offers anything.
    pub offers: bool,
    /// With whom it has worked.
    pub past: Vec<Past>,
    /// With whom interests were declared.
    pub interests: Vec<Uuid>,
}

impl Asker {
    /// Its credit. `small` schools that offer nothing cannot give at present (DOMAIN C28); one that gave lately and now
    /// asks has the guarantee (DOMAIN C30).
    pub fn credit(&self, small: bool) -> Credit {
        Credit { by_term: self.by_term.clone(), cannot_give: small && !self.offers, guaranteed: self.gave_lately }
    }
}

#[derive(FromQueryResult)]
struct AskerRow {
    ages: Vec<i32>,
    nets: Vec<i32>,
    gave_lately: bool,
    offers: bool,
    past_schools: Keys<School>,
    past_together: Vec<i32>,
    past_lately: Vec<i32>,
    interests: Vec<Uuid>,
}

/// Reads what matching knows of the school that asks, on a day.
pub async fn asker(db: &Db, school: Id<School>, today: NaiveDate) -> Result<Asker, DbError> {
    let values = values![Key(school), today, Credit::TERM_DAYS, Credit::TERMS as i32, Credit::GUARANTEED as i32];
    let row: Option<AskerRow> = db.row_for(&everything(), include_str!("asker.sql"), values).await?;
    let row = row.ok_or_else(|| DbError::broken("a statement without conditions gave no row"))?;
    let terms = row.ages.last().map_or(0, |oldest| oldest + 1);
    let net = |age| row.ages.iter().zip(&row.nets).find(|(at, _)| **at == age).map_or(0, |(_, net)| *net);
    let work = row.past_schools.0.into_iter().zip(row.past_together).zip(row.past_lately);
    Ok(Asker {
        by_term: (0..terms).map(net).collect(),
        gave_lately: row.gave_lately,
        offers: row.offers,
        past: work.map(|((school, together), lately)| Past { school, together, lately }).collect(),
        interests: row.interests,
    })
}

/// What one school gave less what it received for credit in one term, or that it has worked with another.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Moved {
    /// The school.
    pub school_id: Key<School>,
    /// How many terms ago; nothing if the row says only that it has worked with another.
    pub age: Option<i32>,
    /// Given less received, in half-days.
    pub net: i32,
    /// Whether anything was given for credit.
    pub gave: bool,
}

/// Gives what every school gave and received for credit by term, and which of them have worked with another, to `take`, in no order.
pub async fn each_moved(db: &Db, today: NaiveDate, mut take: impl FnMut(Moved)) -> Result<(), DbError> {
    let values = values![today, Credit::TERM_DAYS, Credit::TERMS as i32];
    let take = |row: Moved| {
        take(row);
        Ok(())
    };
    db.each_for(&everything(), include_str!("standings.sql"), values, take).await
}

#[derive(FromQueryResult)]
struct TermRow {
    id: Key<Expertise>,
    parent_id: Option<Key<Expertise>>,
}

/// The taxonomy, as matching reads it.
pub async fn terms(db: &Db) -> Result<TermTree, DbError> {
    let rows: Vec<TermRow> = db.rows("SELECT id, parent_id FROM expertise", values![]).await?;
    Ok(TermTree::new(rows.into_iter().map(|row| (row.id.0, row.parent_id.map(|it| it.0)))))
}

/// One event after which the offers of a school may match otherwise.
#[derive(Clone, Debug)]
pub struct Touched {
    /// The event.
    pub event: Uuid,
    /// The school.
    pub school: Id<School>,
    /// Whether what the school gave, received or worked may be otherwise, too.
    pub stands: bool,
}

#[derive(FromQueryResult)]
struct TouchedRow {
    id: Uuid,
    school_id: Key<School>,
    stands: bool,
}

/// The events after one, as far as they concern matching.
pub async fn touched(db: &Db, since: Uuid) -> Result<Vec<Touched>, DbError> {
    let since: Vec<Value> = values![since];
    let rows: Vec<TouchedRow> = db.rows_for(&everything(), include_str!("touched.sql"), since).await?;
    Ok(rows.into_iter().map(|row| Touched { event: row.id, school: row.school_id.0, stands: row.stands }).collect())
}
