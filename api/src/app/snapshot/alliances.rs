//! Every alliance in memory, with its members and its neighbours.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::brokerage::OwnStandards;
use domain::directory::{Alliance, AlliancePolicy, MemberRest, School};
use domain::{Id, Timestamp};
use persistence::directory::{alliance, alliance_policy};
use persistence::{Db, DbError};

use crate::app::snapshot::Schools;

/// How many alliances count as neighbours of one that has declared none (SETTLED 7).
const NEAREST: usize = 5;

/// A school's place in an alliance.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// The school.
    pub school: Id<School>,
    /// Since when.
    pub since: Timestamp,
    /// How it rests there, if it does.
    pub rest: Option<MemberRest>,
}

/// Every alliance.
#[derive(Default)]
pub struct Alliances {
    /// By name.
    alliances: Vec<Entry>,
    by_id: HashMap<Id<Alliance>, u32>,
    by_school: HashMap<Id<School>, Vec<u32>>,
    own_levels: Arc<OwnStandards>,
}

struct Entry {
    alliance: Alliance,
    members: Vec<Membership>,
    neighbours: Vec<u32>,
    policies: Vec<AlliancePolicy>,
}

impl Alliances {
    /// Reads every alliance.
    pub async fn load(db: &Db, schools: &Schools) -> Result<Self, DbError> {
        let entry = |alliance| Entry { alliance, members: Vec::new(), neighbours: Vec::new(), policies: Vec::new() };
        let mut all = Self { alliances: alliance::all(db).await?.into_iter().map(entry).collect(), ..Self::default() };
        all.by_id = all.alliances.iter().zip(0..).map(|(it, at)| (it.alliance.id, at)).collect();
        for member in alliance::members(db).await? {
            let (Some(at), Some(since)) = (all.by_id.get(&member.alliance).copied(), member.since) else { continue };
            all.alliances[at as usize].members.push(Membership { school: member.school, since, rest: member.rest });
            all.by_school.entry(member.school).or_default().push(at);
        }
        let mut own_levels = OwnStandards::new();
        for policy in alliance_policy::all(db).await? {
            if let Some(begins_at) = policy.begins_at() {
                own_levels.entry(policy.alliance).or_default().push((begins_at, policy.terms.levels));
            }
            if let Some(at) = all.by_id.get(&policy.alliance) {
                all.alliances[*at as usize].policies.push(policy);
            }
        }
        all.own_levels = Arc::new(own_levels);
        let declared: HashSet<_> = alliance::neighbours(db).await?.into_iter().collect();
        all.settle_neighbours(&declared, schools);
        Ok(all)
    }

    /// A declaration holds once both sides have made it (DOMAIN B22); an alliance for which none holds has the five
    /// whose lead schools are nearest (SETTLED 7).
    fn settle_neighbours(&mut self, declared: &HashSet<(Id<Alliance>, Id<Alliance>)>, schools: &Schools) {
        for (one, other) in declared {
            if let (Some(at), Some(neighbour)) = (self.by_id.get(one), self.by_id.get(other))
                && declared.contains(&(*other, *one))
            {
                self.alliances[*at as usize].neighbours.push(*neighbour);
            }
        }
        let places: Vec<_> =
            self.alliances.iter().map(|it| schools.get(it.alliance.lead).and_then(|it| it.school.place)).collect();
        for at in 0..self.alliances.len() {
            self.alliances[at].neighbours.sort_unstable();
            let Some(here) = places[at] else { continue };
            if !self.alliances[at].neighbours.is_empty() {
                continue;
            }
            let distance = |(there, other): (&Option<_>, u32)| there.map(|there| (here.metres_to(there), other));
            let mut nearest: Vec<_> =
                places.iter().zip(0..).filter(|(_, other)| *other as usize != at).filter_map(distance).collect();
            nearest.sort_unstable();
            self.alliances[at].neighbours = nearest.into_iter().take(NEAREST).map(|(_, other)| other).collect();
        }
    }

    /// An alliance by its id.
    pub fn get(&self, id: Id<Alliance>) -> Option<&Alliance> {
        self.entry(id).map(|it| &it.alliance)
    }

    /// Every alliance, by name.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Alliance> {
        self.alliances.iter().map(|it| &it.alliance)
    }

    /// The members of an alliance, the first to join first.
    pub fn members(&self, id: Id<Alliance>) -> &[Membership] {
        self.entry(id).map_or(&[], |it| &it.members)
    }

    /// The alliances to which a school belongs.
    pub fn of_school(&self, school: Id<School>) -> impl Iterator<Item = &Alliance> {
        self.by_school.get(&school).into_iter().flatten().map(|at| &self.alliances[*at as usize].alliance)
    }

    /// A school's place in an alliance.
    pub fn place(&self, id: Id<Alliance>, school: Id<School>) -> Option<&Membership> {
        self.members(id).iter().find(|it| it.school == school)
    }

    /// The alliances that put a school forward as one of their own: those to which it belongs and where it does not rest
    /// (DOMAIN C27).
    pub fn active_of(&self, school: Id<School>) -> impl Iterator<Item = &Alliance> {
        let rests = move |it: &Alliance| self.place(it.id, school).is_some_and(|place| place.rest.is_some());
        self.of_school(school).filter(move |it| !rests(it))
    }

    /// The neighbours of an alliance: those that both declared, else the five with the nearest lead schools.
    pub fn neighbours(&self, id: Id<Alliance>) -> impl Iterator<Item = &Alliance> {
        let neighbours = self.entry(id).map_or(&[][..], |it| &it.neighbours);
        neighbours.iter().map(|at| &self.alliances[*at as usize].alliance)
    }

    /// Every version of what an alliance has settled for itself, the first before the others.
    pub fn policies(&self, id: Id<Alliance>) -> &[AlliancePolicy] {
        self.entry(id).map_or(&[], |it| &it.policies)
    }

    /// What an alliance holds to on a day: its own policy, else what holds nationally.
    pub fn policy(&self, of: &Alliance, on: NaiveDate) -> AlliancePolicy {
        let own = AlliancePolicy::in_force(self.policies(of.id), on);
        own.cloned().unwrap_or_else(|| AlliancePolicy::national(of.id, of.response_days))
    }

    /// The times that alliances have set for themselves.
    pub fn own_levels(&self) -> Arc<OwnStandards> {
        self.own_levels.clone()
    }

    fn entry(&self, id: Id<Alliance>) -> Option<&Entry> {
        self.by_id.get(&id).map(|at| &self.alliances[*at as usize])
    }
}
