//! A first look at a query's text: it counts tokens and brackets, so that the parser never sees what is too big for it.

use crate::graphql::front::{Code, Limits, RequestError};

/// Refuses a text that is too long, has too many tokens, or nests its brackets too deeply. One pass, no memory.
pub fn check(text: &str, limits: &Limits) -> Result<(), RequestError> {
    if text.len() > limits.query {
        return Err(RequestError::saying(
            Code::QueryTooLong,
            format!("The query has {} bytes; at most {} are read.", text.len(), limits.query),
        ));
    }
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0_usize, 0_usize);
    while at < bytes.len() {
        let start = at;
        at += match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at += length(&bytes[at..], |b| b != b'\n' && b != b'\r');
                continue;
            }
            b'"' => string(&bytes[at..]),
            b'.' if bytes[at..].starts_with(b"...") => 3,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => length(&bytes[at..], |b| b == b'_' || b.is_ascii_alphanumeric()),
            b'-' | b'0'..=b'9' => 1 + length(&bytes[at + 1..], |b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)),
            _ => 1,
        };
        tokens += 1;
        match bytes[start] {
            b'{' | b'[' | b'(' => nesting += 1,
            b'}' | b']' | b')' => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        if tokens > limits.tokens {
            return Err(RequestError::saying(
                Code::TooManyTokens,
                format!("The query has more than {} tokens.", limits.tokens),
            ));
        }
        if nesting > limits.nesting {
            return Err(RequestError::saying(
                Code::NestedTooDeeply,
                format!("The query nests brackets more than {} deep.", limits.nesting),
            ));
        }
    }
    Ok(())
}

fn length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|b| !belongs(*b)).unwrap_or(bytes.len())
}

/// The length of the string that begins here, quotes included; to the end if it is never closed.
fn string(bytes: &[u8]) -> usize {
    let block = bytes.starts_with(b"\"\"\"");
    let quote: &[u8] = if block { b"\"\"\"" } else { b"\"" };
    let mut at = quote.len();
    while at < bytes.len() {
        if bytes[at..].starts_with(quote) {
            return at + quote.len();
        }
        at += match bytes[at] {
            b'\\' if block && bytes[at..].starts_with(b"\\\"\"\"") => 4,
            b'\\' if !block => 2,
            b'\n' | b'\r' if !block => return at,
            _ => 1,
        };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<Code> {
        check(text, &Limits::default()).err().map(|no| no.code)
    }

    #[test]
    fn an_ordinary_query_passes() {
        assert_eq!(
            refused("query Q($a: [Int!] = [1, -2.5e3]) { school(urn: \"100 {{{\") { ...F @skip(if: $a) } }"),
            None
        );
    }

    #[test]
    fn ten_thousand_tokens_are_the_most() {
        assert_eq!(refused(&"a ".repeat(10_000)), None);
        assert_eq!(refused(&"a ".repeat(10_001)), Some(Code::TooManyTokens));
        assert_eq!(refused(&"!".repeat(10_001)), Some(Code::TooManyTokens));
    }

    #[test]
    fn commas_and_comments_are_no_tokens() {
        assert_eq!(refused(&",".repeat(60_000)), None);
        assert_eq!(refused(&"#{{{{\n".repeat(10_000)), None);
    }

    #[test]
    fn the_length_is_counted_in_bytes() {
        assert_eq!(refused(&" ".repeat(64 * 1024)), None);
        assert_eq!(refused(&" ".repeat(64 * 1024 + 1)), Some(Code::QueryTooLong));
    }

    #[test]
    fn brackets_of_every_kind_nest_at_most_64_deep() {
        for bracket in ["{", "[", "("] {
            assert_eq!(refused(&bracket.repeat(64)), None, "{bracket}");
            assert_eq!(refused(&bracket.repeat(65)), Some(Code::NestedTooDeeply), "{bracket}");
        }
    }

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(refused(&format!("\"{}\"", "{".repeat(100))), None);
        assert_eq!(refused(&format!("\"\"\"{} \\\"\"\" {}\"\"\"", "{".repeat(100), "[".repeat(100))), None);
        assert_eq!(refused(&format!("\"\\\"{}\"", "{".repeat(100))), None);
        assert_eq!(refused(&format!("\"never closed\n{}", "{".repeat(100))), Some(Code::NestedTooDeeply));
    }

    #[test]
    fn broken_text_ends_the_scan_quietly() {
        for text in ["\"", "\"\"\"", "\"\\", "\\", "-", "...", "..", "\u{feff}{a}", "{ é }"] {
            assert_eq!(refused(text), None, "{text:?}");
        }
    }
}
