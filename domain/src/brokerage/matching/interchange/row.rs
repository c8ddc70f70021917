//! The rows of the tables of requests and of specialists.

use crate::brokerage::matching::interchange::Numbers;
use crate::brokerage::matching::plan::{Ask, Give};
use crate::directory::GridPoint;

/// A request, as the format tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// The asking school.
    pub school: u32,
    /// Where it stands.
    pub place: GridPoint,
    /// 0 primary, 1 secondary, 2 special or alternative, 3 post-16.
    pub phase: u8,
    /// The fifth of all schools in which it is by disadvantage, 5 the most disadvantaged.
    pub quintile: u8,
    /// The quarter of all schools in which it is by size, 4 the largest.
    pub size: u8,
    /// Whether it is in a town.
    pub urban: bool,
    /// Its trust; 0 for none.
    pub trust: u32,
    /// The expertise asked for, 0 to 39; five in a row are a family.
    pub code: u8,
    /// From 1 to 3, the most urgent.
    pub priority: u8,
    /// Whether it is among those who are farthest from anybody.
    pub isolated: bool,
    /// The half-terms in which support may happen, a bit for each of six.
    pub window: u8,
    /// Days that the school has given less days that it has received.
    pub balance: i8,
    /// The worth of meeting it at all, in points.
    pub bonus: i64,
    /// How many different people are wanted: 1, or more for a team.
    pub seats: u32,
}

/// A specialist, as the format tells of him or her.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialistRow {
    /// The home school.
    pub school: u32,
    /// Where it stands.
    pub place: GridPoint,
    /// The phases in which he or she works, a bit for each.
    pub phases: u8,
    /// The fifth of all schools in which the home school is by disadvantage.
    pub quintile: u8,
    /// The quarter of all schools in which it is by size.
    pub size: u8,
    /// Whether it is in a town.
    pub urban: bool,
    /// Its trust; 0 for none.
    pub trust: u32,
    /// What he or she is expert in, a bit for each code.
    pub codes: u64,
    /// How many more jobs he or she can take this term.
    pub capacity: u32,
    /// What speaks for his or her work, 0 to 1000.
    pub evidence: i64,
    /// The farthest that he or she goes, in metres.
    pub travel_m: u32,
    /// The half-terms in which he or she has time, a bit for each of six.
    pub available: u8,
    /// Days given lately.
    pub given: i64,
    /// How many jobs were agreed before.
    pub jobs: u32,
}

impl RequestRow {
    /// The worth of meeting a request of a priority, in points.
    pub const fn bonus_of(priority: u8, isolated: bool) -> i64 {
        6_000 + 3_000 * (priority as i64 - 1) + if isolated { 4_000 } else { 0 }
    }

    /// Takes the numbers of a row after its id. They are within the bounds of their columns, which the types can hold.
    pub(super) fn of(row: &Numbers) -> Self {
        let [
            _,
            school,
            east,
            north,
            phase,
            quintile,
            size,
            urban,
            trust,
            code,
            priority,
            isolated,
            window,
            balance,
            ..,
        ] = *row;
        Self {
            school: school as u32,
            place: GridPoint { easting: east as i32, northing: north as i32 },
            phase: phase as u8,
            quintile: quintile as u8,
            size: size as u8,
            urban: urban == 1,
            trust: trust as u32,
            code: code as u8,
            priority: priority as u8,
            isolated: isolated == 1,
            window: window as u8,
            balance: balance as i8,
            bonus: row[14],
            seats: row[15] as u32,
        }
    }

    /// The numbers of the row with this id.
    pub fn numbers(&self, id: usize) -> Numbers {
        [
            id as i64,
            self.school.into(),
            self.place.easting.into(),
            self.place.northing.into(),
            self.phase.into(),
            self.quintile.into(),
            self.size.into(),
            self.urban.into(),
            self.trust.into(),
            self.code.into(),
            self.priority.into(),
            self.isolated.into(),
            self.window.into(),
            self.balance.into(),
            self.bonus,
            self.seats.into(),
        ]
    }

    /// The request as the planner knows it, by its row.
    pub(super) const fn ask(&self, id: usize) -> Ask {
        Ask { key: id as u64, seats: self.seats, worth: self.bonus }
    }
}

impl SpecialistRow {
    /// Takes the numbers of a row after its id. They are within the bounds of their columns, which the types can hold.
    pub(super) fn of(row: &Numbers) -> Self {
        let [
            _,
            school,
            east,
            north,
            phases,
            quintile,
            size,
            urban,
            trust,
            codes,
            capacity,
            evidence,
            travel,
            available,
            ..,
        ] = *row;
        Self {
            school: school as u32,
            place: GridPoint { easting: east as i32, northing: north as i32 },
            phases: phases as u8,
            quintile: quintile as u8,
            size: size as u8,
            urban: urban == 1,
            trust: trust as u32,
            codes: codes as u64,
            capacity: capacity as u32,
            evidence,
            travel_m: travel as u32,
            available: available as u8,
            given: row[14],
            jobs: row[15] as u32,
        }
    }

    /// The numbers of the row with this id.
    pub fn numbers(&self, id: usize) -> Numbers {
        [
            id as i64,
            self.school.into(),
            self.place.easting.into(),
            self.place.northing.into(),
            self.phases.into(),
            self.quintile.into(),
            self.size.into(),
            self.urban.into(),
            self.trust.into(),
            self.codes as i64,
            self.capacity.into(),
            self.evidence,
            self.travel_m.into(),
            self.available.into(),
            self.given,
            self.jobs.into(),
        ]
    }

    /// The specialist as the planner knows him or her, by the row.
    pub(super) const fn give(&self, id: usize) -> Give {
        Give { key: id as u64, capacity: self.capacity, jobs: self.jobs }
    }
}
