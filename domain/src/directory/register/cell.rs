//! What one cell says, whatever way the register writes "nothing".

use chrono::{Datelike, NaiveDate};

use crate::directory::register::RowFault;
use crate::text::Line;

/// What a cell says: a value, nothing, or something that cannot be believed.
pub(super) type Said<T> = Result<Option<T>, RowFault>;

/// Drops the spellings of "nothing": blank, "Not applicable", "Does not apply", "Not recorded", "Unknown" and the code
/// of no area. "None" stays: it is a religious character.
pub(super) fn something(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let nothing = ["not applicable", "does not apply", "not recorded", "unknown", "x999999", "not-applicable"];
    if cell.is_empty() || nothing.iter().any(|word| cell.eq_ignore_ascii_case(word)) { None } else { Some(cell) }
}

/// A line of text.
pub(super) fn text(cell: &str) -> Said<String> {
    something(cell)
        .map(|cell| Line::<120>::new(cell).map(|line| line.as_str().to_owned()).map_err(|_| RowFault::TextNotValid))
        .transpose()
}

/// The code of an authority, three digits; `000` stands where there is none.
pub(super) fn authority(cell: &str) -> Said<String> {
    let Some(code) = something(cell).filter(|code| *code != "000") else { return Ok(None) };
    let plain = code.len() <= 3 && code.bytes().all(|b| b.is_ascii_digit());
    if plain { Ok(Some(format!("{code:0>3}"))) } else { Err(RowFault::CodeUnknown) }
}

/// A whole number within a range.
pub(super) fn number(cell: &str, least: i32, most: i32) -> Said<i32> {
    let Some(cell) = something(cell) else { return Ok(None) };
    match cell.parse::<i32>() {
        Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
        _ => Err(RowFault::NumberNotValid),
    }
}

/// A percentage with at most one decimal, in thousandths: `13.7` is 137.
pub(super) fn permille(cell: &str) -> Said<i32> {
    let Some(cell) = something(cell) else { return Ok(None) };
    let (whole, tenth) = cell.split_once('.').unwrap_or((cell, "0"));
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) || tenth.len() > 1 {
        return Err(RowFault::NumberNotValid);
    }
    let permille = whole.parse::<i32>().unwrap_or(i32::MAX / 100) * 10 + tenth.parse::<i32>().unwrap_or(0);
    if permille <= 1_000 { Ok(Some(permille)) } else { Err(RowFault::NumberNotValid) }
}

/// A day, written dd-mm-yyyy or dd/mm/yyyy. The first of January 1900 is how the register writes "unknown".
pub(super) fn date(cell: &str) -> Said<NaiveDate> {
    let Some(cell) = something(cell) else { return Ok(None) };
    let mut parts = cell.split(['-', '/']);
    let mut part = |digits: usize| {
        let part = parts.next()?;
        let plain = part.len() <= digits && part.bytes().all(|b| b.is_ascii_digit());
        if plain { part.parse::<i32>().ok() } else { None }
    };
    let day = (|| {
        let (day, month, year) = (part(2)?, part(2)?, part(4)?);
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    })();
    match day {
        // The oldest school of England claims the year 597.
        Some(day) if parts.next().is_none() && (500..2200).contains(&day.year()) => {
            Ok(if (day.year(), day.ordinal()) == (1900, 1) { None } else { Some(day) })
        }
        _ => Err(RowFault::DateNotValid),
    }
}

/// A postcode, in capitals.
pub(super) fn postcode(cell: &str) -> Said<String> {
    let Some(cell) = something(cell) else { return Ok(None) };
    let cell = cell.to_ascii_uppercase();
    let shaped = cell.len() <= 8
        && cell.split_once(' ').is_some_and(|(out, home)| {
            let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            (2..=4).contains(&out.len()) && home.len() == 3 && plain(out) && plain(home)
        });
    if shaped { Ok(Some(cell)) } else { Err(RowFault::TextNotValid) }
}

/// A telephone number: digits and what stands between them.
pub(super) fn telephone(cell: &str) -> Said<String> {
    let Some(cell) = something(cell) else { return Ok(None) };
    let plain = cell.len() <= 30 && cell.bytes().all(|b| b.is_ascii_digit() || b" +-()/.".contains(&b));
    if plain { Ok(Some(cell.to_owned())) } else { Err(RowFault::TextNotValid) }
}

/// A web address with its scheme, which the register often leaves out. Only a plain host name of the web is believed,
/// so that no address can run a script in somebody's browser.
pub(super) fn website(cell: &str) -> Said<String> {
    let Some(cell) = something(cell) else { return Ok(None) };
    let lower = cell.to_ascii_lowercase();
    let (scheme, skip) = match &lower {
        it if it.starts_with("https://") => ("https://", 8),
        it if it.starts_with("http://") => ("http://", 7),
        _ => ("http://", 0),
    };
    let rest = cell.get(skip..).unwrap_or_default().trim_start_matches('/');
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let shaped = host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
        && rest.len() <= 200
        && rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
    if shaped { Ok(Some(format!("{scheme}{rest}"))) } else { Err(RowFault::TextNotValid) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn nothing_is_spelt_in_several_ways_and_none_is_not_one_of_them() {
        for cell in ["", "  ", "Not applicable", "Does not apply", "Not recorded", "X999999", "Unknown"] {
            assert_eq!(text(cell), Ok(None), "{cell:?}");
        }
        assert_eq!(text("None"), Ok(Some("None".into())));
    }

    #[test]
    fn dates_are_read_with_dashes_and_strokes() {
        assert_eq!(date("31-08-2022"), Ok(day("2022-08-31")));
        assert_eq!(date("1/9/2016"), Ok(day("2016-09-01")));
        assert_eq!(date(""), Ok(None));
    }

    #[test]
    fn the_first_of_january_1900_means_unknown() {
        assert_eq!(date("01-01-1900"), Ok(None));
        assert_eq!(date("02-01-1900"), Ok(day("1900-01-02")));
    }

    #[test]
    fn impossible_dates_are_not_believed() {
        for cell in ["00-00-0000", "31-02-2020", "29-02-2021", "2020-02-01", "1-1-1", "01-01-20220", "+1-01-2020", "x"]
        {
            assert_eq!(date(cell), Err(RowFault::DateNotValid), "{cell:?}");
        }
    }

    #[test]
    fn numbers_stay_within_what_makes_sense() {
        assert_eq!(number("276", 0, 20_000), Ok(Some(276)));
        assert_eq!(number("", 0, 20_000), Ok(None));
        for cell in ["-1", "20001", "2147483648", "1e3", "1.5", "٣", "=1+1"] {
            assert_eq!(number(cell, 0, 20_000), Err(RowFault::NumberNotValid), "{cell:?}");
        }
    }

    #[test]
    fn percentages_become_thousandths() {
        assert_eq!(permille("13.7"), Ok(Some(137)));
        assert_eq!(permille("100.0"), Ok(Some(1_000)));
        assert_eq!(permille("5"), Ok(Some(50)));
        for cell in ["100.1", "-1.0", "1.23", ".5", "5.", "1e2", "999999.9"] {
            assert_eq!(permille(cell), Err(RowFault::NumberNotValid), "{cell:?}");
        }
    }

    #[test]
    fn web_sites_get_the_scheme_that_they_lack() {
        assert_eq!(website("www.ash.sch.uk"), Ok(Some("http://www.ash.sch.uk".into())));
        assert_eq!(website("/www.ash.sch.uk"), Ok(Some("http://www.ash.sch.uk".into())));
        assert_eq!(website("HTTPS://ash.sch.uk/a?b#c"), Ok(Some("https://ash.sch.uk/a?b#c".into())));
    }

    #[test]
    fn what_is_no_web_address_is_not_believed() {
        for cell in ["javascript:alert(1)", "data:text/html,x", "ash", "http://", "a b.uk", "x.uk/\"><script>", "a..b"]
        {
            assert_eq!(website(cell), Err(RowFault::TextNotValid), "{cell:?}");
        }
    }

    #[test]
    fn postcodes_are_put_in_capitals_and_shape() {
        assert_eq!(postcode("ng22 0ea"), Ok(Some("NG22 0EA".into())));
        for cell in ["NG220EA", "=1+1", "NG22 0E", "NG22  0EA"] {
            assert_eq!(postcode(cell), Err(RowFault::TextNotValid), "{cell:?}");
        }
    }
}
