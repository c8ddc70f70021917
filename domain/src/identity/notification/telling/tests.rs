//! That everything that is told has hearers and words.

use super::*;
use crate::{EventKind, Word};

#[test]
fn every_telling_has_hearers_and_every_gap_a_name() {
    for event in EventKind::ALL {
        let Some(it) = event.telling() else { continue };
        assert!(!it.told.is_empty() || !it.owing.is_empty(), "nobody hears of {event:?}");
        assert!(it.told.iter().all(|hearer| !it.owing.contains(hearer)), "{event:?} is told twice");
    }
    let causes = EventKind::ALL.iter().map(|it| Cause::Happened(*it));
    for cause in causes.chain(Reminder::ALL.iter().map(|it| Cause::Due(*it))) {
        assert_eq!(Cause::read(cause.name()), Some(cause), "its name is its own");
        let gaps = cause.telling().map(|it| it.sentence).unwrap_or_default().split('{').skip(1);
        for gap in gaps.map(|it| it.split('}').next().unwrap()) {
            assert!(["home", "host", "school", "title", "late"].contains(&gap), "{cause:?}: {gap}");
        }
    }
}

#[test]
fn nobody_is_told_of_nothing_but_what_is_said_to_be_silent() {
    for event in EventKind::ALL {
        assert_eq!(event.telling().is_none(), matches!(event, silent::silent!()), "{event:?}");
    }
}
