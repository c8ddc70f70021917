//! `lateral keys`: the keys that sign access tokens.

use clap::Subcommand;

use crate::app::Clock;
use crate::cli::Failure;
use crate::config::Config;
use crate::identity::keys::Keyring;

/// What to do with the signing keys.
#[derive(Subcommand)]
pub enum Keys {
    /// Makes a new key, which signs from now on. Tokens of the old one are good until they expire.
    Rotate,
    /// Prints the ids of the keys that verify, the one that signs last.
    List,
}

/// Runs the command. It needs the folder only, not the database; running servers notice within half a minute.
pub fn run(config: &Config, what: Keys) -> Result<(), Failure> {
    let now = Clock::Real.now();
    let keys = Keyring::open(&config.keys, now)?;
    match what {
        Keys::Rotate => println!("{} signs from now on", keys.rotate(now)?),
        Keys::List => keys.verifying(now).iter().for_each(|kid| println!("{kid}")),
    }
    Ok(())
}
