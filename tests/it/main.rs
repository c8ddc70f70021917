//! The service, tried as its users meet it. One binary, one module a room.

mod check;
mod exchange;
mod house;
mod platform;
mod schema;
mod seed;
