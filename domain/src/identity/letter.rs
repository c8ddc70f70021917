//! A letter on its way out by e-mail: how often it is tried, and how long is waited in between.

use crate::words;

/// How often a letter is tried before it is given up.
pub const MOST_TRIES: i32 = 8;

/// How long one try may take, in seconds, before somebody else tries again: longer than any try is let take.
pub const TRY_SECONDS: u32 = 180;

/// The first wait, in seconds; each later one is four times as long.
const FIRST_WAIT: u32 = 30;

/// The longest wait, in seconds: six hours.
const LONGEST_WAIT: u32 = 6 * 3_600;

words! {
    /// What a try to send a letter came to, where it was not sent.
    pub enum LetterFault {
        /// The address is not one to which a letter can go.
        Address = "address",
        /// The mail server takes no letter for this address.
        Refused = "refused",
        /// The mail server said something else than that it took the letter.
        Unwilling = "unwilling",
        /// The mail server was not reached, or ended the conversation.
        Unreachable = "unreachable",
        /// The mail server took too long.
        TimedOut = "timed_out",
        /// The letter could not be written to the folder.
        Folder = "folder",
        /// Whoever tried never said what came of it.
        Lost = "lost",
    }
}

impl LetterFault {
    /// Whether no later try could end otherwise.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Address | Self::Refused)
    }
}

/// The longest that is waited after so many tries, in seconds; `None` once it is given up. A part of it is left to chance, so
/// that letters that failed together are not tried together again.
pub fn wait_after(tries: i32) -> Option<u32> {
    if tries >= MOST_TRIES {
        return None;
    }
    let earlier = u32::try_from(tries - 1).unwrap_or(0);
    Some(4_u32.saturating_pow(earlier).saturating_mul(FIRST_WAIT).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_more_and_more_rarely_and_then_given_up() {
        let waits: Vec<_> = (1..=9).map(wait_after).collect();
        let known = [30, 120, 480, 1_920, 7_680, 21_600, 21_600].map(Some);
        assert_eq!(waits, [&known[..], &[None, None]].concat());
        assert_eq!(wait_after(0), Some(30));
    }
}
