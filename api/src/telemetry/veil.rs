//! The last net under the logs: what looks like an e-mail address, a sign-in in a URL or a postcode is not written.
//!
//! Nobody logs such things on purpose; the text of a fault may hold them all the same.

use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;

/// Writes to standard error what the veil leaves over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Veiled;

impl<'a> MakeWriter<'a> for Veiled {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}

impl Write for Veiled {
    /// Takes a line at a time: that is how events are written.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        io::stderr().lock().write_all(veiled(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// The text with addresses and postcodes taken out.
fn veiled(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut kept = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'@' => address(bytes, kept, at).map(|range| (range, "[address]")),
            byte if byte.is_ascii_alphabetic() => postcode(bytes, at).map(|end| ((at, end), "[postcode]")),
            _ => None,
        };
        match found {
            Some(((from, until), word)) => {
                out.push_str(&text[kept..from]);
                out.push_str(word);
                (at, kept) = (until, until);
            }
            None => at += 1,
        }
    }
    out.push_str(&text[kept..]);
    out
}

/// What belongs to the address around an `@`: whatever stands before it without a blank or a quote, and the host.
fn address(bytes: &[u8], from: usize, at: usize) -> Option<(usize, usize)> {
    let before = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-:'".contains(byte);
    let after = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let left = bytes[from..at].iter().rev().take_while(|byte| before(byte)).count();
    let right = bytes[at + 1..].iter().take_while(|byte| after(byte)).count();
    (left > 0 && right > 0).then_some((at - left, at + 1 + right))
}

/// Where a postcode that begins here ends: one or two letters, a digit, perhaps one more, a digit, two letters. Without its
/// blank only capitals count, because ids are written in small letters.
fn postcode(bytes: &[u8], at: usize) -> Option<usize> {
    let is_word = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_alphanumeric);
    if at > 0 && is_word(at - 1) {
        return None;
    }
    let letters = bytes[at..].iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let outward = at + letters + 1;
    if letters > 2 || !bytes.get(at + letters).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let ends = [outward, outward + 1].into_iter().filter(|end| *end == outward || is_word(*end - 1));
    ends.filter_map(|end| {
        let spaced = bytes.get(end) == Some(&b' ');
        let inward = bytes.get(end + usize::from(spaced)..end + usize::from(spaced) + 3)?;
        let shaped = inward[0].is_ascii_digit() && inward[1..].iter().all(u8::is_ascii_alphabetic);
        let until = end + usize::from(spaced) + 3;
        let loud = bytes[at..until].iter().all(|byte| !byte.is_ascii_lowercase());
        (shaped && !is_word(until) && (spaced || loud)).then_some(until)
    })
    .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_postcodes_are_not_written() {
        for (said, written) in [
            ("no person mary.o'brien@ash.sch.uk, code 3", "no person [address], code 3"),
            ("at postgres://lateral:hunter2@db:5432/x", "at postgres://[address]:5432/x"),
            ("near BS1 4DJ.", "near [postcode]."),
            ("near bs1 4dj, SW1A1AA and M1 1AE", "near [postcode], [postcode] and [postcode]"),
            ("é a@b é c@d", "é [address] é [address]"),
        ] {
            assert_eq!(veiled(said), written);
        }
    }

    #[test]
    fn everything_else_is_written_as_it_is() {
        for said in [
            "request 01932f5c8a1b7c2d9e0f1a2b3c4d5e6f took 12 ms, answered 200",
            "sch_01932f5c8a1b7c2d9e0f1a2b3c4d5e6f",
            "a1b2cd e5f6 @ 3 @",
            "{\"timestamp\":\"2026-11-21T20:26:19.419Z\",\"level\":\"INFO\"}",
        ] {
            assert_eq!(veiled(said), said);
        }
    }
}
