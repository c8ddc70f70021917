//! How people prove who they are: keys, tokens, passwords, secrets. What that allows is the policy's business.

pub mod hash;
pub mod issuer;
pub mod keys;
pub mod secret;
pub mod throttle;
pub mod token;
