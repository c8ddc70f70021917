//! Lists of offers: a page with its cursors, and how far each offer's school is from where somebody looked.

use async_graphql::Object;
use persistence::exchange::offer::OfferRow;
use persistence::exchange::offer_search::Found;
use persistence::{Cursor, Page};

use super::Offer;
use crate::graphql::page::PageInfo;

/// An offer as it stands in a list.
pub struct Listed {
    offer: Offer,
    metres: Option<f64>,
}

impl From<OfferRow> for Listed {
    fn from(row: OfferRow) -> Self {
        Self { offer: row.into(), metres: None }
    }
}

impl From<Found> for Listed {
    fn from(it: Found) -> Self {
        Self { metres: it.metres, offer: it.into() }
    }
}

/// One offer of a list.
pub struct OfferEdge {
    node: Offer,
    cursor: Cursor,
    distance_metres: Option<i64>,
}

/// One offer of a list.
#[Object]
impl OfferEdge {
    /// The offer.
    async fn node(&self) -> &Offer {
        &self.node
    }

    /// Its place in the list, from which to read on.
    async fn cursor(&self) -> String {
        self.cursor.to_string()
    }

    /// How far its school is in a straight line from where you looked, in metres; nothing if you did not look near a place.
    async fn distance_metres(&self) -> Option<i64> {
        self.distance_metres
    }
}

/// A page of a list of offers.
pub struct OfferConnection {
    edges: Vec<OfferEdge>,
    page_info: PageInfo,
}

/// A page of a list of offers.
#[Object]
impl OfferConnection {
    /// The offers with their cursors.
    async fn edges(&self) -> &[OfferEdge] {
        &self.edges
    }

    /// The offers alone, for whoever needs no cursor of each.
    async fn nodes(&self) -> Vec<&Offer> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands in its list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }
}

impl OfferConnection {
    /// Shapes a page.
    pub fn of<R: Into<Listed>>(page: Page<R>) -> Self {
        let page_info = PageInfo::of(&page);
        let edge = |(cursor, row): (Cursor, R)| {
            let Listed { offer, metres } = row.into();
            // A country is less than two million metres long, so the whole number fits.
            OfferEdge { node: offer, cursor, distance_metres: metres.map(|it| it.round() as i64) }
        };
        Self { edges: page.items.into_iter().map(edge).collect(), page_info }
    }
}
