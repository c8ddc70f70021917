//! A school in the contract. Its facts come from memory; each room adds the fields that are its own business.

use std::sync::Arc;

use async_graphql::{MergedObject, Object, SimpleObject, TypeName};
use domain::Id;
use domain::directory::{self, KeyStage, Phase, Region, Rurality, SchoolStatus, SizeBand};

use crate::app::snapshot::{Listed, Snapshot};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{SchoolIsolation, SchoolSettlement};
use crate::graphql::directory::school_details::SchoolDetails;
use crate::graphql::directory::school_market::SchoolMarket;
use crate::graphql::directory::{Alliance, LocalAuthority, Trust};
use crate::graphql::reciprocity::SchoolReciprocity;
use crate::graphql::scalar::{Latitude, Longitude, Postcode, Urn};

/// A school of England's national register, open or closed.
// The library asks the last part first; what every page asks for is there.
#[derive(MergedObject)]
pub struct School(SchoolIsolation, SchoolSettlement, SchoolReciprocity, SchoolMarket, SchoolDetails, SchoolFacts);

/// A school of one state of the directory.
#[derive(Clone)]
pub struct SchoolRef {
    snapshot: Arc<Snapshot>,
    position: u32,
}

impl SchoolRef {
    /// The school's id.
    pub fn id(&self) -> Id<directory::School> {
        self.listed().school.id
    }

    /// What memory holds of it.
    pub fn listed(&self) -> &Listed {
        self.snapshot.schools.at(self.position)
    }

    /// The state of the directory in which it was found.
    pub const fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }
}

impl School {
    /// Finds a school by its id.
    pub fn find(snapshot: &Arc<Snapshot>, id: Id<directory::School>) -> Option<Self> {
        snapshot.schools.position(id).map(|position| Self::at(snapshot, position))
    }

    fn at(snapshot: &Arc<Snapshot>, position: u32) -> Self {
        let school = SchoolRef { snapshot: Arc::clone(snapshot), position };
        Self(
            SchoolIsolation(school.clone()),
            SchoolSettlement(school.clone()),
            SchoolReciprocity(school.clone()),
            SchoolMarket(school.clone()),
            SchoolDetails(school.clone()),
            SchoolFacts(school),
        )
    }
}

impl TypeName for School {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "School".into()
    }
}

/// Where a school is, for letters and maps.
#[derive(SimpleObject)]
pub struct Address {
    /// The first line.
    pub street: Option<String>,
    /// The second line.
    pub locality: Option<String>,
    /// The town.
    pub town: Option<String>,
    /// The county.
    pub county: Option<String>,
    /// The postcode.
    pub postcode: Option<Postcode>,
}

/// What memory holds of a school.
pub struct SchoolFacts(SchoolRef);

#[Object]
impl SchoolFacts {
    /// The school's id.
    async fn id(&self) -> Gid<directory::School> {
        Gid(self.0.id())
    }

    /// Its number in the national register.
    async fn urn(&self) -> Urn {
        Urn(self.0.listed().school.urn.number())
    }

    /// Its name, as the register writes it.
    async fn name(&self) -> &str {
        &self.0.listed().school.name
    }

    /// Whether it is open.
    async fn status(&self) -> Choice<SchoolStatus> {
        Choice(self.0.listed().school.status)
    }

    /// Its phase of education: a label. Look at the key stages for what it teaches.
    async fn phase(&self) -> Choice<Phase> {
        Choice(self.0.listed().school.phase)
    }

    /// The key stages that it teaches.
    async fn key_stages(&self) -> Vec<Choice<KeyStage>> {
        self.0.listed().school.key_stages.iter().map(Choice).collect()
    }

    /// Whether it is a school for pupils with special educational needs.
    async fn special(&self) -> bool {
        self.0.listed().school.special
    }

    /// How many pupils are on roll; nothing if the register does not say.
    async fn pupils(&self) -> Option<u16> {
        self.0.listed().pupils
    }

    /// How many pupils are on roll, in bands.
    async fn size_band(&self) -> Option<Choice<SizeBand>> {
        self.0.listed().school.size.map(Choice)
    }

    /// The fifth of schools of its phase in which it lies by the share of pupils with free school meals: 1 has the
    /// fewest, 5 the most. Nothing if the register does not say.
    async fn deprivation_band(&self) -> Option<u8> {
        self.0.listed().school.deprivation.map(directory::DeprivationBand::number)
    }

    /// Whether it stands in town or country.
    async fn rurality(&self) -> Option<Choice<Rurality>> {
        self.0.listed().school.rurality.map(Choice)
    }

    /// Its region.
    async fn region(&self) -> Option<Choice<Region>> {
        self.0.listed().school.region.map(Choice)
    }

    /// Its town.
    async fn town(&self) -> Option<&str> {
        self.0.snapshot.schools.town(self.0.listed())
    }

    /// Its postcode.
    async fn postcode(&self) -> Option<Postcode> {
        self.0.listed().postcode().map(|it| Postcode(it.to_owned()))
    }

    /// Degrees north of the equator, WGS84.
    async fn latitude(&self) -> Option<Latitude> {
        self.0.listed().degrees().map(|it| Latitude(it.latitude))
    }

    /// Degrees east of Greenwich, WGS84.
    async fn longitude(&self) -> Option<Longitude> {
        self.0.listed().degrees().map(|it| Longitude(it.longitude))
    }

    /// Metres east on the national grid.
    async fn easting(&self) -> Option<i32> {
        self.0.listed().school.place.map(|it| it.easting)
    }

    /// Metres north on the national grid.
    async fn northing(&self) -> Option<i32> {
        self.0.listed().school.place.map(|it| it.northing)
    }

    /// Its local authority.
    async fn local_authority(&self) -> Option<LocalAuthority> {
        LocalAuthority::find(&self.0.snapshot, self.0.listed().school.authority?)
    }

    /// The trust that runs it, if one does.
    async fn trust(&self) -> Option<Trust> {
        Trust::find(&self.0.snapshot, self.0.listed().school.trust?)
    }

    /// The alliances to which it belongs.
    async fn alliances(&self) -> Vec<Alliance> {
        self.0.snapshot.alliances.of_school(self.0.id()).cloned().map(Alliance).collect()
    }
}
