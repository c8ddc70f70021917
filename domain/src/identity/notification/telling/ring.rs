//! What is told of rings of schools: to no school which of the others it was.

use super::{Telling, tell};
use crate::EventKind;
use crate::identity::notification::{Hearer, NotificationTopic};

macro_rules! ring_events {
    () => {
        EventKind::RingProposed | EventKind::RingConsented | EventKind::RingAgreed | EventKind::RingDissolved
    };
}

/// Who is told of what happens to a ring of schools, and how; nothing of any other event.
pub(super) const fn ring(event: EventKind) -> Option<Telling> {
    use EventKind::*;
    use Hearer::{RingBrokers, RingHeads};
    use NotificationTopic::Proposals;

    Some(match event {
        RingProposed => tell(
            Proposals,
            "A ring of schools is proposed: your school would give to one of them and get from another.",
        )
        .owed_by(&[RingHeads])
        .until("respondBy"),
        RingConsented => tell(Proposals, "One more school of a ring has consented.").to(&[RingBrokers]),
        RingAgreed => tell(Proposals, "All schools of a ring have consented: the support of each is planned.")
            .to(&[RingHeads, RingBrokers]),
        RingDissolved => tell(Proposals, "A ring of schools came to nothing, and the time is free again.")
            .to(&[RingHeads, RingBrokers]),
        _ => return None,
    })
}

pub(super) use ring_events;
