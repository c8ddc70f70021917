//! Every school of the register in memory, open and closed, in columns as narrow as they can be.

use std::collections::HashMap;

use domain::Id;
use domain::directory::{LocalAuthority, Region, School, Trust, Urn, Wgs84};
use persistence::directory::{group, school, succession};
use persistence::reciprocity::account;
use persistence::{Db, DbError};

/// How many schools may follow one another.
const LONGEST_LINE: usize = 20;

/// A school as it is held: what the trade needs, and what every page shows.
pub struct Listed {
    /// What the trade needs to know.
    pub school: School,
    /// The pupils on roll; `None` if the register does not say.
    pub pupils: Option<u16>,
    town: Option<u16>,
    postcode: [u8; 8],
    micro_degrees: Option<(i32, i32)>,
}

/// A local authority.
pub struct Authority {
    /// Its id.
    pub id: Id<LocalAuthority>,
    /// Its three-digit code.
    pub code: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Its region.
    pub region: Option<Region>,
}

/// A trust.
pub struct TrustEntry {
    /// Its id.
    pub id: Id<Trust>,
    /// Its number among the register's groups.
    pub uid: Option<Box<str>>,
    /// Its name.
    pub name: Box<str>,
}

/// Every school, trust and authority.
#[derive(Default)]
pub struct Schools {
    /// By URN, so that a URN is found by halving.
    schools: Vec<Listed>,
    by_id: HashMap<Id<School>, u32>,
    towns: Vec<Box<str>>,
    authorities: Vec<Authority>,
    authority_by_id: HashMap<Id<LocalAuthority>, u32>,
    trusts: Vec<TrustEntry>,
    trust_by_id: HashMap<Id<Trust>, u32>,
    /// Places of schools with the place of their only successor, by the former.
    successors: Vec<(u32, u32)>,
    /// Schools to which everything open of a closed one passed, with that one.
    passed: Vec<(Id<School>, Id<School>)>,
}

impl Listed {
    /// The postcode; `None` if the register does not say.
    pub fn postcode(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.postcode).ok()?.trim_end_matches('\0');
        (!text.is_empty()).then_some(text)
    }

    /// Degrees north and east, to a tenth of a metre.
    pub fn degrees(&self) -> Option<Wgs84> {
        let (latitude, longitude) = self.micro_degrees?;
        Some(Wgs84 { latitude: f64::from(latitude) / 1e6, longitude: f64::from(longitude) / 1e6 })
    }
}

impl Schools {
    /// Reads the whole directory.
    pub async fn load(db: &Db) -> Result<Self, DbError> {
        let mut all = Self::default();
        let mut towns: HashMap<String, u16> = HashMap::new();
        school::each_known(db, |known| all.push(known, &mut towns)).await?;
        all.schools.shrink_to_fit();
        all.by_id = all.schools.iter().zip(0..).map(|(it, at)| (it.school.id, at)).collect();
        all.load_groups(db).await?;
        let place = |urn: i32| all.schools.binary_search_by_key(&urn, |it| it.school.urn.number()).ok();
        let successions = account::successions(db).await?;
        let places = successions.into_iter().filter_map(|it| Some((place(it.0)? as u32, place(it.1)? as u32)));
        all.successors = places.collect();
        all.successors.sort_unstable();
        all.passed = succession::all(db).await?.into_iter().map(|it| (it.successor.0, it.school.0)).collect();
        all.passed.sort_unstable();
        Ok(all)
    }

    async fn load_groups(&mut self, db: &Db) -> Result<(), DbError> {
        let authority = |row: group::AuthorityRow| Authority {
            id: row.id.0,
            code: row.code.into(),
            name: row.name.into(),
            region: row.region.map(|it| it.0),
        };
        self.authorities = group::authorities(db).await?.into_iter().map(authority).collect();
        self.authority_by_id = self.authorities.iter().zip(0..).map(|(it, at)| (it.id, at)).collect();
        let trust = |row: group::TrustRow| TrustEntry {
            id: row.id.0,
            uid: row.uid.map(String::into_boxed_str),
            name: row.name.into(),
        };
        self.trusts = group::trusts(db).await?.into_iter().map(trust).collect();
        self.trust_by_id = self.trusts.iter().zip(0..).map(|(it, at)| (it.id, at)).collect();
        Ok(())
    }

    fn push(&mut self, known: school::Known, towns: &mut HashMap<String, u16>) {
        // A country with more than 65,535 towns would leave some of them out; England has a tenth of that.
        let town = known.town.and_then(|town| match towns.get(&town) {
            Some(at) => Some(*at),
            None => {
                let at = u16::try_from(self.towns.len()).ok()?;
                self.towns.push(town.as_str().into());
                towns.insert(town, at);
                Some(at)
            }
        });
        let mut postcode = [0; 8];
        let text = known.postcode.unwrap_or_default();
        for (to, from) in postcode.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        let micro = |degrees: f64| (degrees * 1e6).round() as i32;
        self.schools.push(Listed {
            school: known.school,
            pupils: known.pupils.and_then(|pupils| u16::try_from(pupils).ok()),
            town,
            postcode,
            micro_degrees: known.degrees.map(|(latitude, longitude)| (micro(latitude), micro(longitude))),
        });
    }

    /// A school by its id, open or closed.
    pub fn get(&self, id: Id<School>) -> Option<&Listed> {
        self.position(id).map(|at| self.at(at))
    }

    /// Where a school stands in [`at`](Self::at), for whoever keeps a place and not a reference.
    pub fn position(&self, id: Id<School>) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    /// The school at a place that [`position`](Self::position) gave.
    pub fn at(&self, position: u32) -> &Listed {
        &self.schools[position as usize]
    }

    /// The schools that count this one as a predecessor: its only successor, that one's only successor, and so on.
    pub fn heirs(&self, id: Id<School>) -> impl Iterator<Item = Id<School>> {
        let next = |at: u32| {
            let found = self.successors.binary_search_by_key(&at, |it| it.0).ok();
            found.map(|found| self.successors[found].1)
        };
        // The register has schools that follow each other round; nobody is followed further than this.
        let heirs = std::iter::successors(self.position(id), move |at| next(*at)).skip(1).take(LONGEST_LINE);
        heirs.map(|at| self.at(at).school.id)
    }

    /// A school and those whose place it took, one after the other: what was settled with them is now its own to read.
    pub fn stands_for(&self, id: Id<School>) -> Vec<Id<School>> {
        let mut all = vec![id];
        let mut next = 0;
        while let Some(school) = all.get(next).copied() {
            let from = self.passed.partition_point(|it| it.0 < school);
            let taken = self.passed[from..].iter().take_while(|it| it.0 == school).map(|it| it.1);
            let new: Vec<_> = taken.filter(|it| !all.contains(it)).collect();
            all.extend(new);
            next += 1;
        }
        all
    }

    /// A school by its URN, open or closed.
    pub fn by_urn(&self, urn: Urn) -> Option<&Listed> {
        self.schools.binary_search_by_key(&urn, |it| it.school.urn).ok().map(|at| &self.schools[at])
    }

    /// Every school, by URN.
    pub fn iter(&self) -> impl Iterator<Item = &Listed> {
        self.schools.iter()
    }

    /// The town of a school.
    pub fn town(&self, of: &Listed) -> Option<&str> {
        of.town.map(|at| &*self.towns[usize::from(at)])
    }

    /// A local authority by its id.
    pub fn authority(&self, id: Id<LocalAuthority>) -> Option<&Authority> {
        self.authority_by_id.get(&id).map(|at| &self.authorities[*at as usize])
    }

    /// Every local authority, by its code.
    pub fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// A trust by its id.
    pub fn trust(&self, id: Id<Trust>) -> Option<&TrustEntry> {
        self.trust_by_id.get(&id).map(|at| &self.trusts[*at as usize])
    }

    /// Every trust, by name.
    pub fn trusts(&self) -> &[TrustEntry] {
        &self.trusts
    }
}
