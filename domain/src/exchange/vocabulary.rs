//! The words of the market.

use crate::words;

words! {
    /// The kind of work that an offer promises and a deployment does (DOMAIN, words).
    pub enum SupportKind {
        /// Support for a school by somebody from another.
        Support = "support",
        /// Joint practice development: both sides learn (DOMAIN D43).
        JointPracticeDevelopment = "joint_practice_development",
        /// Coaching.
        Coaching = "coaching",
        /// Mentoring, beside a mentorship of the same two (DOMAIN H120).
        Mentoring = "mentoring",
        /// Review by peers.
        PeerReview = "peer_review",
        /// A visit to see practice at work.
        StudyVisit = "study_visit",
        /// Secondment: somebody works at another school for a time.
        Secondment = "secondment",
        /// Pupils of several schools work together (DOMAIN A14).
        PupilCollaboration = "pupil_collaboration",
        /// A colleague is asked to come and look at one thing: light, free, and counted (DOMAIN D48).
        PeerVisit = "peer_visit",
    }

    /// How support reaches the school (DOMAIN A1).
    pub enum Mode {
        /// At the school.
        InPerson = "in_person",
        /// Over the network.
        Remote = "remote",
        /// Partly at the school, partly over the network.
        Blended = "blended",
    }

    /// Whether an offer is for one session or for longer (DOMAIN D53).
    pub enum Format {
        /// A single session.
        OneOff = "one_off",
        /// Work over several sessions.
        Sustained = "sustained",
    }

    /// What is given in return; nothing is agreed without it (DOMAIN C32).
    pub enum SettlementKind {
        /// Money by the day.
        DayRate = "day_rate",
        /// Half-days in return, by the ledger.
        ReciprocalCredit = "reciprocal_credit",
        /// A grant pays.
        Grant = "grant",
        /// A subscription covers it.
        Subscription = "subscription",
        /// One service for another.
        ExchangeOfServices = "exchange_of_services",
        /// Nobody pays: needs who gives up the payment, why, and who approved it.
        Waived = "waived",
    }

    /// Where an offer stands (DOMAIN C.2).
    pub enum OfferStatus {
        /// Being written; only its own school sees it.
        Draft = "draft",
        /// Found by everybody.
        Published = "published",
        /// Held back for a while by its school.
        Paused = "paused",
        /// Not confirmed for a half-term; does not match until it is (DOMAIN A13).
        Stale = "stale",
        /// Taken back for good.
        Withdrawn = "withdrawn",
    }

    /// Where a request for support stands (DOMAIN C.2).
    pub enum RequestStatus {
        /// Being written; only its own school sees it.
        Draft = "draft",
        /// Raised by the school; nobody has looked at it yet.
        Submitted = "submitted",
        /// A broker has read it and confirmed the need.
        Triaged = "triaged",
        /// Candidates are being looked for.
        Matching = "matching",
        /// At least one proposal is open.
        Proposed = "proposed",
        /// A deployment is agreed.
        Placed = "placed",
        /// Nobody could be found, not even nationally (DOMAIN A2).
        Unmet = "unmet",
        /// Done.
        Closed = "closed",
        /// Taken back by the school.
        Withdrawn = "withdrawn",
    }

    /// Why nobody could be found for a request: neutral codes, so that nobody is blamed (DOMAIN E72).
    pub enum UnmetReason {
        /// Nobody in England offers this.
        NoCandidate = "no_candidate",
        /// Those who offer it have no time in the window.
        NoCapacity = "no_capacity",
        /// Those who were asked could not accept.
        NoneAccepted = "none_accepted",
        /// The modes or dates leave nobody.
        TermsTooNarrow = "terms_too_narrow",
    }

    /// Why a school took its request back: neutral codes (DOMAIN E72).
    pub enum WithdrawalReason {
        /// The need has been met another way.
        MetOtherwise = "met_otherwise",
        /// The need has changed.
        NeedChanged = "need_changed",
        /// The time does not suit any more.
        Timing = "timing",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// How soon support is needed.
    pub enum Urgency {
        /// Within the school year.
        Routine = "routine",
        /// Within the term.
        Soon = "soon",
        /// Within the half-term.
        Urgent = "urgent",
    }

    /// Why a school takes an offer back: neutral codes (DOMAIN E72).
    pub enum OfferWithdrawal {
        /// There is no time for it any more.
        Capacity = "capacity",
        /// The people who gave it have changed.
        PeopleChanged = "people_changed",
        /// Another offer takes its place.
        Replaced = "replaced",
        /// Nobody asked for it.
        NotAskedFor = "not_asked_for",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }

    /// Whether a request shows its school to a possible helper before it is accepted (DOMAIN K142).
    pub enum Disclosure {
        /// The school is named.
        Named = "named",
        /// The school is not named until it accepts a responder.
        Anonymous = "anonymous",
    }
}

/// The working days of a teacher in one school year: 190 with pupils and five without.
const SCHOOL_YEAR_DAYS: i32 = 195;

impl SupportKind {
    /// The most half-days that one piece of work may be asked, proposed and agreed for: 200, which is more than half of a post. A
    /// secondment lends a whole one, and for a whole school year (DOMAIN B24).
    pub const fn most_half_days(self) -> i32 {
        match self {
            Self::Secondment => 2 * SCHOOL_YEAR_DAYS,
            Self::Support
            | Self::JointPracticeDevelopment
            | Self::Coaching
            | Self::Mentoring
            | Self::PeerReview
            | Self::StudyVisit
            | Self::PupilCollaboration
            | Self::PeerVisit => 200,
        }
    }
}
