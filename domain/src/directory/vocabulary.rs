//! The words of the directory: what the trade reads of the national register, and the kinds of alliance.

use crate::words;

words! {
    /// Whether a school is open, by the national register.
    pub enum SchoolStatus {
        /// Open.
        Open = "open",
        /// Open, with a proposal to close it.
        Closing = "closing",
        /// Proposed to open.
        Proposed = "proposed",
        /// Closed. Its history stays.
        Closed = "closed",
    }

    /// The phase of education that the register gives a school: a label. Matching reads key stages instead.
    pub enum Phase {
        /// Nursery.
        Nursery = "nursery",
        /// Primary.
        Primary = "primary",
        /// Middle, deemed primary.
        MiddleDeemedPrimary = "middle_deemed_primary",
        /// Middle, deemed secondary.
        MiddleDeemedSecondary = "middle_deemed_secondary",
        /// Secondary.
        Secondary = "secondary",
        /// For 16 and over.
        SixteenPlus = "sixteen_plus",
        /// All-through: primary and secondary in one.
        AllThrough = "all_through",
        /// The register gives none: special, alternative provision and independent schools.
        NotApplicable = "not_applicable",
    }

    /// A stage of the curriculum (DOMAIN part B).
    pub enum KeyStage {
        /// Early years, to the age of 5.
        EarlyYears = "early_years",
        /// Key stage 1: years 1 and 2.
        Ks1 = "ks1",
        /// Key stage 2: years 3 to 6.
        Ks2 = "ks2",
        /// Key stage 3: years 7 to 9.
        Ks3 = "ks3",
        /// Key stage 4: years 10 and 11.
        Ks4 = "ks4",
        /// 16 to 19.
        Ks5 = "ks5",
    }

    /// One of the nine regions of England.
    pub enum Region {
        /// North East.
        NorthEast = "north_east",
        /// North West.
        NorthWest = "north_west",
        /// Yorkshire and the Humber.
        YorkshireAndTheHumber = "yorkshire_and_the_humber",
        /// East Midlands.
        EastMidlands = "east_midlands",
        /// West Midlands.
        WestMidlands = "west_midlands",
        /// East of England.
        EastOfEngland = "east_of_england",
        /// London.
        London = "london",
        /// South East.
        SouthEast = "south_east",
        /// South West.
        SouthWest = "south_west",
    }

    /// How many pupils a school has on roll, in bands (DOMAIN C28). Bands are proposals: 210 is a primary school with
    /// one class a year, 420 one with two.
    pub enum SizeBand {
        /// Up to 100 pupils.
        VerySmall = "very_small",
        /// 101 to 210 pupils.
        Small = "small",
        /// 211 to 420 pupils.
        Medium = "medium",
        /// 421 to 900 pupils.
        Large = "large",
        /// More than 900 pupils.
        VeryLarge = "very_large",
    }

    /// Whether a school stands in town or country, by the national classification of its place.
    pub enum Rurality {
        /// In a conurbation.
        Conurbation = "conurbation",
        /// In a city or a town.
        CityAndTown = "city_and_town",
        /// In a country town or on its fringe.
        TownAndFringe = "town_and_fringe",
        /// In a village.
        Village = "village",
        /// In a hamlet, or by itself.
        Hamlet = "hamlet",
    }

    /// What kind of group an alliance is (DOMAIN A3).
    pub enum AllianceKind {
        /// A teaching school alliance.
        TeachingSchoolAlliance = "teaching_school_alliance",
        /// A teaching school hub.
        Hub = "hub",
        /// A multi-academy trust.
        Trust = "trust",
        /// A federation of schools.
        Federation = "federation",
        /// The service of a local authority.
        AuthorityService = "authority_service",
        /// A diocese.
        Diocese = "diocese",
    }

    /// How one school of the register is linked to another.
    pub enum LinkKind {
        /// The other took its place, as when a school becomes an academy.
        Successor = "successor",
        /// The other took its place when several merged.
        SuccessorMerged = "successor_merged",
        /// The other took its place when several became one new school.
        SuccessorAmalgamated = "successor_amalgamated",
        /// The other took a part of it when it was split.
        SuccessorSplit = "successor_split",
        /// It took the other's place.
        Predecessor = "predecessor",
        /// It took the other's place when several merged.
        PredecessorMerged = "predecessor_merged",
        /// It took the other's place when several became one new school.
        PredecessorAmalgamated = "predecessor_amalgamated",
        /// It took a part of the other when that was split.
        PredecessorSplit = "predecessor_split",
        /// Linked in a way that passes nothing on.
        Other = "other",
    }
}

impl SizeBand {
    /// The band of a number of pupils on roll.
    pub const fn of(pupils: u32) -> Self {
        match pupils {
            0..=100 => Self::VerySmall,
            101..=210 => Self::Small,
            211..=420 => Self::Medium,
            421..=900 => Self::Large,
            _ => Self::VeryLarge,
        }
    }
}

impl Rurality {
    /// Whether it is the country rather than the town.
    pub const fn is_rural(self) -> bool {
        matches!(self, Self::TownAndFringe | Self::Village | Self::Hamlet)
    }
}

impl SchoolStatus {
    /// Whether the school is at work: open, even if a proposal stands to close it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Closing)
    }
}

impl LinkKind {
    /// Whether the linked school follows this one.
    pub const fn is_successor(self) -> bool {
        matches!(self, Self::Successor | Self::SuccessorMerged | Self::SuccessorAmalgamated | Self::SuccessorSplit)
    }

    /// Whether this school follows the linked one.
    pub const fn is_predecessor(self) -> bool {
        matches!(
            self,
            Self::Predecessor | Self::PredecessorMerged | Self::PredecessorAmalgamated | Self::PredecessorSplit
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_size_turn_at_whole_classes() {
        for (pupils, band) in [
            (0, SizeBand::VerySmall),
            (100, SizeBand::VerySmall),
            (101, SizeBand::Small),
            (210, SizeBand::Small),
            (211, SizeBand::Medium),
            (420, SizeBand::Medium),
            (421, SizeBand::Large),
            (900, SizeBand::Large),
            (901, SizeBand::VeryLarge),
        ] {
            assert_eq!(SizeBand::of(pupils), band, "{pupils}");
        }
    }

    #[test]
    fn a_school_that_is_proposed_to_close_is_open() {
        assert!(SchoolStatus::Closing.is_open());
        assert!(!SchoolStatus::Proposed.is_open());
    }
}
