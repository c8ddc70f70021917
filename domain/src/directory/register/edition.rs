//! Whether a whole file may be applied.

use crate::access::{Action, Actor};
use crate::directory::register::FileFault;
use crate::rule::Rejected;

/// What a file holds, once every row of it has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows after the first.
    pub read: u64,
    /// Rows that became a listing.
    pub listed: u64,
    /// Rows that could not be read. Those of establishments that are not ours do not count.
    pub refused: u64,
    /// Schools that are open now, before the file is applied.
    pub open: u64,
    /// Schools that are open now and that the file says are closed.
    pub closing: u64,
    /// Schools that are open now and of which the file says nothing.
    pub absent: u64,
}

/// Decides whether a file is applied. `force` allows it to close, or to leave out, more than one in twenty of the open
/// schools. What is left out stays as it is (SETTLED 23); but so much of it speaks of a file that was cut between two rows.
///
/// The outer refusal is for whoever may not import at all; the inner one is about the file.
pub fn judge(by: &Actor, tally: Tally, force: bool) -> Result<Result<(), FileFault>, Rejected> {
    by.require(Action::ImportRegister {})?;
    Ok(check(tally, force))
}

fn check(tally: Tally, force: bool) -> Result<(), FileFault> {
    let Tally { read, listed, refused, open, closing, absent } = tally;
    if refused * 2 > read {
        return Err(FileFault::MostlyRefused { read, refused });
    }
    if listed == 0 {
        return Err(FileFault::NoSchools);
    }
    if closing * 20 > open && !force {
        return Err(FileFault::ClosesTooMany { closing, open });
    }
    if absent * 20 > open && !force {
        return Err(FileFault::LeavesOutTooMany { absent, open });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Rule;

    fn tally(open: u64, closing: u64) -> Tally {
        Tally { read: 1_000, listed: 1_000, refused: 0, open, closing, absent: 0 }
    }

    #[test]
    fn one_in_twenty_may_close_and_no_more_without_force() {
        assert_eq!(judge(&Actor::Service, tally(1_000, 50), false), Ok(Ok(())));
        let fault = FileFault::ClosesTooMany { closing: 51, open: 1_000 };
        assert_eq!(judge(&Actor::Service, tally(1_000, 51), false), Ok(Err(fault)));
        assert_eq!(judge(&Actor::Service, tally(1_000, 51), true), Ok(Ok(())));
    }

    #[test]
    fn one_in_twenty_may_be_left_out_and_no_more_without_force() {
        let without = |absent| Tally { absent, ..tally(1_000, 0) };
        assert_eq!(judge(&Actor::Service, without(50), false), Ok(Ok(())));
        let fault = FileFault::LeavesOutTooMany { absent: 51, open: 1_000 };
        assert_eq!(judge(&Actor::Service, without(51), false), Ok(Err(fault)));
        assert_eq!(judge(&Actor::Service, without(51), true), Ok(Ok(())));
    }

    #[test]
    fn the_first_edition_has_nothing_to_close() {
        assert_eq!(judge(&Actor::Service, tally(0, 0), false), Ok(Ok(())));
    }

    #[test]
    fn a_file_of_rubbish_is_refused_even_by_force() {
        let rubbish = Tally { read: 10, listed: 4, refused: 6, ..Tally::default() };
        assert_eq!(judge(&Actor::Service, rubbish, true), Ok(Err(FileFault::MostlyRefused { read: 10, refused: 6 })));
        assert_eq!(judge(&Actor::Service, Tally::default(), true), Ok(Err(FileFault::NoSchools)));
    }

    #[test]
    fn a_stranger_does_not_import() {
        assert_eq!(judge(&Actor::Stranger, tally(0, 0), false), Err(Rule::NotAllowed.into()));
    }
}
