//! The orders in which offers are found: freshest, nearest, best fitting the words. Each is total, and reads both ways.

use domain::directory::GridPoint;

use super::offer_search::{Conditions, Found, OfferFilter};
use crate::{Cursor, PageRequest, offer_columns};

/// How a list of offers is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Confirmed most lately first.
    Freshness,
    /// Nearest first; needs a place, and leaves out offers whose school's place is not known.
    Distance,
    /// Best fitting the text first; needs a text.
    Relevance,
}

impl Order {
    /// The name of the list in this order, under which its cursors are kept.
    pub const fn list(self) -> &'static str {
        match self {
            Self::Freshness => "offer.freshness",
            Self::Distance => "offer.distance",
            Self::Relevance => "offer.relevance",
        }
    }

    /// The cursor of an offer in this order.
    pub(super) fn cursor(self, it: &Found) -> Cursor {
        let order = match self {
            Self::Freshness => it.offer.last_confirmed_at.map_or(0, |at| at.0.utc().timestamp_micros()),
            // The bits of a number that is not negative sort as the number does, and lose nothing of it.
            Self::Distance => it.metres.unwrap_or_default().to_bits().cast_signed(),
            Self::Relevance => it.order,
        };
        Cursor { list: self.list(), order, id: it.offer.id.0.uuid() }
    }
}

/// What ranks a similar title below every offer that holds the words: a rank lies between 0 and 1, a billion parts each.
const BELOW: i64 = 2_000_000_000;

/// The statement that gives the rows of a page, and the order in which they are read.
pub(super) fn ordered(
    it: &mut Conditions,
    filter: &OfferFilter,
    sort: Order,
    page: &PageRequest,
) -> (String, &'static str) {
    match sort {
        Order::Freshness => freshest(it, filter, page),
        Order::Distance => nearest(it, filter, page),
        Order::Relevance => fitting(it, filter, page),
    }
}

fn freshest(it: &mut Conditions, filter: &OfferFilter, page: &PageRequest) -> (String, &'static str) {
    holding_words(it, filter);
    let metres = within(it, filter);
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    if let Some(from) = &page.from {
        let (at, id) = (it.value(from.instant()), it.value(from.id));
        it.and(&format!("(offer.last_confirmed_at, offer.id) {than} ({at}, {id})"));
    }
    let inner = format!(
        "SELECT {}, 0::bigint AS list_order, {metres} AS metres FROM offer WHERE offer.status = 'published'{} \
         ORDER BY offer.last_confirmed_at {way}, offer.id {way} LIMIT {}",
        offer_columns!(),
        it.text(),
        page.limit(),
    );
    let outer = if page.backward {
        "found.last_confirmed_at ASC, found.id ASC"
    } else {
        "found.last_confirmed_at DESC, found.id DESC"
    };
    (inner, outer)
}

fn nearest(it: &mut Conditions, filter: &OfferFilter, page: &PageRequest) -> (String, &'static str) {
    holding_words(it, filter);
    let metres = distance(it, filter.near.unwrap_or(GridPoint { easting: 0, northing: 0 }));
    let (than, way) = if page.backward { ("<", "DESC") } else { (">", "ASC") };
    if let Some(from) = &page.from {
        let (at, id) = (it.value(f64::from_bits(from.order.cast_unsigned())), it.value(from.id));
        it.and(&format!("({metres}, offer.id) {than} ({at}, {id})"));
    }
    // Neighbours come out of the index nearest first: as many as the page holds, and whoever stands where the last of them
    // does, so that the order stays total. The radius is asked outside; read backward they cannot come that way, and the
    // radius must bound them first.
    let radius = filter.within.map(|metres| it.value(f64::from(metres)));
    let bound = |column: &str| radius.as_ref().map(|most| format!("{column} <= {most}"));
    let inside = bound(&metres).filter(|_| page.backward).map_or_else(String::new, |it| format!(" AND {it}"));
    let outside = bound("metres").map_or_else(String::new, |it| format!(" WHERE {it}"));
    let limit = page.limit();
    let inner = format!(
        "SELECT * FROM (SELECT {}, 0::bigint AS list_order, {metres} AS metres FROM offer \
         WHERE offer.status = 'published' AND offer.place IS NOT NULL{}{inside} \
         ORDER BY {metres} {way} FETCH FIRST {limit} ROWS WITH TIES) AS nearest{outside} \
         ORDER BY metres {way}, id {way} LIMIT {limit}",
        offer_columns!(),
        it.text(),
    );
    let outer = if page.backward { "found.metres DESC, found.id DESC" } else { "found.metres ASC, found.id ASC" };
    (inner, outer)
}

fn fitting(it: &mut Conditions, filter: &OfferFilter, page: &PageRequest) -> (String, &'static str) {
    let metres = within(it, filter);
    let text = it.value(filter.text.clone().unwrap_or_default());
    // A subselect, so that the words are read once and not once a row.
    let asked = format!("(SELECT websearch_to_tsquery('english', {text}))");
    let conditions = it.text().to_owned();
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let past = page.from.as_ref().map_or_else(String::new, |from| {
        let (order, id) = (it.value(from.order), it.value(from.id));
        format!(" WHERE (list_order, id) {than} ({order}, {id})")
    });
    let ranked = |order: &str, matches: &str| {
        format!(
            "SELECT * FROM (SELECT {}, {order} AS list_order, {metres} AS metres FROM offer \
             WHERE offer.status = 'published' AND {matches}{conditions}) AS ranked{past} \
             ORDER BY list_order {way}, id {way} LIMIT {}",
            offer_columns!(),
            page.limit(),
        )
    };
    let exact =
        ranked(&format!("(ts_rank(offer.words, {asked}) * 1000000000)::bigint"), &format!("offer.words @@ {asked}"));
    let similar = |unless: &str| {
        ranked(
            &format!("(word_similarity({text}, offer.title) * 1000000000)::bigint - {BELOW}"),
            &format!("{text} <% offer.title{unless}"),
        )
    };
    let inner = match page.from.as_ref().map(|from| from.order < 0) {
        Some(true) => similar(""),
        Some(false) => exact,
        // Similar titles are looked for only where no offer holds the words; a page of them begins below every rank.
        None => format!(
            "WITH exact AS MATERIALIZED ({exact}), alike AS ({}) SELECT * FROM exact UNION ALL SELECT * FROM alike",
            similar(" AND NOT EXISTS (SELECT FROM exact)"),
        ),
    };
    let outer =
        if page.backward { "found.list_order ASC, found.id ASC" } else { "found.list_order DESC, found.id DESC" };
    (inner, outer)
}

/// Asks that an offer holds the words of a text, or a title like it.
fn holding_words(it: &mut Conditions, filter: &OfferFilter) {
    if let Some(text) = &filter.text {
        let text = it.value(text.clone());
        it.and(&format!("(offer.words @@ websearch_to_tsquery('english', {text}) OR {text} <% offer.title)"));
    }
}

/// Asks that an offer lies within the radius, where one is given; gives its distance, or no number without a place.
fn within(it: &mut Conditions, filter: &OfferFilter) -> String {
    let Some(place) = filter.near else { return "NULL::float8".into() };
    let metres = distance(it, place);
    if let Some(most) = filter.within {
        let (east, north) = (it.value(f64::from(place.easting)), it.value(f64::from(place.northing)));
        let most = it.value(f64::from(most));
        it.and(&format!("offer.place <@ circle(point({east}, {north}), {most})"));
    }
    metres
}

fn distance(it: &mut Conditions, place: GridPoint) -> String {
    let (east, north) = (it.value(f64::from(place.easting)), it.value(f64::from(place.northing)));
    format!("(offer.place <-> point({east}, {north}))")
}
