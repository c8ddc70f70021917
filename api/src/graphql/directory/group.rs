//! Trusts, local authorities and regions in the contract: all from memory.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use domain::Id;
use domain::directory;

use crate::app::snapshot::Snapshot;
use crate::graphql::adapter::{Choice, Gid};

/// A trust that runs academies.
#[derive(SimpleObject)]
pub struct Trust {
    /// The trust's id.
    pub id: Gid<directory::Trust>,
    /// Its number among the register's groups; nothing if the register only names it.
    pub uid: Option<String>,
    /// Its name.
    pub name: String,
}

/// A local authority with responsibility for education.
#[derive(SimpleObject)]
pub struct LocalAuthority {
    /// The authority's id.
    pub id: Gid<directory::LocalAuthority>,
    /// Its three-digit code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: Option<Choice<directory::Region>>,
}

/// One of the nine regions of England, with its local authorities.
pub struct RegionArea {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) region: directory::Region,
}

impl Trust {
    /// Finds a trust by its id.
    pub fn find(snapshot: &Snapshot, id: Id<directory::Trust>) -> Option<Self> {
        let it = snapshot.schools.trust(id)?;
        Some(Self { id: Gid(it.id), uid: it.uid.as_deref().map(str::to_owned), name: it.name.to_string() })
    }
}

impl LocalAuthority {
    /// Finds a local authority by its id.
    pub fn find(snapshot: &Snapshot, id: Id<directory::LocalAuthority>) -> Option<Self> {
        let it = snapshot.schools.authority(id)?;
        let (code, name) = (it.code.to_string(), it.name.to_string());
        Some(Self { id: Gid(it.id), code, name, region: it.region.map(Choice) })
    }
}

/// One of the nine regions of England, with its local authorities.
#[Object]
impl RegionArea {
    /// Which region it is.
    async fn region(&self) -> Choice<directory::Region> {
        Choice(self.region)
    }

    /// How many schools are open in it.
    async fn open_schools(&self) -> usize {
        let is_here =
            |it: &&crate::app::snapshot::Listed| it.school.region == Some(self.region) && it.school.status.is_open();
        self.snapshot.schools.iter().filter(is_here).count()
    }

    /// Its local authorities, by their codes.
    async fn local_authorities(&self) -> Vec<LocalAuthority> {
        let schools = &self.snapshot.schools;
        let here = schools.authorities().iter().filter(|it| it.region == Some(self.region));
        here.filter_map(|it| LocalAuthority::find(&self.snapshot, it.id)).collect()
    }
}
