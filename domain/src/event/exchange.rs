//! What happens to time, offers and requests.

macro_rules! exchange {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// The half-days that somebody can give in a half-term were declared.
            CapacityDeclared = "capacity.declared" { window: Id<CapacityWindow>, half_term: HalfTerm, half_days: i32 }
            /// Days of a specialist in an academic year are funded.
            CapacityGranted = "capacity.granted" { specialist: Id<Specialist>, alliance: Id<Alliance>, year: i32, half_days: i32 }
            /// A school drafted an offer.
            OfferDrafted = "offer.drafted" { offer: Id<Offer>, school: Id<School> }
            /// A school changed an offer.
            OfferRevised = "offer.revised" { offer: Id<Offer>, school: Id<School> }
            /// An offer was published: everybody finds it.
            OfferPublished = "offer.published" { offer: Id<Offer>, school: Id<School> }
            /// An offer is held back for a while.
            OfferPaused = "offer.paused" { offer: Id<Offer>, school: Id<School> }
            /// A paused offer is found again.
            OfferResumed = "offer.resumed" { offer: Id<Offer>, school: Id<School> }
            /// A school said that its offer still holds.
            OfferConfirmed = "offer.confirmed" { offer: Id<Offer>, school: Id<School> }
            /// Nobody confirmed an offer for a half-term; it is found again once somebody does.
            OfferWentStale = "offer.went_stale" { offer: Id<Offer>, school: Id<School> }
            /// An offer was taken back for good.
            OfferWithdrawn = "offer.withdrawn" { offer: Id<Offer>, school: Id<School>, reason: OfferWithdrawal }
            /// A school drafted a request for support. The school is not told: it may be anonymous.
            RequestDrafted = "request.drafted" { request: Id<SupportRequest> }
            /// A school changed its request.
            RequestRevised = "request.revised" { request: Id<SupportRequest> }
            /// A school raised a request.
            RequestSubmitted = "request.submitted" { request: Id<SupportRequest>, urgency: Urgency }
            /// Nobody answered a request in the time that was set.
            RequestOverdue = "request.overdue" { request: Id<SupportRequest>, respond_by: Timestamp }
            /// A broker confirmed the need.
            RequestTriaged = "request.triaged" { request: Id<SupportRequest> }
            /// Candidates were ranked for a request.
            RequestMatched = "request.matched" { request: Id<SupportRequest>, stage: MatchStage }
            /// A request was proposed to somebody.
            RequestProposed = "request.proposed" { request: Id<SupportRequest> }
            /// A request returned to the search: no proposal of it is open any more.
            RequestReturned = "request.returned" { request: Id<SupportRequest> }
            /// The deployment for a request was agreed.
            RequestPlaced = "request.placed" { request: Id<SupportRequest> }
            /// Nobody in England was found for a request.
            RequestUnmet = "request.unmet" { request: Id<SupportRequest>, reason: UnmetReason }
            /// An unmet request was taken up again.
            RequestReopened = "request.reopened" { request: Id<SupportRequest> }
            /// A school took its request back.
            RequestWithdrawn = "request.withdrawn" { request: Id<SupportRequest>, reason: WithdrawalReason }
            /// A request is done with.
            RequestClosed = "request.closed" { request: Id<SupportRequest> }
            /// An alliance put a request that it brokers into one of its own work-streams, or out of it.
            RequestWorkstreamAssigned = "request.workstream_assigned" { request: Id<SupportRequest>, alliance: Id<Alliance> }
        }
    };
}

pub(super) use exchange;
