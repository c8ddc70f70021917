//! The words of pooled budgets.

use crate::words;

words! {
    /// Where a pooled budget stands.
    pub enum PoolStatus {
        /// Schools put money in, and support is paid out of it.
        Open = "open",
        /// Its year is over, and what remained went back to the schools.
        Closed = "closed",
    }

    /// How a school stands to a pooled budget.
    pub enum PoolMemberStatus {
        /// It is asked, and its head has not answered yet (DOMAIN A11).
        Asked = "asked",
        /// Its head put money in.
        Joined = "joined",
        /// Its head does not wish to.
        Declined = "declined",
        /// It has left, and took with it what it had put in; or it closed, and that passed to its successor.
        Left = "left",
    }

    /// Why a school puts no money into a pooled budget, or takes it out: neutral codes (DOMAIN E72).
    pub enum PoolLeave {
        /// It cannot spare the money.
        Money = "money",
        /// It needs no such support.
        NeedChanged = "need_changed",
        /// It pays for support in another way.
        PaidOtherwise = "paid_otherwise",
        /// It closed, or became another.
        SchoolChanged = "school_changed",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// Why a line stands in the ledger of a pooled budget.
    pub enum PoolLineKind {
        /// A school put money in, or took some of it out again.
        Commitment = "commitment",
        /// Support was agreed: its price is held back from then on.
        Reserve = "reserve",
        /// A confirmed visit was paid for.
        Draw = "draw",
        /// A confirmation was reversed, and what it cost came back.
        Return = "return",
        /// Support ended: what was held back for it and not spent is free again.
        Release = "release",
        /// What remained went back to a school when the budget was closed.
        Refund = "refund",
    }
}
