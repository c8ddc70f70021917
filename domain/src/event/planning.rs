//! What happens to what is planned: rounds, scenarios, the policy of matching, and rings of schools.

macro_rules! planning {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// A brokerage round was opened.
            RoundOpened = "round.opened" { round: Id<Round> }
            /// It is settled which requests are in a brokerage round.
            RoundFrozen = "round.frozen" { round: Id<Round>, requests: i32 }
            /// The plan of a brokerage round is being reckoned.
            RoundPlanning = "round.planning" { round: Id<Round> }
            /// The time of those in a plan had been taken, or a request had left, before the plan could be kept: it is made anew.
            RoundOvertaken = "round.overtaken" { round: Id<Round> }
            /// A brokerage round has its plan, and holds the time that it needs until that instant.
            RoundPlanned = "round.planned" { round: Id<Round>, placed: i32, use_by: Timestamp }
            /// A broker chose in the plan of a brokerage round who comes together in any case, or on no account: it was made anew.
            RoundChosen = "round.chosen" { round: Id<Round>, request: Id<SupportRequest>, kind: RoundChoiceKind }
            /// A broker lifted a choice in the plan of a brokerage round: it was made anew.
            RoundChoiceLifted = "round.choice_lifted" { round: Id<Round>, request: Id<SupportRequest>, kind: RoundChoiceKind }
            /// A request left a brokerage round, because it waits for nobody any more.
            RoundRequestLeft = "round.request_left" { round: Id<Round>, request: Id<SupportRequest> }
            /// A brokerage round was announced: its places are proposed to the schools, new ones until that instant.
            RoundAnnounced = "round.announced" { round: Id<Round>, ask_until: Timestamp }
            /// The brokers of an alliance took an announced round up: the places of their requests are proposed for them.
            RoundTakenUp = "round.taken_up" { round: Id<Round>, alliance: Id<Alliance> }
            /// A place of an announced round has its answer: accepted, or no in one of its ways.
            RoundAnswered = "round.answered" { round: Id<Round>, request: Id<SupportRequest>, answer: RoundAnswer }
            /// An announced round was planned again for those who have nobody: so many have a place by that.
            RoundRepaired = "round.repaired" { round: Id<Round>, placed: i32 }
            /// Nobody is looked for any more in its brokerage round for a request.
            RoundRequestUnplaced = "round.request_unplaced" { request: Id<SupportRequest>, round: Id<Round>, reason: RoundUnplaced }
            /// A brokerage round was closed: its plan was used as far as it is to be.
            RoundClosed = "round.closed" { round: Id<Round> }
            /// A brokerage round was called off.
            RoundCancelled = "round.cancelled" { round: Id<Round> }
            /// A brokerage round came to nothing.
            RoundFailed = "round.failed" { round: Id<Round>, failure: RoundFailure }
            /// Somebody wrote what is to be supposed of the market.
            ScenarioWritten = "scenario.written" { scenario: Id<Scenario> }
            /// A scenario was reckoned: its report is there.
            ScenarioReckoned = "scenario.reckoned" { scenario: Id<Scenario> }
            /// It was said anew who may read a scenario.
            ScenarioShared = "scenario.shared" { scenario: Id<Scenario>, readers: ScenarioReaders }
            /// A scenario was put away, and is kept.
            ScenarioArchived = "scenario.archived" { scenario: Id<Scenario> }
            /// A change of the matching policy was put forward, and waits for a second person until that instant.
            PolicyChangeProposed = "policy_change.proposed" { change: Id<PolicyChange>, scenario: Id<Scenario>, answer_by: Timestamp }
            /// A second person approved a change of the matching policy: it is the version of that number, and holds from then on.
            PolicyChangeApproved = "policy_change.approved" { change: Id<PolicyChange>, policy_version: i32, holds_from: Timestamp }
            /// A second person refused a change of the matching policy.
            PolicyChangeRefused = "policy_change.refused" { change: Id<PolicyChange> }
            /// Whoever put a change of the matching policy forward took it back.
            PolicyChangeWithdrawn = "policy_change.withdrawn" { change: Id<PolicyChange> }
            /// Nobody answered a change of the matching policy in time.
            PolicyChangeLapsed = "policy_change.lapsed" { change: Id<PolicyChange> }
            /// A ring of so many schools was proposed to all of them, each of which gives to the next.
            RingProposed = "ring.proposed" { ring: Id<ExchangeRing>, schools: i32, respond_by: Timestamp }
            /// One more school of a ring consented, so many by now.
            RingConsented = "ring.consented" { ring: Id<ExchangeRing>, consents: i32 }
            /// All schools of a ring consented: the support of each is planned.
            RingAgreed = "ring.agreed" { ring: Id<ExchangeRing> }
            /// A ring of schools came to nothing, and the time is free again.
            RingDissolved = "ring.dissolved" { ring: Id<ExchangeRing>, end: RingEnd }
        }
    };
}

pub(super) use planning;
