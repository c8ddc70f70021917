//! Search among published offers: one statement for a page, whatever is asked of it.

use domain::Id;
use domain::directory::{Expertise, GridPoint, KeyStage, LocalAuthority, Region, School};
use domain::exchange::{Format, Mode, SupportKind};
use sea_orm::{DbErr, FromQueryResult, QueryResult, Value};
use uuid::Uuid;

use super::offer::OfferRow;
use super::offer_order::{self as order, Order};
use crate::column::{Key, Keys, Text, Texts};
use crate::directory::specialist::SpecialistRow;
use crate::{Db, DbError, Page, PageRequest};

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct OfferFilter {
    /// Words to find in title and summary; forgives typing errors in titles.
    pub text: Option<String>,
    /// Any of these terms, which already hold all below them.
    pub expertise: Option<Vec<Id<Expertise>>>,
    /// Any of these key stages.
    pub key_stages: Option<Vec<KeyStage>>,
    /// Any of these modes.
    pub modes: Option<Vec<Mode>>,
    /// Any of these kinds.
    pub kinds: Option<Vec<SupportKind>>,
    /// One session, or several.
    pub format: Option<Format>,
    /// Of schools in this region.
    pub region: Option<Region>,
    /// Of schools of this authority.
    pub local_authority: Option<Id<LocalAuthority>>,
    /// Of this school.
    pub school: Option<Id<School>>,
    /// A place to measure from.
    pub near: Option<GridPoint>,
    /// How far from there at most, in metres.
    pub within: Option<i32>,
}

/// An offer that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The offer.
    pub offer: OfferRow,
    /// Who delivers it, where that was asked for and somebody is named.
    pub specialist: Option<SpecialistRow>,
    /// Metres from the place that was named, where that was asked for and the school's place is known.
    pub metres: Option<f64>,
    /// The sort value by which the list keeps its place.
    pub(super) order: i64,
}

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        let delivered: Option<Uuid> = row.try_get("", "by_id")?;
        Ok(Self {
            offer: OfferRow::from_query_result(row, pre)?,
            specialist: delivered.map(|_| SpecialistRow::from_query_result(row, "by_")).transpose()?,
            metres: row.try_get("", "metres")?,
            order: row.try_get("", "list_order")?,
        })
    }
}

/// The conditions of a statement as they are gathered, with the values that they name.
#[derive(Default)]
pub(super) struct Conditions {
    text: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Takes a value and gives the name under which the text knows it.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The conditions so far, as they follow the first of a WHERE clause.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a condition.
    pub(super) fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }
}

/// A page of the published offers that match, in an order.
pub async fn page(
    db: &Db,
    filter: &OfferFilter,
    sort: Order,
    with_specialist: bool,
    page: &PageRequest,
) -> Result<Page<Found>, DbError> {
    let (sql, values) = statement(filter, sort, with_specialist, page);
    let rows: Vec<Found> = db.rows(&sql, values).await?;
    Ok(Page::of(page, rows, |it| sort.cursor(it)))
}

/// The statement of a page, with its values.
pub fn statement(filter: &OfferFilter, sort: Order, with_specialist: bool, page: &PageRequest) -> (String, Vec<Value>) {
    let mut it = conditions(filter);
    let (inner, outer) = order::ordered(&mut it, filter, sort, page);
    let (more, join) = if with_specialist {
        (SPECIALIST, " LEFT JOIN specialist ON specialist.id = found.specialist_id")
    } else {
        ("NULL::uuid AS by_id", "")
    };
    (format!("SELECT found.*, {more} FROM ({inner}) AS found{join} ORDER BY {outer}"), it.values)
}

const SPECIALIST: &str = "specialist.id AS by_id, specialist.person_id AS by_person_id, \
    specialist.school_id AS by_school_id, specialist.name AS by_name, specialist.post AS by_post, \
    specialist.supports AS by_supports, specialist.expertise AS by_expertise, \
    specialist.travel_minutes AS by_travel_minutes, specialist.status AS by_status, specialist.end_reason AS by_end_reason, \
    specialist.created_at AS by_created_at, specialist.version AS by_version";

/// Everything that is asked but for the text, which the order may read another way. Few texts come of it, so that each
/// connection keeps them prepared: values are bound, and lists are arrays.
fn conditions(filter: &OfferFilter) -> Conditions {
    let mut it = Conditions::default();
    if let Some(terms) = &filter.expertise {
        let terms = it.value(Keys(terms.clone()));
        it.and(&format!("offer.expertise && {terms}"));
    }
    if let Some(stages) = &filter.key_stages {
        let stages = it.value(Texts(stages.clone()));
        it.and(&format!("offer.key_stages && {stages}"));
    }
    if let Some(modes) = &filter.modes {
        let modes = it.value(Texts(modes.clone()));
        it.and(&format!("offer.modes && {modes}"));
    }
    if let Some(kinds) = &filter.kinds {
        let kinds = it.value(Texts(kinds.clone()));
        it.and(&format!("offer.kind = ANY({kinds})"));
    }
    if let Some(format) = filter.format {
        let format = it.value(Text(format));
        it.and(&format!("offer.format = {format}"));
    }
    if let Some(region) = filter.region {
        let region = it.value(Text(region));
        it.and(&format!("EXISTS (SELECT FROM school WHERE school.id = offer.school_id AND region = {region})"));
    }
    if let Some(authority) = filter.local_authority {
        let authority = it.value(Key(authority));
        it.and(&format!(
            "EXISTS (SELECT FROM school WHERE school.id = offer.school_id AND local_authority_id = {authority})"
        ));
    }
    if let Some(school) = filter.school {
        let school = it.value(Key(school));
        it.and(&format!("offer.school_id = {school}"));
    }
    it
}
