//! The web: routes, health, pages, and the GraphQL endpoint.

mod answer;
pub mod auth;
mod body;
mod cookie;
mod cors;
pub mod events;
#[cfg(feature = "bench")]
pub mod floor;
pub mod graphiql;
pub mod graphql;
pub mod health;
mod json;
mod media;
mod origin;
mod params;
mod personal_data;
pub mod problem;
pub mod request_id;
pub mod server;
mod sign_in;

#[cfg(test)]
mod audit_tests;
#[cfg(test)]
mod graphql_tests;
#[cfg(test)]
mod sample;

pub use answer::{Ending, Profile, Rendered};
pub use media::Media;
pub use server::{Site, bind, serve};
