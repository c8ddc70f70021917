//! Lists of offers: a page with its cursors, and how far each offer's school is from where somebody looked.

use async_graphql::{Object, SimpleObject};
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
#[derive(SimpleObject)]
pub struct OfferEdge {
    /// The offer.
    pub node: Offer,
    /// Its place in the list, from which to read on.
    pub cursor: String,
    /// How far its school is in a straight line from where you looked, in metres; nothing if you did not look near a place.
    pub distance_metres: Option<i64>,
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
        let edge = |(cursor, row): (Cursor, R)| {
            let Listed { offer, metres } = row.into();
            // A country is less than two million metres long, so the whole number fits.
            OfferEdge { node: offer, cursor: cursor.to_string(), distance_metres: metres.map(|it| it.round() as i64) }
        };
        let edges: Vec<OfferEdge> = page.items.into_iter().map(edge).collect();
        let page_info = PageInfo {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self { edges, page_info }
    }
}
