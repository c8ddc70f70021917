//! People, where they work, in which roles they act, and how they prove who they are.

mod data_class;
mod data_export;
mod employment;
mod ending;
mod erasure;
mod invitation;
mod letter;
mod membership;
mod notification;
mod password;
mod person;
mod retention;
mod session;

pub use data_class::{DataClass, LawfulBasis, RecordClass};
pub use data_export::{DataExport, DataExportStatus};
pub use employment::Employment;
pub use ending::{ErasureWithdrawal, InvitationRevocation, SuspensionReason};
pub use erasure::{Erasure, ErasureStatus, Ties};
pub use invitation::{Draft as InvitationDraft, Invitation, InvitationStatus, SchoolTies};
pub use letter::{LetterFault, MOST_TRIES, TRY_SECONDS, wait_after};
pub use membership::{Membership, MembershipEnd, MembershipStatus, Place, PlaceKind};
pub use notification::{
    Cause, Hearer, MOST_MARKED, Names, Notification, NotificationTopic, NotificationWay, Reminder, Telling,
};
pub use password::Password;
pub use person::{Person, PersonStatus};
pub use retention::{RetentionForm, RetentionPolicy};
pub use session::{ACCESS_SECONDS, Presented, Renewal, RevocationReason, Session};

crate::noun!(Person = "per");
crate::noun!(Membership = "mem");
crate::noun!(Employment = "emp");
crate::noun!(Invitation = "inv");
crate::noun!(Session = "ses");
crate::noun!(Notification = "ntf");
crate::noun!(DataExport = "dex");
crate::noun!(Erasure = "ers");
crate::noun!(RetentionPolicy = "rtp");
crate::nouns! {
    /// One time at which records whose time was over were forgotten.
    RetentionRun = "rtr";
}

#[cfg(test)]
pub(crate) use data_export::tests as data_export_tests;
#[cfg(test)]
pub(crate) use erasure::tests as erasure_tests;
#[cfg(test)]
pub(crate) use invitation::tests as invitation_tests;
#[cfg(test)]
pub(crate) use membership::tests as membership_tests;
