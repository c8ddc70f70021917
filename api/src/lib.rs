//! Lateral: the school-to-school support exchange. Use cases, GraphQL, HTTP, workers, configuration.

pub mod app;
pub mod cli;
pub mod config;
pub mod graphql;
pub mod http;
pub mod identity;
pub mod interchange;
pub mod register;
pub mod telemetry;
pub mod worker;
