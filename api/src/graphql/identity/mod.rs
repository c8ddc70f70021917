//! People in the contract: who is asking, who holds which role, how somebody gets in.

mod input;
mod invitation;
mod links;
mod membership;
pub mod mutation;
mod notification;
mod person;
mod privacy;
pub mod privacy_mutation;
mod query;
mod retention;

pub use invitation::Invitation;
pub use links::{InvitationBy, MembershipBy, PersonBy};
pub use membership::Membership;
pub use mutation::IdentityMutation;
pub use notification::{NotificationBy, NotificationObject};
pub use person::{Person, Viewer};
pub use privacy::{DATA, DataExportBy, DataExportObject, ErasureBy, ErasureObject};
pub use privacy_mutation::PrivacyMutation;
pub use query::IdentityQuery;
pub use retention::RetentionQuery;
