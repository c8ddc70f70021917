//! Requests for support: what a school needs, who sees it, and how far its answer has come.

mod audience;
mod draft;
mod guarantee;
mod lifecycle;
mod objective;
mod peer;
mod placing;
mod response;
mod workstream;

pub use audience::{FOLLOWS_SCHOOL, names_school_to};
pub use draft::{RequestDraft, RequestForm};
pub use lifecycle::SupportRequest;
#[cfg(test)]
pub(crate) use lifecycle::tests::{self, in_status as request_of_tests};
pub(crate) use objective::{MOST_OBJECTIVES, check_count};
pub use objective::{Objective, ObjectiveForm};
pub use response::{
    AskerStanding, Brokered, Response, ResponseFactor, ResponsePolicy, ResponsePolicyFault, ResponseReason,
    ResponseSetting,
};
pub use workstream::Workstream;
