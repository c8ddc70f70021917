//! Schools as they are looked for: by name, place, region, authority and phase. A page is one statement.

use domain::directory::{GridPoint, LocalAuthority, Phase, Region, School, Trust};
use domain::{Id, Word};
use sea_orm::{FromQueryResult, Value};

use crate::page::{Cursor, Page, PageRequest};
use crate::{Db, DbError, Key};

/// The list's name in cursors, by its order.
pub const BY_URN: &str = "school.urn";
/// The nearest first.
pub const BY_DISTANCE: &str = "school.distance";
/// The most alike name first.
pub const BY_NAME: &str = "school.name";

/// Which schools are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of the name, typing errors allowed.
    pub text: Option<String>,
    /// In this region.
    pub region: Option<Region>,
    /// Of this local authority.
    pub authority: Option<Id<LocalAuthority>>,
    /// Of this trust.
    pub trust: Option<Id<Trust>>,
    /// Of this phase.
    pub phase: Option<Phase>,
    /// Within so many metres of a place.
    pub near: Option<(GridPoint, i32)>,
    /// Only schools with an offer that can be found.
    pub with_offers: bool,
    /// Closed and proposed schools too. Not together with a place: those are not found by distance.
    pub closed_too: bool,
}

impl Wanted {
    /// The name of the list in its order, for cursors.
    pub const fn list(&self) -> &'static str {
        match (&self.near, &self.text) {
            (Some(_), _) => BY_DISTANCE,
            (None, Some(_)) => BY_NAME,
            (None, None) => BY_URN,
        }
    }
}

/// One school that was found.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Hit {
    /// The school.
    pub id: Key<School>,
    /// Its place in the list's order: its URN, the square of the metres to it, or how unlike its name is.
    pub rank: i64,
    /// How many offers of it can be found.
    pub offers: i64,
}

impl Hit {
    /// How far away it is, in whole metres, where the list is by distance.
    pub fn metres(&self) -> i64 {
        self.rank.max(0).isqrt()
    }
}

/// Finds a page of schools. `counting` says whether the number of offers is wanted too.
pub async fn page(db: &Db, wanted: &Wanted, page: &PageRequest, counting: bool) -> Result<Page<Hit>, DbError> {
    let (sql, values) = statement(wanted, page, counting);
    let rows = db.rows::<Hit>(&sql, values).await?;
    let list = wanted.list();
    Ok(Page::of(page, rows, |row| Cursor { list, order: row.rank, id: row.id.0.uuid() }))
}

/// The statement of a page. Its text depends on which filters are set, never on their values, so that few are prepared.
pub fn statement(wanted: &Wanted, page: &PageRequest, counting: bool) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    let mut filter = Vec::new();
    if !wanted.closed_too || wanted.near.is_some() {
        filter.push("s.status IN ('open', 'closing')".to_owned());
    }
    let mut only = |column: &str, value: Option<Value>| {
        if let Some(value) = value {
            filter.push(format!("s.{column} = {}", bind(value)));
        }
    };
    only("region", wanted.region.map(|it| it.as_str().into()));
    only("local_authority_id", wanted.authority.map(|it| it.uuid().into()));
    only("trust_id", wanted.trust.map(|it| it.uuid().into()));
    only("phase", wanted.phase.map(|it| it.as_str().into()));
    if wanted.with_offers {
        filter.push("EXISTS (SELECT FROM offer o WHERE o.school_id = s.id AND o.status = 'published')".to_owned());
    }
    let text = wanted.text.as_ref().map(|text| bind(text.as_str().into()));
    if let Some(text) = &text {
        filter.push(format!(
            "(s.name ILIKE '%' || regexp_replace({text}, '([%_\\\\])', '\\\\\\1', 'g') || '%' OR {text} <% s.name)"
        ));
    }
    let near = wanted.near.map(|(place, metres)| {
        let (easting, northing) = (bind(place.easting.into()), bind(place.northing.into()));
        (easting, northing, bind(i64::from(metres).into()))
    });
    let rank = match (&near, &text) {
        // Whole metres squared: exact, so that places at the same distance are told to be so.
        (Some((easting, northing, _)), _) => {
            format!("((s.easting - {easting})::bigint ^ 2 + (s.northing - {northing})::bigint ^ 2)::bigint")
        }
        (None, Some(text)) => format!("((1 - word_similarity({text}, s.name)) * 1000000)::bigint"),
        (None, None) => "s.urn::bigint".to_owned(),
    };
    let (after, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    if let Some(from) = &page.from {
        let (order, id) = (bind(from.order.into()), bind(from.id.into()));
        filter.push(format!("({rank}, s.id) {after} ({order}, {id})"));
    }
    // Forward, the index gives the nearest first, together with those that are just as near, and the radius only cuts the
    // end off. Backward it cannot, so there the index finds what lies within the circle.
    let most = page.limit();
    let (order, outside) = match &near {
        Some((easting, northing, metres)) if !page.backward => {
            let order = format!("s.place <-> point({easting}, {northing}) FETCH FIRST {most} ROWS WITH TIES");
            (order, format!("WHERE hit.rank <= {metres} * {metres}"))
        }
        Some((easting, northing, metres)) => {
            filter.push(format!("s.place <@ circle(point({easting}, {northing}), {metres})"));
            (format!("{rank} DESC, s.id DESC LIMIT {most}"), String::new())
        }
        None => (format!("{rank} {way}, s.id {way} LIMIT {most}"), String::new()),
    };
    let filter = if filter.is_empty() { "true".to_owned() } else { filter.join(" AND ") };
    let offers = if counting {
        "(SELECT count(*) FROM offer o WHERE o.school_id = hit.id AND o.status = 'published')"
    } else {
        "0::bigint"
    };
    let sql = format!(
        "SELECT hit.id, hit.rank, {offers} AS offers FROM \
         (SELECT s.id, {rank} AS rank FROM school s WHERE {filter} ORDER BY {order}) AS hit {outside} \
         ORDER BY hit.rank {way}, hit.id {way} LIMIT {most}"
    );
    (sql, values)
}
