//! The words of a brokerage round.

use crate::words;

words! {
    /// Where a brokerage round stands.
    pub enum RoundStatus {
        /// It is being prepared; no request is in it yet.
        Open = "open",
        /// The requests in it are settled, and it waits for its plan.
        Frozen = "frozen",
        /// The plan is being reckoned.
        Planning = "planning",
        /// There is a plan, and the time that it needs is held.
        Planned = "planned",
        /// The places of its plan are proposed to the schools, and where one says no somebody else is looked for.
        Announced = "announced",
        /// Its brokers are done with it, or every request in it has its answer.
        Closed = "closed",
        /// Somebody called it off.
        Cancelled = "cancelled",
        /// It came to no plan, or nobody used the plan in time.
        Failed = "failed",
    }

    /// Why a round came to nothing.
    pub enum RoundFailure {
        /// Every request had left it before it was planned.
        RequestsGone = "requests_gone",
        /// Nobody in reach could meet any of its requests.
        NobodyInReach = "nobody_in_reach",
        /// Each time that a plan was found, the time of those in it had been taken, or a request had left, meanwhile.
        Overtaken = "overtaken",
        /// The numbers of the policy are beyond what can be planned with.
        BeyondNumbers = "beyond_numbers",
        /// Nobody used the plan in time, and the time that it held is free again.
        Unused = "unused",
    }

    /// What a broker chooses for a request in the plan of a round.
    pub enum RoundChoiceKind {
        /// The two come together in any case.
        Pinned = "pinned",
        /// The two come together on no account.
        Forbidden = "forbidden",
    }

    /// Where a request stands in a round.
    pub enum RoundLineStatus {
        /// It waits for a plan: there is none yet, or whoever was proposed said no.
        Waiting = "waiting",
        /// The plan gives it somebody, whose time is held for it.
        Placed = "placed",
        /// The plan gives it nobody.
        Unplaced = "unplaced",
        /// It has been proposed since, as the plan says or otherwise.
        Proposed = "proposed",
        /// Both schools accepted what was proposed.
        Accepted = "accepted",
        /// It no longer waited for anybody, so that it left the round.
        Left = "left",
    }

    /// What came of a place that was to be proposed in a round.
    pub enum RoundAnswer {
        /// It is proposed, and not both schools have answered.
        Open = "open",
        /// Both schools accepted.
        Accepted = "accepted",
        /// One of the schools declined.
        Declined = "declined",
        /// It was not answered in time.
        Expired = "expired",
        /// It was taken back: by its brokers, because the request was, or because whoever would come has left.
        Withdrawn = "withdrawn",
        /// Both schools accepted somebody else first.
        Superseded = "superseded",
        /// A rule kept it from being proposed.
        Refused = "refused",
    }

    /// Why nobody is looked for any more for a request of an announced round.
    pub enum RoundUnplaced {
        /// Everybody who could meet it was asked in this round, or has no time left.
        NobodyLeft = "nobody_left",
        /// So many said no that nobody else is asked in this round.
        AskedOften = "asked_often",
        /// The time in which the round asks was over.
        OutOfTime = "out_of_time",
        /// Each time that somebody was found, their time had been taken meanwhile.
        Overtaken = "overtaken",
    }
}
