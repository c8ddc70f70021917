//! The columns of the register's file that are read, by the names that it gives them. No others are ever looked at.

use crate::directory::register::FileFault;
use crate::{Word, words};

words! {
    /// A column of the register's file. Inspection grades and the names of heads are not among them (DOMAIN A1).
    pub enum Column {
        /// The unique reference number.
        Urn = "URN",
        /// The local authority's three-digit code.
        AuthorityCode = "LA (code)",
        /// The local authority's name.
        AuthorityName = "LA (name)",
        /// The number within the local authority.
        Number = "EstablishmentNumber",
        /// The school's name.
        Name = "EstablishmentName",
        /// The kind of establishment, as a code.
        TypeCode = "TypeOfEstablishment (code)",
        /// The kind of establishment.
        TypeName = "TypeOfEstablishment (name)",
        /// The group of kinds.
        GroupName = "EstablishmentTypeGroup (name)",
        /// Open or closed, as a code.
        StatusCode = "EstablishmentStatus (code)",
        /// Open or closed.
        StatusName = "EstablishmentStatus (name)",
        /// The day on which it opened.
        Opened = "OpenDate",
        /// The day on which it closed or will close.
        Closed = "CloseDate",
        /// The phase of education, as a code.
        PhaseCode = "PhaseOfEducation (code)",
        /// The phase of education.
        PhaseName = "PhaseOfEducation (name)",
        /// The age of the youngest pupils.
        LowAge = "StatutoryLowAge",
        /// The age at which the oldest pupils leave.
        HighAge = "StatutoryHighAge",
        /// Boys, girls or both.
        Gender = "Gender (name)",
        /// The religious character.
        Religion = "ReligiousCharacter (name)",
        /// How pupils are admitted.
        Admissions = "AdmissionsPolicy (name)",
        /// How many pupils there is room for.
        Capacity = "SchoolCapacity",
        /// How many pupils there are.
        Pupils = "NumberOfPupils",
        /// The percentage of pupils with free school meals.
        FreeMeals = "PercentageFSM",
        /// The trust, as its group number.
        TrustCode = "Trusts (code)",
        /// The trust's name.
        TrustName = "Trusts (name)",
        /// The provider reference number.
        Ukprn = "UKPRN",
        /// The first line of the address.
        Street = "Street",
        /// The second line of the address.
        Locality = "Locality",
        /// The town.
        Town = "Town",
        /// The county.
        County = "County (name)",
        /// The postcode.
        Postcode = "Postcode",
        /// The web site.
        Website = "SchoolWebsite",
        /// The telephone number.
        Telephone = "TelephoneNum",
        /// The region, as a letter.
        RegionCode = "GOR (code)",
        /// The region.
        RegionName = "GOR (name)",
        /// The district.
        District = "DistrictAdministrative (name)",
        /// The ward.
        Ward = "AdministrativeWard (name)",
        /// The parliamentary constituency.
        Constituency = "ParliamentaryConstituency (name)",
        /// Town or country, as a code.
        UrbanRuralCode = "UrbanRural (code)",
        /// Town or country.
        UrbanRuralName = "UrbanRural (name)",
        /// Metres east on the national grid.
        Easting = "Easting",
        /// Metres north on the national grid.
        Northing = "Northing",
    }
}

/// Where the columns stand in one file: files of different downloads order, add and leave out columns.
#[derive(Clone, Debug)]
pub struct Columns {
    at: [Option<u16>; Column::ALL.len()],
    width: usize,
    overflows: bool,
}

impl Columns {
    /// Finds the columns by a file's first row; refuses what is not the register's.
    pub fn find<S: AsRef<str>>(header: &[S]) -> Result<Self, FileFault> {
        let mut at = [None; Column::ALL.len()];
        for (position, name) in header.iter().enumerate() {
            let name = name.as_ref().trim();
            if let Some(column) = Column::ALL.iter().find(|column| column.as_str().eq_ignore_ascii_case(name)) {
                // A name that stands twice means its first column.
                at[*column as usize] = at[*column as usize].or(u16::try_from(position).ok());
            }
        }
        let overflows = header.last().is_some_and(|name| name.as_ref().trim() == "Linked establishments");
        let found = Self { at, width: header.len(), overflows };
        let needed: [&[Column]; 4] =
            [&[Column::Urn], &[Column::Name], &[Column::AuthorityCode], &[Column::StatusCode, Column::StatusName]];
        match needed.into_iter().find(|any| !any.iter().any(|column| found.has(*column))) {
            Some(missing) => Err(FileFault::NotARegister { missing: missing[0] }),
            None => Ok(found),
        }
    }

    /// Whether the file has a column.
    pub const fn has(&self, column: Column) -> bool {
        self.at[column as usize].is_some()
    }

    /// Where a column stands, counted from 0.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.at[column as usize].map(usize::from)
    }

    /// How many cells a row has.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Whether rows may be longer than the first: the last column of some downloads runs over when it lists several.
    pub const fn overflows(&self) -> bool {
        self.overflows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: [&str; 4] = ["URN", "LA (code)", "EstablishmentName", "EstablishmentStatus (name)"];

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let mut turned = LEAST;
        turned.reverse();
        let columns = Columns::find(&turned).unwrap();
        assert_eq!(columns.position(Column::Urn), Some(3));
        assert!(!columns.has(Column::Pupils));
    }

    #[test]
    fn a_file_without_what_makes_a_register_is_refused() {
        for left_out in 0..LEAST.len() {
            let header: Vec<_> = LEAST.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, n)| n).collect();
            assert!(matches!(Columns::find(&header), Err(FileFault::NotARegister { .. })), "{header:?}");
        }
        assert!(Columns::find::<&str>(&[]).is_err());
    }

    #[test]
    fn neither_grades_nor_heads_are_columns_that_we_know() {
        for column in Column::ALL {
            let name = column.as_str();
            assert!(!name.contains("Ofsted") && !name.contains("Head") && !name.contains("Inspect"), "{name}");
        }
    }

    #[test]
    fn only_a_list_of_links_may_run_over() {
        assert!(!Columns::find(&LEAST).unwrap().overflows());
        assert!(Columns::find(&[&LEAST[..], &["Linked establishments"]].concat()).unwrap().overflows());
    }
}
