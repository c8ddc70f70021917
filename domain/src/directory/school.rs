//! The vocabularies of the national register that the trade reads.

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
}
