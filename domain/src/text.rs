//! Checked text: what people type, normalised and bounded before any rule reads it.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::rule::{Rejected, Rule};

/// The most combining marks that may follow one letter; more is noise meant to break a page.
const MOST_MARKS: usize = 8;

/// One line of text of at most `MOST` characters: a name, a title.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<const MOST: usize>(String);

/// Several lines of text of at most `MOST` characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose<const MOST: usize>(String);

/// The name of a person or an organisation, kept as its owner writes it.
pub type Name = Line<120>;
/// The title of an offer or a request.
pub type Title = Line<140>;
/// A sentence or a few: a reason, a measure, a pupil group.
pub type Remark = Prose<600>;
/// A longer text: a description, an exit plan, a record of visit.
pub type Note = Prose<4000>;

impl<const MOST: usize> Line<MOST> {
    /// Normalises (NFC, trimmed) and checks a line; an empty one is refused.
    pub fn new(text: &str) -> Result<Self, Rejected> {
        if text.contains(['\n', '\r', '\t']) {
            return Err(Rule::TextNotPlain.into());
        }
        checked(text, MOST).map(Self)
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MOST: usize> Prose<MOST> {
    /// Normalises (NFC, trimmed) and checks a text of one or more lines; an empty one is refused.
    pub fn new(text: &str) -> Result<Self, Rejected> {
        checked(&text.replace("\r\n", "\n"), MOST).map(Self)
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address, in lower case, checked for shape only: whether it works is shown by a message that arrives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Checks the shape of an address: something, one `@`, a domain with a dot, at most 254 characters.
    pub fn new(text: &str) -> Result<Self, Rejected> {
        let text = checked(text, 254).map_err(|_| Rule::EmailNotValid)?.to_lowercase();
        let shaped = text.split_once('@').is_some_and(|(local, domain)| {
            let plain = |part: &str| part.chars().all(|c| c.is_ascii_graphic() && c != '@' && c != ',');
            !local.is_empty()
                && local.len() <= 64
                && plain(local)
                && plain(domain)
                && domain.contains('.')
                && domain.split('.').all(|label| !label.is_empty())
        });
        if shaped { Ok(Self(text)) } else { Err(Rule::EmailNotValid.into()) }
    }

    /// Gives the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// An address is personal: it must not reach a log by way of a debug print.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

fn checked(text: &str, most: usize) -> Result<String, Rejected> {
    // Before normalising, so that a flood of marks is not first sorted.
    if text.len() > most.saturating_mul(16) {
        return Err(Rule::TextTooLong.into());
    }
    let text = text.trim();
    // Plain letters are composed already: most of what is written, and of what is read back.
    let text = if text.is_ascii() { text.to_owned() } else { text.nfc().collect() };
    if text.is_empty() {
        return Err(Rule::TextEmpty.into());
    }
    if text.chars().count() > most {
        return Err(Rule::TextTooLong.into());
    }
    let mut marks = 0;
    for c in text.chars() {
        marks = if !c.is_ascii() && unicode_normalization::char::is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MOST_MARKS || is_hidden(c) {
            return Err(Rule::TextNotPlain.into());
        }
    }
    Ok(text)
}

/// Control characters, and the marks that reorder or hide what a reader sees.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_apostrophes_diaereses_and_circumflexes() {
        for name in ["O'Brien", "Zoë", "Siân Llŷr", "Ö", "D’Arcy"] {
            assert_eq!(Name::new(name).map(|n| n.as_str().to_owned()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn twins_of_one_spelling_become_one() {
        assert_eq!(Name::new("Zoe\u{308}"), Name::new("Zoë"));
    }

    #[test]
    fn what_hides_or_reorders_is_refused() {
        let marks = format!("a{}", "\u{301}".repeat(2_000));
        for text in ["a\0b", "a\u{202E}b", "a\u{200B}b", "\u{FEFF}a", "a\u{7}", "a\nb", &marks] {
            assert!(Name::new(text).is_err(), "{text:?}");
        }
        assert!(Note::new("two\nlines").is_ok());
    }

    #[test]
    fn empty_and_overlong_are_told_apart() {
        assert_eq!(Name::new("  "), Err(Rule::TextEmpty.into()));
        assert_eq!(Name::new(&"x".repeat(121)), Err(Rule::TextTooLong.into()));
        assert!(Name::new(&"ŵ".repeat(120)).is_ok());
    }

    #[test]
    fn addresses_are_checked_for_shape() {
        assert!(Email::new("Head@Ash-Lane.sch.uk").is_ok_and(|e| e.as_str() == "head@ash-lane.sch.uk"));
        for text in ["head", "@school.uk", "head@school", "a b@school.uk", "a@b@school.uk", "head@school..uk", ""] {
            assert_eq!(Email::new(text), Err(Rule::EmailNotValid.into()), "{text:?}");
        }
    }
}
