//! One row of the register, read by the names of its columns.

use std::borrow::Cow;

use crate::directory::register::cell::{self, Said};
use crate::directory::register::{Column, Columns, Field, Fields, Listing, RowFault, TrustName, codes};
use crate::directory::{GridPoint, KeyStages, Phase, Urn};
use crate::text::Name;

/// Reads what a row says of a school. `cells` is how many the row has; `cell` gives the text of one by its position.
pub fn listing<'a>(columns: &Columns, cells: usize, cell: impl Fn(usize) -> Cow<'a, str>) -> Result<Listing, RowFault> {
    if cells < columns.width() {
        return Err(RowFault::RowTooShort);
    }
    if cells > columns.width() && !columns.overflows() {
        return Err(RowFault::RowTooLong);
    }
    let of = |column| columns.position(column).map_or(Cow::Borrowed(""), &cell);
    let row = Reader { columns, of: &of, kept: Fields::default(), doubts: Vec::new() };
    row.refuse_strangers()?;
    row.listing()
}

struct Reader<'r, 'a> {
    columns: &'r Columns,
    of: &'r dyn Fn(Column) -> Cow<'a, str>,
    kept: Fields,
    doubts: Vec<(Column, RowFault)>,
}

impl Reader<'_, '_> {
    fn refuse_strangers(&self) -> Result<(), RowFault> {
        let trimmed = |column| (self.of)(column).trim().to_owned();
        let (code, name) = (trimmed(Column::TypeCode), trimmed(Column::TypeName));
        if codes::is_no_school(&code, &name, &trimmed(Column::GroupName)) {
            return Err(RowFault::NotASchool);
        }
        let written = trimmed(Column::AuthorityCode);
        // A code that cannot be read is one nevertheless: only where there is none is the name alone.
        let authority = cell::authority(&written).map_or(written, Option::unwrap_or_default);
        if codes::is_abroad(&code, &name, &authority, &trimmed(Column::AuthorityName)) {
            return Err(RowFault::NotInEngland);
        }
        Ok(())
    }

    fn listing(mut self) -> Result<Listing, RowFault> {
        let urn = Urn::read((self.of)(Column::Urn).trim()).ok_or(RowFault::UrnNotValid)?;
        let name = Name::new(&(self.of)(Column::Name)).map_err(|_| RowFault::NameNotValid)?;
        let status = codes::status(
            (self.of)(Column::StatusCode).trim(),
            cell::something(&(self.of)(Column::StatusName)).unwrap_or_default(),
        );
        let status = status.ok_or(RowFault::StatusUnknown)?;
        let phase = self
            .code(Field::Phase, Column::PhaseCode, Column::PhaseName, |code, name| codes::phase(code, name).map(Some));
        let phase = phase.unwrap_or(Phase::NotApplicable);
        let low_age = self.read(Field::LowAge, Column::LowAge, |it| cell::number(it, 0, 25));
        let high_age = self.read(Field::HighAge, Column::HighAge, |it| cell::number(it, 0, 99));
        let place = self.place();
        Ok(Listing {
            urn,
            name: name.as_str().to_owned(),
            status,
            phase,
            key_stages: self.key_stages(phase, low_age, high_age),
            special: self.special(),
            low_age,
            high_age,
            place,
            type_code: self.read(Field::TypeCode, Column::TypeCode, cell::text),
            type_name: self.read(Field::TypeName, Column::TypeName, cell::text),
            type_group: self.read(Field::TypeGroup, Column::GroupName, cell::text),
            gender: self.read(Field::Gender, Column::Gender, cell::text),
            religious_character: self.read(Field::Religion, Column::Religion, cell::text),
            admissions: self.read(Field::Admissions, Column::Admissions, cell::text),
            capacity: self.read(Field::Capacity, Column::Capacity, |it| cell::number(it, 0, 20_000)),
            pupils: self.read(Field::Pupils, Column::Pupils, |it| cell::number(it, 0, 20_000)),
            free_meal_permille: self.read(Field::FreeMeals, Column::FreeMeals, cell::permille),
            authority_code: self.read(Field::Authority, Column::AuthorityCode, cell::authority),
            authority_name: self.authority_name(),
            establishment_number: self.read(Field::Number, Column::Number, cell::text),
            region: self.code(Field::Region, Column::RegionCode, Column::RegionName, |code, name| {
                optional(code, name, codes::region)
            }),
            trust: self.trust(),
            ukprn: self.read(Field::Ukprn, Column::Ukprn, |it| cell::number(it, 10_000_000, 99_999_999)),
            district: self.read(Field::District, Column::District, cell::text),
            ward: self.read(Field::Ward, Column::Ward, cell::text),
            constituency: self.read(Field::Constituency, Column::Constituency, cell::text),
            rurality: self.code(Field::Rurality, Column::UrbanRuralCode, Column::UrbanRuralName, |code, name| {
                optional(code, name, codes::rurality)
            }),
            street: self.read(Field::Street, Column::Street, cell::text),
            locality: self.read(Field::Locality, Column::Locality, cell::text),
            town: self.read(Field::Town, Column::Town, cell::text),
            county: self.read(Field::County, Column::County, cell::text),
            postcode: self.read(Field::Postcode, Column::Postcode, cell::postcode),
            telephone: self.read(Field::Telephone, Column::Telephone, cell::telephone),
            website: self.read(Field::Website, Column::Website, cell::website),
            opened_on: self.read(Field::Opened, Column::Opened, cell::date),
            closed_on: self.read(Field::Closed, Column::Closed, cell::date),
            kept: self.kept,
            doubts: self.doubts,
        })
    }

    /// Reads one cell; where the file has no such column, or the cell cannot be believed, the field is kept.
    fn read<T>(&mut self, field: Field, column: Column, read: impl FnOnce(&str) -> Said<T>) -> Option<T> {
        if !self.columns.has(column) {
            self.kept.add(field);
            return None;
        }
        read(&(self.of)(column)).unwrap_or_else(|fault| {
            self.kept.add(field);
            self.doubts.push((column, fault));
            None
        })
    }

    /// Reads a code with its name beside it, of which some files have only one.
    fn code<T>(
        &mut self,
        field: Field,
        code: Column,
        name: Column,
        meaning: impl FnOnce(&str, &str) -> Option<Option<T>>,
    ) -> Option<T> {
        if !self.columns.has(code) && !self.columns.has(name) {
            self.kept.add(field);
            return None;
        }
        meaning((self.of)(code).trim(), (self.of)(name).trim()).unwrap_or_else(|| {
            self.kept.add(field);
            self.doubts.push((if self.columns.has(code) { code } else { name }, RowFault::CodeUnknown));
            None
        })
    }

    /// The authority's name, a second cell of the same field: where it says nothing, the code counts all the same and the
    /// name stays as it is known.
    fn authority_name(&mut self) -> Option<String> {
        cell::text(&(self.of)(Column::AuthorityName)).unwrap_or_else(|fault| {
            self.doubts.push((Column::AuthorityName, fault));
            None
        })
    }

    fn trust(&mut self) -> Option<TrustName> {
        let name = self.read(Field::Trust, Column::TrustName, cell::text)?;
        // The code is a second cell of the same field: without it the name alone must do.
        let uid = cell::something(&(self.of)(Column::TrustCode)).filter(|uid| uid.len() <= 12).map(str::to_owned);
        Some(TrustName { uid, name })
    }

    fn key_stages(&mut self, phase: Phase, low: Option<i32>, high: Option<i32>) -> KeyStages {
        let unknown = [Field::Phase, Field::LowAge, Field::HighAge].into_iter().any(|field| self.kept.holds(field));
        if unknown {
            self.kept.add(Field::KeyStages);
        }
        let age = |age: Option<i32>| age.and_then(|age| u8::try_from(age).ok());
        match (age(low), age(high)) {
            (Some(low), Some(high)) if low < high => KeyStages::of_ages(low, high),
            _ => KeyStages::of_phase(phase),
        }
    }

    fn special(&mut self) -> bool {
        if !self.columns.has(Column::TypeCode) && !self.columns.has(Column::TypeName) {
            self.kept.add(Field::Special);
        }
        codes::is_special((self.of)(Column::TypeCode).trim(), &(self.of)(Column::TypeName))
    }

    /// Both coordinates or neither: half a place is none.
    fn place(&mut self) -> Option<GridPoint> {
        let easting = self.read(Field::Easting, Column::Easting, |it| cell::number(it, 0, 700_000));
        let northing = self.read(Field::Northing, Column::Northing, |it| cell::number(it, 0, 1_300_000));
        if self.kept.holds(Field::Easting) || self.kept.holds(Field::Northing) {
            self.kept.add(Field::Easting);
            self.kept.add(Field::Northing);
        }
        GridPoint::new(easting?, northing?)
    }
}

/// Tells a code that says nothing from one that is not known.
fn optional<T>(code: &str, name: &str, meaning: impl FnOnce(&str, &str) -> Option<T>) -> Option<Option<T>> {
    match (cell::something(code), cell::something(name)) {
        (None, None) => Some(None),
        (code, name) => meaning(code.unwrap_or_default(), name.unwrap_or_default()).map(Some),
    }
}
