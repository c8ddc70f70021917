//! In which way somebody saw a school of which no visit of the work tells: before help was looked for, and after the end.

use crate::words;

words! {
    /// In which way an audit visit was held. Nobody knows yet who will help, so that no employer can be asked for a word.
    pub enum AuditVisitWay {
        /// Over the network: nobody came.
        Remote = "remote",
        /// Somebody came, as the school's own book of visitors says, and its staff were with them all the time.
        Accompanied = "accompanied",
    }

    /// In which way somebody looked at what has lasted.
    pub enum FollowUpWay {
        /// The school that received looked by itself: nobody came.
        Own = "own",
        /// Over the network: nobody came.
        Remote = "remote",
        /// Somebody of the school that gave came, on that school's word as for a visit.
        GiverCame = "giver_came",
        /// Somebody else came, and staff of the school that received were with them all the time.
        Accompanied = "accompanied",
    }
}
