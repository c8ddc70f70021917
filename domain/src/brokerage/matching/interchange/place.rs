//! The places on which markets are made: the state schools of the register, with the bands that the format speaks of.

use crate::directory::register::Listing;
use crate::directory::{GridPoint, Phase, Rurality, SchoolStatus, Urn};

/// A school as the format knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Where it stands.
    pub place: GridPoint,
    /// 0 primary, 1 secondary, 2 special or alternative, 3 post-16.
    pub phase: u8,
    /// The fifth in which it is by disadvantage, 5 the most disadvantaged.
    pub quintile: u8,
    /// The quarter in which it is by size, 4 the largest.
    pub size: u8,
    /// Whether it is in a town.
    pub urban: bool,
    /// The number of its trust; 0 for none.
    pub trust: u32,
}

/// What a school's bands are reckoned from.
struct Listed {
    urn: Urn,
    site: Site,
    free_meals: Option<i32>,
    pupils: Option<i32>,
}

/// The schools of a register so far.
#[derive(Default)]
pub struct Sites(Vec<Listed>);

impl Sites {
    /// Takes a school, if it is open, is paid for by the state, and has a place.
    pub fn take(&mut self, school: &Listing) {
        let is_open = matches!(school.status, SchoolStatus::Open | SchoolStatus::Closing);
        let is_private = school.type_group.as_deref() == Some("Independent schools");
        let (true, false, Some(place)) = (is_open, is_private, school.place) else { return };
        let trust = school.trust.as_ref().and_then(|trust| trust.uid.as_ref()?.parse().ok());
        let site = Site {
            place,
            phase: phase(school.phase),
            quintile: 0,
            size: 0,
            urban: matches!(school.rurality, Some(Rurality::Conurbation | Rurality::CityAndTown)),
            trust: trust.filter(|number| *number <= 999_999_999).unwrap_or(0),
        };
        self.0.push(Listed { urn: school.urn, site, free_meals: school.free_meal_permille, pupils: school.pupils });
    }

    /// All of them by reference number, each with its bands among them. Where the register does not say, a school is taken as
    /// one in the middle.
    pub fn banded(mut self) -> Vec<Site> {
        self.0.sort_unstable_by_key(|school| school.urn);
        let fifths = steps(self.0.iter().filter_map(|school| school.free_meals).collect(), 5);
        let quarters = steps(self.0.iter().filter_map(|school| school.pupils).collect(), 4);
        let band = |value: Option<i32>, steps: &[i32], middle| value.map_or(middle, |it| 1 + passed(steps, it));
        let banded = |Listed { site, free_meals, pupils, .. }: Listed| Site {
            quintile: band(free_meals, &fifths, 3),
            size: band(pupils, &quarters, 2),
            ..site
        };
        self.0.into_iter().map(banded).collect()
    }
}

/// The values at which each part after the first begins, of parts with as many schools each.
fn steps(mut values: Vec<i32>, parts: usize) -> Vec<i32> {
    values.sort_unstable();
    (1..parts).filter_map(|part| values.get(values.len() * part / parts).copied()).collect()
}

fn passed(steps: &[i32], value: i32) -> u8 {
    steps.iter().filter(|step| **step <= value).count() as u8
}

const fn phase(phase: Phase) -> u8 {
    match phase {
        Phase::Nursery | Phase::Primary | Phase::MiddleDeemedPrimary => 0,
        Phase::Secondary | Phase::MiddleDeemedSecondary | Phase::AllThrough => 1,
        Phase::NotApplicable => 2,
        Phase::SixteenPlus => 3,
    }
}
