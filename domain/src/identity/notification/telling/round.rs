//! What is told of brokerage rounds, of the policy by which they are planned, and of rings of schools.

use super::Telling;
use super::phrase::titled;
use super::policy_change::policy_change;
use crate::EventKind;
use crate::identity::notification::{Hearer, NotificationTopic};

macro_rules! round_events {
    () => {
        EventKind::RoundFrozen
            | EventKind::RoundPlanned
            | EventKind::RoundChosen
            | EventKind::RoundChoiceLifted
            | EventKind::RoundAnnounced
            | EventKind::RoundRequestUnplaced
            | EventKind::RoundClosed
            | EventKind::RoundCancelled
            | EventKind::RoundFailed
    };
}

/// Who is told of what happens to a brokerage round, to the policy or to a ring of schools, and how; nothing of any other event.
pub(super) const fn round(event: EventKind) -> Option<Telling> {
    use EventKind::*;
    use Hearer::{Brokers, RoundBrokers, RoundRunners};
    use NotificationTopic::Requests;

    Some(match event {
        RoundFrozen => titled!(Requests, "Requests of yours take part in a brokerage round").to(&[RoundBrokers]),
        RoundPlanned => titled!(Requests, "A brokerage round has its plan, which is yours to use for two weeks")
            .to(&[RoundRunners])
            .owed_by(&[RoundBrokers])
            .until("useBy"),
        RoundChosen => {
            titled!(Requests, "A broker chose in a brokerage round, whose plan was made anew").to(&[RoundBrokers])
        }
        RoundChoiceLifted => {
            titled!(Requests, "A broker's choice in a brokerage round was lifted, and its plan was made anew")
                .to(&[RoundBrokers])
        }
        RoundAnnounced => titled!(
            Requests,
            "A brokerage round is announced: its places are proposed, the nation's once you take it up"
        )
        .to(&[RoundBrokers]),
        RoundRequestUnplaced => titled!(Requests, "A brokerage round has nobody left for a request").to(&[Brokers]),
        RoundClosed => titled!(Requests, "A brokerage round was closed").to(&[RoundRunners, RoundBrokers]),
        RoundCancelled => titled!(Requests, "A brokerage round was called off").to(&[RoundBrokers]),
        RoundFailed => titled!(Requests, "A brokerage round came to nothing").to(&[RoundRunners, RoundBrokers]),
        _ => return policy_change(event),
    })
}

pub(super) use super::policy_change::policy_change_events;
pub(super) use super::ring::ring_events;
pub(super) use round_events;
