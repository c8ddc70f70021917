//! Lists of schools: a page with its cursors, and how far each school is from where somebody looked.

use async_graphql::{InputObject, Object, Result};
use domain::directory::{self, GridPoint, Phase, Region, Urn, Wgs84};
use persistence::directory::school_search::{self, Hit};
use persistence::{Cursor, Page};

use crate::app::App;
use crate::app::snapshot::Snapshot;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::directory::School;
use crate::graphql::page::{PageInfo, bad};
use crate::graphql::scalar::{Latitude, Longitude};

/// The farthest that can be looked, in kilometres: England's length.
const FARTHEST: f64 = 700.0;

/// Which schools are wanted. What is left out does not matter.
#[derive(InputObject, Default)]
pub struct SchoolFilter {
    /// A part of the name; typing errors are forgiven.
    pub text: Option<String>,
    /// Only schools of this region.
    pub region: Option<Choice<Region>>,
    /// Only schools of this local authority.
    pub local_authority: Option<Gid<directory::LocalAuthority>>,
    /// Only schools of this trust.
    pub trust: Option<Gid<directory::Trust>>,
    /// Only schools of this phase.
    pub phase: Option<Choice<Phase>>,
    /// Only schools near a place, the nearest first.
    pub near: Option<NearFilter>,
    /// Only schools with an offer of support that can be found.
    #[graphql(default)]
    pub with_offers: bool,
    /// Closed and proposed schools too; they are never found by distance.
    #[graphql(default)]
    pub including_closed: bool,
}

/// A place, as a school or as degrees, and how far from it to look.
#[derive(InputObject)]
pub struct NearFilter {
    /// Near this school.
    pub urn: Option<crate::graphql::scalar::Urn>,
    /// Degrees north of the place; needs the longitude too.
    pub latitude: Option<Latitude>,
    /// Degrees east of the place; needs the latitude too.
    pub longitude: Option<Longitude>,
    /// How many kilometres from it to look, in a straight line; more than 0 and at most 700.
    pub within_km: f64,
}

impl SchoolFilter {
    /// Checks the filter.
    pub fn wanted(self, app: &App, snapshot: &Snapshot) -> Result<school_search::Wanted> {
        let text = self.text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        if text.as_ref().is_some_and(|text| text.chars().count() > 120 || text.contains('\0')) {
            return Err(bad("A text to look for has at most 120 characters."));
        }
        Ok(school_search::Wanted {
            text,
            region: self.region.map(|it| it.0),
            authority: self.local_authority.map(|it| it.0),
            trust: self.trust.map(|it| it.0),
            phase: self.phase.map(|it| it.0),
            near: self.near.map(|near| near.place(app, snapshot)).transpose()?,
            with_offers: self.with_offers,
            closed_too: self.including_closed,
        })
    }
}

impl NearFilter {
    /// The place on the grid and the metres around it.
    pub fn place(&self, app: &App, snapshot: &Snapshot) -> Result<(GridPoint, i32)> {
        if !(self.within_km > 0.0 && self.within_km <= FARTHEST) {
            return Err(bad("Look within more than 0 and at most 700 kilometres."));
        }
        let place = match (self.urn, self.latitude, self.longitude) {
            (Some(urn), None, None) => {
                let listed = Urn::new(urn.0).and_then(|urn| snapshot.schools.by_urn(urn));
                let listed = listed.ok_or_else(|| bad("There is no school with this URN."))?;
                listed.school.place.ok_or_else(|| bad("The register does not say where this school is."))?
            }
            (None, Some(latitude), Some(longitude)) => {
                let point = Wgs84 { latitude: latitude.0, longitude: longitude.0 };
                app.atlas().grid(point).ok_or_else(|| bad("This place is not in Great Britain."))?
            }
            _ => return Err(bad("Give either a URN, or a latitude and a longitude.")),
        };
        Ok((place, (self.within_km * 1_000.0).round() as i32))
    }
}

/// One school of a list.
pub struct SchoolEdge {
    node: School,
    cursor: Cursor,
    distance_metres: Option<i64>,
    offer_count: i64,
}

/// One school of a list.
#[Object]
impl SchoolEdge {
    /// The school.
    async fn node(&self) -> &School {
        &self.node
    }

    /// Its place in the list, from which to read on.
    async fn cursor(&self) -> String {
        self.cursor.to_string()
    }

    /// How far it is in a straight line from where you looked, in metres; nothing if you did not look near a place.
    async fn distance_metres(&self) -> Option<i64> {
        self.distance_metres
    }

    /// How many of its offers can be found.
    async fn offer_count(&self) -> i64 {
        self.offer_count
    }
}

/// A page of a list of schools.
pub struct SchoolConnection {
    edges: Vec<SchoolEdge>,
    page_info: PageInfo,
}

/// A page of a list of schools.
#[Object]
impl SchoolConnection {
    /// The schools with their cursors.
    async fn edges(&self) -> &[SchoolEdge] {
        &self.edges
    }

    /// The schools alone, for whoever needs no cursor of each.
    async fn nodes(&self) -> Vec<&School> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands in its list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }
}

impl SchoolConnection {
    /// Shapes a page of schools that were found.
    pub fn of(snapshot: &std::sync::Arc<Snapshot>, page: Page<Hit>, by_distance: bool) -> Self {
        let page_info = PageInfo::of(&page);
        let edge = |(cursor, hit): (Cursor, Hit)| {
            Some(SchoolEdge {
                node: School::find(snapshot, hit.id.0)?,
                cursor,
                distance_metres: by_distance.then(|| hit.metres()),
                offer_count: hit.offers,
            })
        };
        Self { edges: page.items.into_iter().filter_map(edge).collect(), page_info }
    }
}
