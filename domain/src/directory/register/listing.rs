//! What one row of the register says of one school, checked.

use chrono::NaiveDate;

use crate::directory::register::{Column, RowFault};
use crate::directory::{GridPoint, KeyStages, Phase, Region, Rurality, SchoolStatus, Urn};
use crate::words;

words! {
    /// Something that the register says of a school, spelt as it is stored.
    pub enum Field {
        /// Its name.
        Name = "name",
        /// Whether it is open.
        Status = "status",
        /// Its phase.
        Phase = "phase",
        /// The kind of establishment, as a code.
        TypeCode = "type_code",
        /// The kind of establishment.
        TypeName = "type_name",
        /// The group of kinds.
        TypeGroup = "type_group",
        /// Whether it is for special educational needs.
        Special = "special",
        /// The age of the youngest pupils.
        LowAge = "low_age",
        /// The age at which the oldest leave.
        HighAge = "high_age",
        /// The key stages that it teaches.
        KeyStages = "key_stages",
        /// Boys, girls or both.
        Gender = "gender",
        /// Its religious character.
        Religion = "religious_character",
        /// How pupils are admitted.
        Admissions = "admissions",
        /// How many pupils there is room for.
        Capacity = "capacity",
        /// How many pupils there are.
        Pupils = "pupils",
        /// The share of pupils with free meals.
        FreeMeals = "free_meal_permille",
        /// Its local authority.
        Authority = "local_authority_id",
        /// Its number within the local authority.
        Number = "establishment_number",
        /// Its region.
        Region = "region",
        /// The trust that runs it.
        Trust = "trust_id",
        /// Its provider reference number.
        Ukprn = "ukprn",
        /// Its district.
        District = "district",
        /// Its ward.
        Ward = "ward",
        /// Its parliamentary constituency.
        Constituency = "constituency",
        /// Town or country.
        Rurality = "rurality",
        /// The first line of its address.
        Street = "street",
        /// The second line of its address.
        Locality = "locality",
        /// Its town.
        Town = "town",
        /// Its county.
        County = "county",
        /// Its postcode.
        Postcode = "postcode",
        /// Its telephone number.
        Telephone = "telephone",
        /// Its web site.
        Website = "website",
        /// Metres east on the national grid.
        Easting = "easting",
        /// Metres north on the national grid.
        Northing = "northing",
        /// The day on which it opened.
        Opened = "opened_on",
        /// The day on which it closed or will close.
        Closed = "closed_on",
    }
}

impl Field {
    /// Whether its changes are kept as history. Numbers that move every term are not.
    pub const fn is_history(self) -> bool {
        !matches!(
            self,
            Self::Capacity
                | Self::Pupils
                | Self::FreeMeals
                | Self::Telephone
                | Self::Website
                | Self::Ward
                | Self::Constituency
        )
    }
}

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields(i64);

impl Fields {
    /// Adds a field.
    pub fn add(&mut self, field: Field) {
        self.0 |= Self::bit(field);
    }

    /// Whether a field is in the set.
    pub const fn holds(self, field: Field) -> bool {
        self.0 & Self::bit(field) != 0
    }

    /// The set as a number in which each field is one bit.
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// The bit of a field.
    pub const fn bit(field: Field) -> i64 {
        1 << field as u32
    }
}

/// A trust as a school's row names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrustName {
    /// Its group number; `None` if the row gives only the name.
    pub uid: Option<String>,
    /// Its name.
    pub name: String,
}

/// What a row says of one school. Where a field is `None`, the register says nothing, unless `kept` holds the field:
/// then the row does not speak of it, and what was known stays (SETTLED 23).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its reference number.
    pub urn: Urn,
    /// The fields of which the row does not speak.
    pub kept: Fields,
    /// The columns that were not believed, each with the reason; their fields are kept.
    pub doubts: Vec<(Column, RowFault)>,
    /// Its name.
    pub name: String,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// Its phase.
    pub phase: Phase,
    /// The key stages that it teaches.
    pub key_stages: KeyStages,
    /// Whether it is for special educational needs.
    pub special: bool,
    /// The kind of establishment, as a code.
    pub type_code: Option<String>,
    /// The kind of establishment.
    pub type_name: Option<String>,
    /// The group of kinds.
    pub type_group: Option<String>,
    /// The age of the youngest pupils, in years.
    pub low_age: Option<i32>,
    /// The age at which the oldest leave, in years.
    pub high_age: Option<i32>,
    /// Boys, girls or both.
    pub gender: Option<String>,
    /// Its religious character.
    pub religious_character: Option<String>,
    /// How pupils are admitted.
    pub admissions: Option<String>,
    /// How many pupils there is room for.
    pub capacity: Option<i32>,
    /// How many pupils there are.
    pub pupils: Option<i32>,
    /// The share of pupils with free meals, in thousandths.
    pub free_meal_permille: Option<i32>,
    /// Its local authority's code.
    pub authority_code: Option<String>,
    /// Its local authority's name.
    pub authority_name: Option<String>,
    /// Its number within the local authority.
    pub establishment_number: Option<String>,
    /// Its region.
    pub region: Option<Region>,
    /// The trust that runs it.
    pub trust: Option<TrustName>,
    /// Its provider reference number.
    pub ukprn: Option<i32>,
    /// Its district.
    pub district: Option<String>,
    /// Its ward.
    pub ward: Option<String>,
    /// Its parliamentary constituency.
    pub constituency: Option<String>,
    /// Town or country.
    pub rurality: Option<Rurality>,
    /// The first line of its address.
    pub street: Option<String>,
    /// The second line of its address.
    pub locality: Option<String>,
    /// Its town.
    pub town: Option<String>,
    /// Its county.
    pub county: Option<String>,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Its telephone number.
    pub telephone: Option<String>,
    /// Its web site, with a scheme.
    pub website: Option<String>,
    /// Where it stands.
    pub place: Option<GridPoint>,
    /// The day on which it opened.
    pub opened_on: Option<NaiveDate>,
    /// The day on which it closed or will close.
    pub closed_on: Option<NaiveDate>,
}
