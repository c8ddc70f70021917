//! The words of a ring of schools.

use crate::words;

words! {
    /// Where a ring of schools stands.
    pub enum RingStatus {
        /// It is proposed to all of its schools, and their time is held.
        Proposed = "proposed",
        /// All of its schools consented: the support of each is planned.
        Agreed = "agreed",
        /// It came to nothing, and the time is free again.
        Dissolved = "dissolved",
    }

    /// What a school answered to a ring.
    pub enum RingAnswer {
        /// It gives and gets as is proposed.
        Consented = "consented",
        /// It does not take part.
        Declined = "declined",
    }

    /// Why a ring of schools came to nothing. It tells no school which of the others it was.
    pub enum RingEnd {
        /// One of its schools said no.
        Declined = "declined",
        /// Its broker took it back.
        Withdrawn = "withdrawn",
        /// Not all of its schools answered in time.
        Unanswered = "unanswered",
        /// What one of its schools asked for is not waited for any more.
        RequestGone = "request_gone",
        /// What one of its schools offered is not offered any more.
        OfferGone = "offer_gone",
        /// One of its schools has closed.
        SchoolGone = "school_gone",
    }
}
