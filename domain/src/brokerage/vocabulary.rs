//! The words of brokerage.

use crate::words;

words! {
    /// Which of the two schools of a deployment is meant.
    pub enum Side {
        /// The school that gives: the specialist's home.
        Home = "home",
        /// The school that receives: the host.
        Host = "host",
    }

    /// How far the search for candidates has been widened (DOMAIN A2).
    pub enum MatchStage {
        /// The asking school's own trust and alliances.
        OwnGroup = "own_group",
        /// Alliances next to its own.
        Neighbours = "neighbours",
        /// Its region.
        Region = "region",
        /// All of England.
        National = "national",
    }

    /// Where a proposal stands (DOMAIN C.2).
    pub enum ProposalStatus {
        /// A broker has made it; nobody has answered.
        Sent = "sent",
        /// The specialist's home school agreed; the host has not answered.
        HomeAccepted = "home_accepted",
        /// The asking school agreed; the home school has not answered.
        HostAccepted = "host_accepted",
        /// Both agreed: a deployment is planned.
        Confirmed = "confirmed",
        /// One side declined.
        Declined = "declined",
        /// Nobody answered in time.
        Expired = "expired",
        /// Another proposal for the same request was confirmed first.
        Superseded = "superseded",
        /// The broker took it back, or the request was withdrawn.
        Withdrawn = "withdrawn",
    }

    /// Why a proposal was declined or taken back: neutral codes, so that nobody is blamed (DOMAIN E72).
    pub enum DeclineReason {
        /// The time does not suit.
        Timing = "timing",
        /// There is no capacity after all.
        Capacity = "capacity",
        /// The need has changed.
        NeedChanged = "need_changed",
        /// The fit is not right.
        Fit = "fit",
        /// The journey is too long.
        Travel = "travel",
        /// The settlement does not suit.
        Settlement = "settlement",
        /// People on one of the two sides have changed.
        PeopleChanged = "people_changed",
        /// An interest stands against it.
        Interest = "interest",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// Where a deployment stands (DOMAIN C.2).
    pub enum DeploymentStatus {
        /// Both schools accepted; terms are being settled.
        Planned = "planned",
        /// Outcomes, settlement, exit plan and declarations are agreed by both heads and the alliance.
        Agreed = "agreed",
        /// Work has begun.
        Active = "active",
        /// Held for a while.
        Paused = "paused",
        /// The work is done.
        Completed = "completed",
        /// The two sides have spoken of each other, or the time for it is over.
        Evaluated = "evaluated",
        /// Somebody has looked again at what has lasted.
        FollowedUp = "followed_up",
        /// Nothing more is to come.
        Closed = "closed",
        /// Ended before its time, with a reason.
        Stopped = "stopped",
        /// Not agreed in time; the capacity was released.
        Lapsed = "lapsed",
    }

    /// Why work was stopped: neutral codes, so that nobody is blamed (DOMAIN E72).
    pub enum StopReason {
        /// The time does not suit any more.
        Timing = "timing",
        /// There is no capacity after all.
        Capacity = "capacity",
        /// The need has changed.
        NeedChanged = "need_changed",
        /// The fit is not right.
        Fit = "fit",
        /// People on one of the two sides have changed.
        PeopleChanged = "people_changed",
        /// One of the two schools closed, or became another.
        SchoolChanged = "school_changed",
        /// The settlement does not hold.
        Settlement = "settlement",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// Why nobody looks again at what has lasted (DOMAIN D45).
    pub enum NoFollowUp {
        /// What was agreed was reached, and nobody needs to look again.
        NotNeeded = "not_needed",
        /// The school that received does not wish it.
        NotWished = "not_wished",
        /// Other support for the same need goes on.
        GoesOnElsewhere = "goes_on_elsewhere",
        /// Nobody found the time.
        NoTime = "no_time",
        /// One of the two schools closed, or became another.
        SchoolChanged = "school_changed",
    }

    /// What a review looks at (DOMAIN C.1).
    pub enum ReviewKind {
        /// How the work goes, half-way.
        Midterm = "midterm",
        /// What has lasted, some time after the end.
        FollowUp = "follow_up",
        /// What it came to, as the school that received sees it.
        Final = "final",
        /// How the one who gave sees the own work.
        SelfEvaluation = "self_evaluation",
    }

    /// At which level an outcome is meant or was reached (DOMAIN E75).
    pub enum ImpactLevel {
        /// Single members of staff.
        Individual = "individual",
        /// A department, a phase or a team.
        Department = "department",
        /// The whole school: a strategic aim.
        School = "school",
    }

    /// What a review asks (DOMAIN F7).
    pub enum ReviewQuestion {
        /// Is it working?
        Working = "working",
        /// Is it the appropriate support?
        Appropriate = "appropriate",
        /// What changes?
        Changes = "changes",
        /// What are the next steps?
        NextSteps = "next_steps",
        /// What has lasted?
        Lasting = "lasting",
        /// What is needed now?
        Needed = "needed",
        /// What has changed, and for whom?
        Impact = "impact",
        /// How does the school go on by itself?
        GoingOn = "going_on",
        /// What went well?
        WentWell = "went_well",
        /// What would be done otherwise?
        Otherwise = "otherwise",
        /// What was learned?
        Learned = "learned",
    }

    /// How far something is true of the other side.
    pub enum Grade {
        /// Not at all.
        NotAtAll = "not_at_all",
        /// In parts.
        Partly = "partly",
        /// For the most part.
        Mostly = "mostly",
        /// Wholly.
        Fully = "fully",
    }

    /// How an expected outcome stands.
    pub enum Rag {
        /// It will not be reached as things are.
        Red = "red",
        /// It is in doubt.
        Amber = "amber",
        /// It is reached, or on its way.
        Green = "green",
    }

    /// What a mid-term review decides (DOMAIN F7).
    pub enum ReviewDecision {
        /// The work goes on as agreed.
        Continue = "continue",
        /// The work ends by a day that is named.
        End = "end",
    }

    /// Where the record of a visit stands.
    pub enum VisitStatus {
        /// Written down by the home side; the host has not confirmed it.
        Recorded = "recorded",
        /// The host says that it was not so.
        Disputed = "disputed",
        /// Confirmed by the host, or by a broker who settled a dispute: the ledger has moved.
        Confirmed = "confirmed",
        /// A confirmation was reversed; it may be corrected and confirmed again.
        Reversed = "reversed",
        /// Taken back before it was confirmed.
        Cancelled = "cancelled",
    }

    /// Where a referral stands.
    pub enum ReferralStatus {
        /// Waiting for an answer.
        Sent = "sent",
        /// The other alliance has taken the request on.
        Accepted = "accepted",
        /// The other alliance said no.
        Declined = "declined",
        /// Nobody needs to answer any more: the request came to its end, or has brokers of its own.
        Ended = "ended",
        /// The alliance that was asked has not answered in time.
        Lapsed = "lapsed",
        /// The alliance that referred it took that back.
        Withdrawn = "withdrawn",
    }

    /// How an alliance's fee for brokering is reckoned.
    pub enum FeeKind {
        /// A part of the price of a day.
        Percent = "percent",
        /// A fixed sum for a day.
        Fixed = "fixed",
    }

    /// Whether the price of a day contains the alliance's fee.
    pub enum FeePlace {
        /// The price contains it.
        Inside = "inside",
        /// It is added to the price.
        OnTop = "on_top",
    }

    /// Where one year of a grant stands (DOMAIN C.2).
    pub enum GrantYearStatus {
        /// Its money waits to be matched.
        Planned = "planned",
        /// Others have matched it.
        MatchEvidenced = "match_evidenced",
        /// Its money went out.
        Released = "released",
    }

    /// Who pays for support, or brings something without money (DOMAIN C34).
    pub enum PayerKind {
        /// The school that receives it.
        Host = "host",
        /// The alliance that brokers it, as a subsidy.
        Alliance = "alliance",
        /// A grant or a bursary.
        Grant = "grant",
        /// Somebody else, who is named.
        Other = "other",
        /// A budget that schools have put together (DOMAIN C39).
        Pool = "pool",
    }

    /// An interest that might stand behind a placement (DOMAIN E58).
    pub enum InterestKind {
        /// Both schools belong to the same trust.
        SameTrust = "same_trust",
        /// People on the two sides are related or close.
        Kinship = "kinship",
        /// Somebody gains money by it.
        Financial = "financial",
        /// Somebody worked at the other school not long ago.
        RecentEmployment = "recent_employment",
        /// Another interest, told in the note.
        Other = "other",
    }
}
