//! How people prove who they are: keys, tokens, passwords, secrets. What that allows is the policy's business.

pub mod hash;
pub mod issuer;
pub mod keys;
pub mod seal;
pub mod secret;
pub mod standing;
pub mod token;

use domain::Timestamp;

use crate::config::Config;
use hash::{Cost, Hasher};
use issuer::Outside;
use keys::Keyring;
use seal::Seal;
use standing::Standings;
use token::Tokens;

/// What this service calls itself in its tokens' audience.
const AUDIENCE: &str = "lateral";

/// The gate: everything by which somebody is recognised.
#[derive(Debug)]
pub struct Gate {
    /// Access tokens.
    pub tokens: Tokens,
    /// Password hashes.
    pub hasher: Hasher,
    /// What the owners of tokens may do just now.
    pub standings: Standings,
    /// What digests are sealed with that hold passwords.
    pub seal: Seal,
}

impl Gate {
    /// Opens the gate, making a first key where there is none.
    pub fn open(config: &Config, now: Timestamp) -> Result<Self, String> {
        let keys = Keyring::open(&config.keys, now).map_err(|fault| fault.to_string())?;
        let outside = config.outside_issuer.clone().map(Outside::new).transpose()?;
        Ok(Self {
            tokens: Tokens::new(keys, &config.public_url, AUDIENCE, outside),
            hasher: Hasher::new(Cost::USUAL).map_err(|_| "the cost of password hashes is out of range".to_owned())?,
            standings: Standings::default(),
            seal: Seal::open(&config.keys)?,
        })
    }
}
