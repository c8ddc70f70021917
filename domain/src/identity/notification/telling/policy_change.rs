//! What is told of changes of the matching policy.

use super::Telling;
use super::phrase::titled;
use super::ring::ring;
use crate::EventKind;
use crate::identity::notification::{Hearer, NotificationTopic};

macro_rules! policy_change_events {
    () => {
        EventKind::PolicyChangeProposed
            | EventKind::PolicyChangeApproved
            | EventKind::PolicyChangeRefused
            | EventKind::PolicyChangeWithdrawn
            | EventKind::PolicyChangeLapsed
    };
}

/// Who is told of what happens to a change of the matching policy or to a ring of schools, and how; nothing of any other event.
pub(super) const fn policy_change(event: EventKind) -> Option<Telling> {
    use EventKind::*;
    use Hearer::PolicyKeepers;
    use NotificationTopic::Requests;

    Some(match event {
        PolicyChangeProposed => titled!(Requests, "A change of the matching policy waits for a second person")
            .owed_by(&[PolicyKeepers])
            .until("answerBy"),
        PolicyChangeApproved => titled!(Requests, "A change of the matching policy was approved").to(&[PolicyKeepers]),
        PolicyChangeRefused => titled!(Requests, "A change of the matching policy was refused").to(&[PolicyKeepers]),
        PolicyChangeWithdrawn => {
            titled!(Requests, "A change of the matching policy was taken back").to(&[PolicyKeepers])
        }
        PolicyChangeLapsed => {
            titled!(Requests, "Nobody answered a change of the matching policy in time").to(&[PolicyKeepers])
        }
        _ => return ring(event),
    })
}

pub(super) use policy_change_events;
