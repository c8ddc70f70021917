//! The service, tried as its users meet it. One binary, one module a room.

mod access;
mod brokerage;
mod cache;
mod check;
mod directory;
mod docker;
mod exchange;
mod front;
mod graphiql;
mod haste;
mod hostile;
mod hostile_values;
mod house;
mod http;
mod identity;
mod matching;
mod node;
mod once;
mod platform;
mod reciprocity;
mod redis;
mod register;
mod register_hostile;
mod schema;
mod seed;
mod statements;
