//! People, where they work, in which roles they act, and how they prove who they are.

mod employment;
mod invitation;
mod letter;
mod membership;
mod notification;
mod password;
mod person;
mod session;

pub use employment::Employment;
pub use invitation::{Draft as InvitationDraft, Invitation, InvitationStatus, SchoolTies};
pub use letter::{LetterFault, MOST_TRIES, TRY_SECONDS, wait_after};
pub use membership::{Membership, MembershipStatus, Place, PlaceKind};
pub use notification::{
    Cause, Hearer, MOST_MARKED, Names, Notification, NotificationTopic, NotificationWay, Reminder, Telling,
};
pub use password::Password;
pub use person::{Person, PersonStatus};
pub use session::{ACCESS_SECONDS, Presented, Renewal, RevocationReason, Session};

crate::noun!(Person = "per");
crate::noun!(Membership = "mem");
crate::noun!(Employment = "emp");
crate::noun!(Invitation = "inv");
crate::noun!(Session = "ses");
crate::noun!(Notification = "ntf");

#[cfg(test)]
pub(crate) use membership::tests as membership_tests;
