//! Secrets that are shown once: refresh tokens and the links of invitations and password resets.

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

/// What a secret is for. Its prefix lets a scanner that finds one in a log or a repository say what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Renews a sign-in.
    Refresh,
    /// Accepts an invitation.
    Invitation,
    /// Sets a new password.
    Reset,
}

impl Purpose {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Refresh => "lat_refresh_",
            Self::Invitation => "lat_invite_",
            Self::Reset => "lat_reset_",
        }
    }
}

/// A new secret: shown once, stored as its hash. It does not show itself by accident.
pub struct Secret {
    shown: String,
    hash: Vec<u8>,
}

impl Secret {
    /// Makes a secret of 256 bits from the operating system's randomness.
    pub fn new(purpose: Purpose) -> Self {
        let shown = format!("{}{}", purpose.prefix(), hex(&random()));
        let hash = Sha256::digest(shown.as_bytes()).to_vec();
        Self { shown, hash }
    }

    /// The text to hand over; nobody can make it again.
    pub fn into_shown(self) -> String {
        self.shown
    }

    /// What is stored. A plain hash is enough: nobody guesses 256 bits.
    pub fn hash(&self) -> Vec<u8> {
        self.hash.clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The stored form of a secret that somebody shows; `None` if it cannot be one of this purpose.
pub fn hash_of(purpose: Purpose, shown: &str) -> Option<Vec<u8>> {
    let random = shown.strip_prefix(purpose.prefix())?;
    let shaped = random.len() == 64 && random.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    shaped.then(|| Sha256::digest(shown.as_bytes()).to_vec())
}

/// 32 bytes from the operating system.
pub(crate) fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    SysRng.try_fill_bytes(&mut bytes).expect("an operating system without randomness cannot run this service");
    bytes
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_again_by_its_hash_and_for_its_purpose_only() {
        let secret = Secret::new(Purpose::Invitation);
        let hash = secret.hash();
        let shown = secret.into_shown();
        assert_eq!(hash_of(Purpose::Invitation, &shown), Some(hash));
        assert_eq!(hash_of(Purpose::Reset, &shown), None);
        assert_eq!(hash_of(Purpose::Invitation, &shown.to_uppercase()), None);
        assert_eq!(hash_of(Purpose::Invitation, "lat_invite_"), None);
    }

    #[test]
    fn no_two_secrets_are_alike_and_none_shows_itself() {
        let (one, two) = (Secret::new(Purpose::Refresh), Secret::new(Purpose::Refresh));
        assert_ne!(one.hash(), two.hash());
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }
}
