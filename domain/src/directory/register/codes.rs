//! The register's codes and names, and the words of ours that they mean. Some downloads give only the names.

use crate::directory::{Phase, Region, Rurality, SchoolStatus};

/// Whether a school is open.
pub(super) fn status(code: &str, name: &str) -> Option<SchoolStatus> {
    Some(match (code, name) {
        ("1", _) | ("", "Open") => SchoolStatus::Open,
        ("2", _) | ("", "Closed") => SchoolStatus::Closed,
        ("3", _) | ("", "Open, but proposed to close") => SchoolStatus::Closing,
        ("4", _) | ("", "Proposed to open") => SchoolStatus::Proposed,
        _ => return None,
    })
}

/// The phase. Other lists of the same department spell "All-through" without its hyphen.
pub(super) fn phase(code: &str, name: &str) -> Option<Phase> {
    Some(match (code, name.to_ascii_lowercase().replace('-', " ").as_str()) {
        ("0", _) | ("", "not applicable" | "") => Phase::NotApplicable,
        ("1", _) | ("", "nursery") => Phase::Nursery,
        ("2", _) | ("", "primary") => Phase::Primary,
        ("3", _) | ("", "middle deemed primary") => Phase::MiddleDeemedPrimary,
        ("4", _) | ("", "secondary") => Phase::Secondary,
        ("5", _) | ("", "middle deemed secondary") => Phase::MiddleDeemedSecondary,
        ("6", _) | ("", "16 plus") => Phase::SixteenPlus,
        ("7", _) | ("", "all through") => Phase::AllThrough,
        _ => return None,
    })
}

/// The region; a letter outside England, or none, gives none.
pub(super) fn region(code: &str, name: &str) -> Option<Region> {
    Some(match (code, name.to_ascii_lowercase().as_str()) {
        ("A", _) | ("", "north east") => Region::NorthEast,
        ("B", _) | ("", "north west") => Region::NorthWest,
        ("D", _) | ("", "yorkshire and the humber") => Region::YorkshireAndTheHumber,
        ("E", _) | ("", "east midlands") => Region::EastMidlands,
        ("F", _) | ("", "west midlands") => Region::WestMidlands,
        ("G", _) | ("", "east of england") => Region::EastOfEngland,
        ("H", _) | ("", "london") => Region::London,
        ("J", _) | ("", "south east") => Region::SouthEast,
        ("K", _) | ("", "south west") => Region::SouthWest,
        _ => return None,
    })
}

/// Town or country, by the classification of 2011. Its code is a letter for the place and a figure for how sparse the
/// country around it is, which matters to no rule of ours.
pub(super) fn rurality(code: &str, name: &str) -> Option<Rurality> {
    match code.chars().next() {
        Some('A' | 'B') => return Some(Rurality::Conurbation),
        Some('C') => return Some(Rurality::CityAndTown),
        Some('D') => return Some(Rurality::TownAndFringe),
        Some('E') => return Some(Rurality::Village),
        Some('F') => return Some(Rurality::Hamlet),
        Some(_) => return None,
        None => {}
    }
    let meanings = [
        ("conurbation", Rurality::Conurbation),
        ("city and town", Rurality::CityAndTown),
        ("town and fringe", Rurality::TownAndFringe),
        ("village", Rurality::Village),
        ("hamlet", Rurality::Hamlet),
    ];
    meanings.into_iter().find(|(part, _)| name.contains(part)).map(|(_, rurality)| rurality)
}

/// Whether an establishment lies outside England: offshore, service, Welsh and overseas schools (DOMAIN part B).
pub(super) fn is_abroad(type_code: &str, type_name: &str, authority_code: &str, authority_name: &str) -> bool {
    let by_type = matches!(type_code, "25" | "26" | "30" | "37")
        || matches!(
            type_name,
            "Offshore schools" | "Service children's education" | "Welsh establishment" | "British schools overseas"
        );
    // Every authority of England has a code; Wales, the islands and the forces' overseas command are named without one.
    let named_only = authority_code.is_empty() && !authority_name.is_empty();
    let welsh = authority_code.parse().is_ok_and(|code: u16| (660..=681).contains(&code));
    by_type || named_only || welsh
}

/// Whether an establishment is none that the exchange is for: children's centres and universities.
pub(super) fn is_no_school(type_code: &str, type_name: &str, group: &str) -> bool {
    matches!(type_code, "29" | "47" | "48")
        || matches!(group, "Children's Centres" | "Universities")
        || matches!(type_name, "Higher education institutions")
        || type_name.starts_with("Children's centre")
}

/// Whether a kind of school is for pupils with special educational needs.
pub(super) fn is_special(type_code: &str, type_name: &str) -> bool {
    matches!(type_code, "07" | "7" | "08" | "8" | "10" | "12" | "32" | "33" | "36" | "44")
        || type_name.to_ascii_lowercase().contains("special")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_where_there_is_no_code() {
        assert_eq!(status("", "Open, but proposed to close"), Some(SchoolStatus::Closing));
        assert_eq!(status("3", ""), Some(SchoolStatus::Closing));
        assert_eq!(status("9", "Open"), None);
        assert_eq!(phase("", "All through"), phase("7", "All-through"));
        assert_eq!(region("", "Yorkshire and the Humber"), region("D", ""));
        assert_eq!(
            rurality("", "(England/Wales) Rural hamlet and isolated dwellings in a sparse setting"),
            rurality("F2", "")
        );
    }

    #[test]
    fn town_and_fringe_is_not_taken_for_town() {
        assert_eq!(rurality("", "(England/Wales) Rural town and fringe"), Some(Rurality::TownAndFringe));
        assert_eq!(rurality("", "(England/Wales) Urban city and town"), Some(Rurality::CityAndTown));
    }

    #[test]
    fn abroad_is_told_by_kind_or_by_authority() {
        for kind in ["25", "26", "30", "37"] {
            assert!(is_abroad(kind, "", "201", "Camden"));
        }
        assert!(is_abroad("", "", "", "Cardiff"));
        assert!(is_abroad("01", "", "681", "Cardiff"));
        assert!(!is_abroad("01", "Community school", "201", "City of London"));
        assert!(!is_abroad("01", "Community school", "", ""));
    }

    #[test]
    fn special_schools_are_told_by_kind() {
        assert!(is_special("36", "") && is_special("", "Community special school"));
        assert!(!is_special("34", "Academy converter"));
    }
}
