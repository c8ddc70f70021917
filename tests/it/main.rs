//! The service, tried as its users meet it. One binary, one module a room.

mod brokerage;
mod check;
mod directory;
mod exchange;
mod hostile;
mod graphiql;
mod house;
mod http;
mod identity;
mod platform;
mod reciprocity;
mod register;
mod register_hostile;
mod schema;
mod seed;
