//! The service: use cases, GraphQL, HTTP, workers.

pub mod http;
pub mod identity;
