//! Requests for support: what a school needs, who sees it, and how far its answer has come.

mod audience;
mod draft;
mod lifecycle;
mod objective;
mod placing;
mod response;

pub use audience::names_school_to;
pub use draft::{RequestDraft, RequestForm};
pub use lifecycle::SupportRequest;
pub use objective::{Objective, ObjectiveForm};
pub use response::{
    AskerStanding, Brokered, Response, ResponseFactor, ResponsePolicy, ResponsePolicyFault, ResponseReason,
    ResponseSetting,
};
