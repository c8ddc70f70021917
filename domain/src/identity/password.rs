//! Passwords: long, not notorious, not the address. No rules of composition, by the advice of NIST SP 800-63B and NCSC.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::rule::{Rejected, Rule};
use crate::text::Email;

/// The fewest characters.
const LEAST: usize = 12;
/// The most characters; a longer one only costs time to hash.
const MOST: usize = 128;
/// A shorter name before the `@` is too likely to be part of a longer word.
const SHORTEST_NAME: usize = 4;

/// What people type most, where the rest adds nothing but length: digits, marks and repetition are taken off first.
const NOTORIOUS: &str = include_str!("notorious.txt");

/// A new password that passed the policy. It never shows itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Checks a new password for the person who is known by this address.
    pub fn new(text: &str, email: &Email) -> Result<Self, Rejected> {
        // Before normalising, so that a flood of marks is not first sorted.
        if text.len() > MOST * 16 {
            return Err(Rule::PasswordTooLong.at("password"));
        }
        let text: String = text.nfc().collect();
        match text.chars().count() {
            ..LEAST => return Err(Rule::PasswordTooShort.at("password")),
            LEAST..=MOST => {}
            _ => return Err(Rule::PasswordTooLong.at("password")),
        }
        if is_guessed_first(&text) || names(&text, email) {
            return Err(Rule::PasswordTooCommon.at("password"));
        }
        Ok(Self(text))
    }

    /// The bytes to hash or compare, in the same normal form as when it was set.
    pub fn typed(text: &str) -> String {
        text.chars().take(MOST * 16).nfc().collect()
    }

    /// Gives the text to the hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

fn is_guessed_first(text: &str) -> bool {
    let plain = text.to_lowercase();
    let core = plain.trim_matches(|c: char| !c.is_alphabetic());
    let listed = |word: &str| NOTORIOUS.lines().any(|line| line == word);
    listed(&plain) || listed(core) || is_repetition(&plain, listed) || is_run(&plain)
}

/// `aaaaaaaaaaaa`, `abcabcabcabc`, `passwordpassword`: a short piece over and over, or a notorious one twice.
fn is_repetition(text: &str, listed: impl Fn(&str) -> bool) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=chars.len() / 2).filter(|size| chars.len().is_multiple_of(*size)).any(|size| {
        let (piece, rest) = chars.split_at(size);
        let repeats = rest.chunks(size).all(|chunk| chunk == piece);
        repeats && (size <= 4 || listed(&piece.iter().collect::<String>()))
    })
}

/// `123456789012`, `abcdefghijkl`: every character follows the one before, upwards or downwards.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps = |by: i64| {
        codes.windows(2).all(|pair| {
            let [a, b] = [pair[0], pair[1]];
            // After 9 comes 0, and before it 9 again.
            b - a == by || (a - b) == 9 * by && [a, b].iter().all(|code| (48..=57).contains(code))
        })
    };
    steps(1) || steps(-1)
}

fn names(text: &str, email: &Email) -> bool {
    let plain = text.to_lowercase();
    let name = email.as_str().split('@').next().unwrap_or_default();
    plain.contains(email.as_str()) || (name.len() >= SHORTEST_NAME && plain.contains(name))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checked(text: &str) -> Result<(), Rule> {
        Password::new(text, &Email::new("j.fenn@ash-lane.sch.uk").unwrap()).map(|_| ()).map_err(|no| no.rule)
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(checked("elevenchars"), Err(Rule::PasswordTooShort));
        assert_eq!(checked("ŵythnos-deg!"), Ok(()));
        assert_eq!(checked(&"heron marsh ".repeat(20)), Err(Rule::PasswordTooLong));
        assert_eq!(checked(&"x\u{301}".repeat(9_000)), Err(Rule::PasswordTooLong));
    }

    #[test]
    fn any_characters_may_make_a_long_one() {
        for text in ["four heron marsh lamps", "        lamps heron", "lampsheronmarsh", "灯台と鷺の湿地を歩く夜の道"]
        {
            assert_eq!(checked(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for text in [
            "password1234",
            "PASSWORD!!!!",
            "Password2026!",
            "passwordpassword",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "123456789012",
            "098765432109",
            "abcdefghijklm",
            "qwertyuiop12",
            "headteacher1",
            "correcthorsebatterystaple",
        ] {
            assert_eq!(checked(text), Err(Rule::PasswordTooCommon), "{text}");
        }
    }

    #[test]
    fn the_own_address_is_no_secret() {
        assert_eq!(checked("J.Fenn-and-more"), Err(Rule::PasswordTooCommon));
        assert_eq!(checked("j.fenn@ash-lane.sch.uk"), Err(Rule::PasswordTooCommon));
    }

    #[test]
    fn both_spellings_of_a_letter_are_one_password() {
        assert_eq!(Password::typed("Zoe\u{308} walks the marsh"), Password::typed("Zoë walks the marsh"));
        assert_eq!(Password::typed(&"e\u{308}o".repeat(60)), "ëo".repeat(60));
    }

    #[test]
    fn it_does_not_show_itself() {
        let email = Email::new("j.fenn@ash-lane.sch.uk").unwrap();
        assert_eq!(format!("{:?}", Password::new("four heron marsh lamps", &email)), "Ok(Password(…))");
    }

    proptest! {
        #[test]
        fn what_is_set_is_what_is_typed_again(text in "\\PC{12,60}") {
            let email = Email::new("j.fenn@ash-lane.sch.uk").unwrap();
            if let Ok(password) = Password::new(&text, &email) {
                prop_assert_eq!(password.as_str(), Password::typed(&text));
            }
        }
    }
}
