//! Every oddity of the published file that a row has been seen with, and what is made of it.

use std::borrow::Cow;

use proptest::prelude::*;

use crate::Word;
use crate::directory::register::{Column, Columns, Field, Listing, RowFault, listing};
use crate::directory::{GridPoint, KeyStage, KeyStages, Phase, Region, Rurality, SchoolStatus};

const ROW: [(&str, &str); 16] = [
    ("URN", "100000"),
    ("LA (code)", "201"),
    ("LA (name)", "City of London"),
    ("EstablishmentName", "The Aldgate School"),
    ("TypeOfEstablishment (code)", "02"),
    ("EstablishmentStatus (code)", "1"),
    ("EstablishmentStatus (name)", "Open"),
    ("PhaseOfEducation (code)", "2"),
    ("StatutoryLowAge", "3"),
    ("StatutoryHighAge", "11"),
    ("NumberOfPupils", "270"),
    ("PercentageFSM", "13.7"),
    ("GOR (code)", "H"),
    ("UrbanRural (code)", "A1"),
    ("Easting", "533498"),
    ("Northing", "181201"),
];

/// Reads the plain row with some cells changed or added.
fn with(changes: &[(&str, &str)]) -> Result<Listing, RowFault> {
    let mut row = ROW.to_vec();
    for change in changes {
        match row.iter_mut().find(|(name, _)| *name == change.0) {
            Some(cell) => *cell = *change,
            None => row.push(*change),
        }
    }
    read(&row)
}

fn without(left_out: &[&str]) -> Listing {
    let row: Vec<_> = ROW.into_iter().filter(|(name, _)| !left_out.contains(name)).collect();
    read(&row).unwrap()
}

fn read(row: &[(&str, &str)]) -> Result<Listing, RowFault> {
    let header: Vec<_> = row.iter().map(|(name, _)| *name).collect();
    let columns = Columns::find(&header).unwrap();
    listing(&columns, row.len(), |at| Cow::Owned(row[at].1.to_owned()))
}

#[test]
fn a_plain_row_is_a_school() {
    let school = with(&[]).unwrap();
    assert_eq!(school.urn.number(), 100_000);
    assert_eq!((school.status, school.phase), (SchoolStatus::Open, Phase::Primary));
    assert_eq!(school.key_stages, [KeyStage::EarlyYears, KeyStage::Ks1, KeyStage::Ks2].into_iter().collect());
    assert_eq!((school.pupils, school.free_meal_permille), (Some(270), Some(137)));
    assert_eq!((school.region, school.rurality), (Some(Region::London), Some(Rurality::Conurbation)));
    assert_eq!(school.place, GridPoint::new(533_498, 181_201));
    assert!(school.doubts.is_empty());
}

#[test]
fn grades_and_heads_are_never_read() {
    let school = with(&[
        ("OfstedRating (name)", "Canary"),
        ("OfstedLastInsp", "19-04-2013"),
        ("HeadTitle (name)", "Canary"),
        ("HeadFirstName", "Canary"),
        ("HeadLastName", "Canary"),
        ("HeadPreferredJobTitle", "Canary"),
        ("PropsName", "Canary"),
    ]);
    assert_eq!(school, with(&[]));
    assert!(!format!("{school:?}").contains("Canary"));
}

#[test]
fn a_column_that_is_absent_keeps_what_was_known_and_a_blank_one_does_not() {
    let absent = without(&["NumberOfPupils"]);
    assert!(absent.kept.holds(Field::Pupils) && absent.pupils.is_none());
    let blank = with(&[("NumberOfPupils", "")]).unwrap();
    assert!(!blank.kept.holds(Field::Pupils) && blank.pupils.is_none());
    let ageless = without(&["StatutoryLowAge", "StatutoryHighAge"]);
    assert!(ageless.kept.holds(Field::KeyStages), "stages by phase alone must not replace those by age");
}

#[test]
fn a_cell_that_cannot_be_believed_is_doubted_and_kept() {
    for (column, cell, field) in [
        ("OpenDate", "31-02-2020", Field::Opened),
        ("NumberOfPupils", "-1", Field::Pupils),
        ("NumberOfPupils", "=1+1", Field::Pupils),
        ("PercentageFSM", "1000", Field::FreeMeals),
        ("PhaseOfEducation (code)", "Z", Field::Phase),
        ("GOR (code)", "Z", Field::Region),
        ("LA (code)", "2O1", Field::Authority),
        ("LA (code)", "2011", Field::Authority),
        ("UrbanRural (code)", "Z9", Field::Rurality),
        ("Town", "Lon\0don", Field::Town),
        ("SchoolWebsite", "javascript:alert(1)", Field::Website),
    ] {
        let school = with(&[(column, cell)]).unwrap();
        assert!(school.kept.holds(field), "{column}");
        assert_eq!(school.doubts.len(), 1, "{column}");
        assert_eq!(school.doubts[0].0.as_str(), column);
    }
}

#[test]
fn what_a_school_cannot_be_without_refuses_the_row() {
    for (column, cell, fault) in [
        ("URN", "", RowFault::UrnNotValid),
        ("URN", "0", RowFault::UrnNotValid),
        ("URN", "-100000", RowFault::UrnNotValid),
        ("URN", "ABCDEF", RowFault::UrnNotValid),
        ("EstablishmentName", "  ", RowFault::NameNotValid),
        ("EstablishmentName", "Ash\0Lane", RowFault::NameNotValid),
        ("EstablishmentStatus (code)", "9", RowFault::StatusUnknown),
    ] {
        assert_eq!(with(&[(column, cell)]), Err(fault), "{column} {cell:?}");
    }
    assert_eq!(with(&[("EstablishmentName", &"x".repeat(5_000_000))]), Err(RowFault::NameNotValid));
}

#[test]
fn establishments_that_are_not_schools_in_england_are_passed_over() {
    for kind in ["25", "26", "30", "37"] {
        assert_eq!(with(&[("TypeOfEstablishment (code)", kind)]), Err(RowFault::NotInEngland));
    }
    let cardiff = [("LA (code)", ""), ("LA (name)", "Cardiff")];
    assert_eq!(with(&cardiff), Err(RowFault::NotInEngland));
    for kind in ["29", "47", "48"] {
        assert_eq!(with(&[("TypeOfEstablishment (code)", kind)]), Err(RowFault::NotASchool));
    }
    let centre = [("URN", "20115"), ("EstablishmentTypeGroup (name)", "Children's Centres")];
    assert_eq!(with(&centre), Err(RowFault::NotASchool), "its five digits are not what is wrong with it");
}

#[test]
fn rows_of_another_width_are_refused_unless_the_last_column_runs_over() {
    let header = ["URN", "LA (code)", "EstablishmentName", "EstablishmentStatus (code)", "Linked establishments"];
    let cells = ["100000", "201", "Ash Lane", "1", "100001 Elm", "100002 Oak"];
    let read = |header: &[&str], cells: &[&str]| {
        listing(&Columns::find(header).unwrap(), cells.len(), |at| Cow::Owned(cells[at].to_owned()))
    };
    assert!(read(&header, &cells).is_ok());
    assert_eq!(read(&header, &cells[..4]), Err(RowFault::RowTooShort));
    assert_eq!(read(&header[..4], &cells[..5]), Err(RowFault::RowTooLong));
}

#[test]
fn the_code_of_an_authority_counts_whatever_its_name_says() {
    for school in [without(&["LA (name)"]), with(&[("LA (name)", "Lon\0don")]).unwrap()] {
        assert!(!school.kept.holds(Field::Authority), "{school:?}");
        assert_eq!((school.authority_code.as_deref(), school.authority_name), (Some("201"), None));
    }
    assert_eq!(with(&[("LA (code)", "000")]), Err(RowFault::NotInEngland));
    assert_eq!(with(&[("LA (code)", "6")]).unwrap().authority_code.as_deref(), Some("006"));
}

#[test]
fn half_a_place_is_none() {
    assert_eq!(with(&[("Easting", "")]).unwrap().place, None);
    let odd = with(&[("Easting", "x")]).unwrap();
    assert!(odd.kept.holds(Field::Easting) && odd.kept.holds(Field::Northing));
    assert_eq!(with(&[("Easting", "0"), ("Northing", "0")]).unwrap().place, None);
}

#[test]
fn names_keep_every_mark_and_a_formula_is_only_text() {
    for name in ["St Joseph’s Catholic Primary School", "Ysgol Siân", "A  B (C), D", "=HYPERLINK(1)"] {
        assert_eq!(with(&[("EstablishmentName", name)]).unwrap().name, name);
    }
}

#[test]
fn a_download_with_names_only_says_the_same() {
    let named = read(&[
        ("URN", "100000"),
        ("LA (code)", "201"),
        ("EstablishmentName", "The Aldgate School"),
        ("EstablishmentStatus (name)", "Open, but proposed to close"),
        ("PhaseOfEducation (name)", "Middle deemed secondary"),
        ("GOR (name)", "Yorkshire and the Humber"),
        ("UrbanRural (name)", "(England/Wales) Rural village in a sparse setting"),
    ])
    .unwrap();
    assert_eq!((named.status, named.phase), (SchoolStatus::Closing, Phase::MiddleDeemedSecondary));
    assert_eq!((named.region, named.rurality), (Some(Region::YorkshireAndTheHumber), Some(Rurality::Village)));
}

#[test]
fn ages_decide_before_the_phase_does() {
    let middle = with(&[("StatutoryLowAge", "9"), ("StatutoryHighAge", "13")]).unwrap();
    assert_eq!(middle.key_stages, [KeyStage::Ks2, KeyStage::Ks3].into_iter().collect());
    let ageless = with(&[("StatutoryLowAge", ""), ("StatutoryHighAge", "")]).unwrap();
    assert_eq!(ageless.key_stages, KeyStages::of_phase(Phase::Primary));
}

#[test]
fn a_trust_may_come_without_its_number() {
    let trust = |code, name| with(&[("Trusts (code)", code), ("Trusts (name)", name)]).unwrap().trust;
    assert_eq!(trust("", "Ash Trust").map(|it| it.uid), Some(None));
    assert_eq!(trust("2053", "Ash Trust").and_then(|it| it.uid), Some("2053".to_owned()));
    assert_eq!(trust("2053", ""), None);
    assert_eq!(trust("", "Not applicable"), None);
}

proptest! {
    #[test]
    fn no_row_makes_the_reader_panic(cells in proptest::collection::vec(".{0,12}", Column::ALL.len())) {
        let header: Vec<_> = Column::ALL.iter().map(|column| column.as_str()).collect();
        let columns = Columns::find(&header).unwrap();
        let _ = listing(&columns, cells.len(), |at| Cow::Borrowed(cells[at].as_str()));
    }

    #[test]
    fn no_cell_of_a_school_makes_the_reader_panic(column in 0..Column::ALL.len(), cell in "\\PC{0,40}") {
        let _ = with(&[(Column::ALL[column].as_str(), &cell)]);
    }
}
