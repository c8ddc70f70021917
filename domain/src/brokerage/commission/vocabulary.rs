//! The words of joint commissions.

use crate::words;

words! {
    /// Where a joint commission stands.
    pub enum CommissionStatus {
        /// Not all schools that were asked have answered.
        Asked = "asked",
        /// Every school backs it.
        Backed = "backed",
        /// The support was agreed: each school pays its part from then on.
        Agreed = "agreed",
        /// A school that was asked does not back it.
        Declined = "declined",
        /// The school that asked took it back, or the request came to its end.
        Ended = "ended",
        /// Not every school that was asked has answered in time.
        Lapsed = "lapsed",
    }

    /// What a school says to a joint commission.
    pub enum BackerStatus {
        /// Its head has not answered yet (DOMAIN A11).
        Asked = "asked",
        /// Its head agreed to pay its part.
        Backing = "backing",
        /// Its head does not wish to.
        Declined = "declined",
        /// Its head has not answered in time.
        Lapsed = "lapsed",
    }
    /// Why a school does not back a joint commission: neutral codes (DOMAIN E72).
    pub enum BackingDecline {
        /// There is no money for it.
        Money = "money",
        /// The school has no need of it.
        NoNeed = "no_need",
        /// It gets the same otherwise.
        OtherSupport = "other_support",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}
