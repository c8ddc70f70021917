//! What happens to what is owed.

macro_rules! reciprocity {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// A school took on an obligation.
            ObligationCreated = "obligation.created" { obligation: Id<Obligation>, kind: ObligationKind, due_on: NaiveDate }
            /// The day of an obligation is near.
            ObligationDue = "obligation.due" { obligation: Id<Obligation>, due_on: NaiveDate }
            /// The day of an obligation has passed, and it was not met.
            ObligationOverdue = "obligation.overdue" { obligation: Id<Obligation>, due_on: NaiveDate }
            /// An obligation was met.
            ObligationMet = "obligation.met" { obligation: Id<Obligation> }
            /// An obligation was waived.
            ObligationWaived = "obligation.waived" { obligation: Id<Obligation> }
            /// An obligation of a closed school passed to one of those that took its place.
            ObligationPassed = "obligation.passed" { obligation: Id<Obligation>, school: Id<School> }
            /// A school that gives was not answered in the time that it is guaranteed.
            GuaranteeBreached = "guarantee.breached" { request: Id<SupportRequest>, respond_by: Timestamp }
            /// An obligation is owed again: a visit whose half-days had met it was reversed.
            ObligationReopened = "obligation.reopened" { obligation: Id<Obligation> }
            /// What is owed for support that has ended was reckoned by what came of it.
            ObligationReckoned = "obligation.reckoned" { obligation: Id<Obligation> }
            /// For a school that gives no support was agreed by the day that it is guaranteed.
            GuaranteeSupportMissed = "guarantee.support_missed" { request: Id<SupportRequest>, support_by: Timestamp }
        }
    };
}

pub(super) use reciprocity;
