//! Password hashes by argon2id, a few at a time, away from the threads that answer requests.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::identity::Password;
use tokio::sync::Semaphore;

use crate::identity::secret::random;

/// How long a sign-in waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(3);
/// How many hashes are computed at once: each holds its memory for as long as it runs.
const AT_ONCE: usize = 2;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over that memory.
    pub passes: u32,
}

impl Cost {
    /// What OWASP asks for at least: 19 MiB and two passes.
    pub const USUAL: Self = Self { memory: 19 * 1024, passes: 2 };
    /// Next to nothing, for tests that sign in a thousand times.
    pub const TRIFLING: Self = Self { memory: 8, passes: 1 };
}

/// Why no answer came.
#[derive(Debug, PartialEq, Eq)]
pub enum HashFault {
    /// Too many wait already.
    Busy,
    /// The computation itself failed.
    Broken,
}

/// Makes and checks password hashes.
#[derive(Debug)]
pub struct Hasher {
    argon: Argon2<'static>,
    turns: Arc<Semaphore>,
    /// Stands in for the hash of somebody who does not exist, so that the answer takes as long.
    nobody: String,
}

impl Hasher {
    /// Prepares hashing at this cost.
    pub fn new(cost: Cost) -> Result<Self, HashFault> {
        let params = Params::new(cost.memory, cost.passes, 1, None).map_err(|_| HashFault::Broken)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        // No password has this hash; that it was never computed makes no difference to how long a comparison takes.
        let (salt, hash) = (STANDARD_NO_PAD.encode(&random()[..16]), STANDARD_NO_PAD.encode(random()));
        let nobody = format!("$argon2id$v=19$m={},t={},p=1${salt}${hash}", cost.memory, cost.passes);
        Ok(Self { argon, turns: Arc::new(Semaphore::new(AT_ONCE)), nobody })
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: Password) -> Result<String, HashFault> {
        let argon = self.argon.clone();
        self.in_turn(move || hash(&argon, password.as_str().as_bytes())).await?
    }

    /// Whether the typed text is the password of this hash. Without a hash the answer is no, after the same work.
    pub async fn verify(&self, typed: &str, stored: Option<String>) -> Result<bool, HashFault> {
        let argon = self.argon.clone();
        let typed = Password::typed(typed);
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.clone());
        let same = self
            .in_turn(move || match PasswordHash::new(&stored) {
                Ok(stored) => argon.verify_password(typed.as_bytes(), &stored).is_ok(),
                Err(_) => false,
            })
            .await?;
        Ok(same && known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashFault> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| HashFault::Busy)?.map_err(|_| HashFault::Broken)?;
        // The turn is held by the work, not by the request: a client that leaves does not make room for another.
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|_| HashFault::Broken)
    }
}

fn hash(argon: &Argon2<'_>, password: &[u8]) -> Result<String, HashFault> {
    argon.hash_password(password).map(|hash| hash.to_string()).map_err(|_| HashFault::Broken)
}

#[cfg(test)]
mod tests {
    use domain::text::Email;

    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text, &Email::new("ash@example.org").unwrap()).unwrap()
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let hasher = Hasher::new(Cost::TRIFLING).unwrap();
        let stored = hasher.hash(password("four heron marsh lamps")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$"));
        assert_eq!(hasher.verify("four heron marsh lamps", Some(stored.clone())).await, Ok(true));
        assert_eq!(hasher.verify("four heron marsh lamp", Some(stored)).await, Ok(false));
    }

    #[tokio::test]
    async fn nobody_and_garbage_are_answered_no() {
        let hasher = Hasher::new(Cost::TRIFLING).unwrap();
        assert_eq!(hasher.verify("four heron marsh lamps", None).await, Ok(false));
        assert_eq!(hasher.verify("four heron marsh lamps", Some("plain".into())).await, Ok(false));
        assert_eq!(hasher.verify("", None).await, Ok(false));
        assert!(PasswordHash::new(&hasher.nobody).is_ok(), "comparing with nobody takes the same work");
    }

    #[tokio::test]
    async fn the_usual_cost_is_what_owasp_asks_for() {
        let stored = Hasher::new(Cost::USUAL).unwrap().hash(password("four heron marsh lamps")).await.unwrap();
        assert!(stored.contains("$m=19456,t=2,p=1$"), "{stored}");
    }
}
