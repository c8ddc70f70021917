//! Why something of a person ends: neutral codes (DOMAIN E72).

use crate::words;

words! {
    /// Why an operator keeps somebody from signing in.
    pub enum SuspensionReason {
        /// They asked for it themselves.
        OwnWish = "own_wish",
        /// They work elsewhere now.
        MovedOn = "moved_on",
        /// Somebody else may have their password.
        Safety = "safety",
        /// Something is looked into.
        LookedInto = "looked_into",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// Why an invitation to a role is taken back.
    pub enum InvitationRevocation {
        /// It went to the wrong address.
        WrongAddress = "wrong_address",
        /// The role is held by somebody else now.
        RoleFilled = "role_filled",
        /// Another role, or another time, is meant.
        Replaced = "replaced",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// Why the wish to be erased is taken back.
    pub enum ErasureWithdrawal {
        /// The person stays.
        Stays = "stays",
        /// It is too early for it.
        NotYet = "not_yet",
        /// It was asked for by mistake.
        Mistaken = "mistaken",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}
