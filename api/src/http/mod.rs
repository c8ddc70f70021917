//! The web: routes, health, pages, and the GraphQL endpoint.

pub mod graphiql;
pub mod health;
pub mod server;

pub use server::{routes, serve};
