//! HTTP: what the service says to browsers and to machines.

pub mod graphiql;
