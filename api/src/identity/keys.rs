//! The keys with which this service signs its access tokens: files in one folder, the newest of which signs.
//!
//! A key that has a successor goes on verifying for as long as a token that it signed may live, and is removed by a
//! later rotation. Several processes may share the folder; each looks again from time to time, and at once when it
//! meets a key id that it does not know.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::identity::ACCESS_SECONDS;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

use crate::identity::secret::random;

/// How long a process may go on signing with a key after another has made its successor, and trusting one whose file was
/// taken away.
const LOOK_SECONDS: i64 = 30;
/// How often an unknown key id may make a process look again.
const LOOK_AGAIN_SECONDS: i64 = 2;
/// How long a key verifies once it has a successor: the last token that it may have signed, and a minute for clocks.
const OVERLAP_SECONDS: i64 = ACCESS_SECONDS as i64 + LOOK_SECONDS + 60;
/// What precedes the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7).
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
const PEM: (&str, &str) = ("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----");

/// Why the keys cannot be used.
#[derive(Debug)]
pub struct KeyFault(String);

impl std::fmt::Display for KeyFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyFault {}

/// One key.
pub struct Key {
    /// Its id: its RFC 7638 thumbprint, so that nobody chooses it.
    pub kid: String,
    made_at: i64,
    /// The half that signs.
    pub signing: EncodingKey,
    /// The half that verifies.
    pub verifying: DecodingKey,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.kid)
    }
}

/// The keys of one folder.
#[derive(Debug)]
pub struct Keyring {
    folder: PathBuf,
    seen: RwLock<Seen>,
}

#[derive(Clone, Debug)]
struct Seen {
    /// Oldest first; never empty.
    keys: Vec<Arc<Key>>,
    looked_at: i64,
}

impl Keyring {
    /// Opens the folder, making it and a first key where there are none.
    pub fn open(folder: impl Into<PathBuf>, now: Timestamp) -> Result<Self, KeyFault> {
        let folder = folder.into();
        let mut keys = read(&folder)?;
        if keys.is_empty() {
            make(&folder, seconds(now))?;
            keys = read(&folder)?;
        }
        let seen = Seen { keys, looked_at: seconds(now) };
        Ok(Self { folder, seen: RwLock::new(seen) })
    }

    /// Makes a new key, which signs from now on, and removes those whose last token has expired.
    pub fn rotate(&self, now: Timestamp) -> Result<String, KeyFault> {
        // Later than every other, even within one second: the newest key signs.
        let newest = read(&self.folder)?.last().map_or(0, |key| key.made_at);
        let kid = make(&self.folder, seconds(now).max(newest + 1))?;
        let keys = read(&self.folder)?;
        for key in keys.iter().filter(|key| !verifies(&keys, key, now)) {
            let path = self.folder.join(file_name(key.made_at, &key.kid));
            fs::remove_file(&path).map_err(|e| fault(&path, &e))?;
        }
        self.look(now)?;
        Ok(kid)
    }

    /// The key that signs.
    pub fn signing(&self, now: Timestamp) -> Arc<Key> {
        self.look_in_time(now);
        self.read()
            .keys
            .last()
            .cloned()
            .expect("an opened folder has a key, and looking again keeps the last ones seen")
    }

    /// The ids of the keys that verify, the one that signs last.
    pub fn verifying(&self, now: Timestamp) -> Vec<String> {
        let seen = self.read();
        seen.keys.iter().filter(|key| verifies(&seen.keys, key, now)).map(|key| key.kid.clone()).collect()
    }

    /// The key of this id, while its tokens may live.
    pub fn find(&self, kid: &str, now: Timestamp) -> Option<Arc<Key>> {
        // A key that was taken away, because it became known, is trusted no longer than this.
        self.look_in_time(now);
        let found = |seen: &Seen| {
            let key = seen.keys.iter().find(|key| key.kid == kid)?;
            verifies(&seen.keys, key, now).then(|| key.clone())
        };
        let seen = self.read();
        if let Some(key) = found(&seen) {
            return Some(key);
        }
        let elapsed = (seconds(now) - seen.looked_at).abs();
        drop(seen);
        if elapsed < LOOK_AGAIN_SECONDS {
            return None;
        }
        self.look_quietly(now);
        found(&self.read())
    }

    fn look_in_time(&self, now: Timestamp) {
        if (seconds(now) - self.read().looked_at).abs() >= LOOK_SECONDS {
            self.look_quietly(now);
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Seen> {
        self.seen.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn look(&self, now: Timestamp) -> Result<(), KeyFault> {
        let keys = read(&self.folder)?;
        let mut seen = self.seen.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.looked_at = seconds(now);
        if !keys.is_empty() {
            seen.keys = keys;
        }
        Ok(())
    }

    /// A folder that cannot be read for a moment must not stop those who are signed in.
    fn look_quietly(&self, now: Timestamp) {
        if let Err(error) = self.look(now) {
            tracing::error!(%error, "the folder of signing keys cannot be read; going on with the keys seen before");
            self.seen.write().unwrap_or_else(std::sync::PoisonError::into_inner).looked_at = seconds(now);
        }
    }
}

/// Whether a key has no successor, or has had one for less than the life of its last token.
fn verifies(keys: &[Arc<Key>], key: &Key, now: Timestamp) -> bool {
    let successor = keys.iter().find(|it| (it.made_at, &it.kid) > (key.made_at, &key.kid));
    successor.is_none_or(|it| seconds(now) < it.made_at + OVERLAP_SECONDS)
}

fn seconds(at: Timestamp) -> i64 {
    at.utc().timestamp()
}

fn fault(path: &Path, why: &dyn std::fmt::Display) -> KeyFault {
    KeyFault(format!("{}: {why}", path.display()))
}

fn file_name(made_at: i64, kid: &str) -> String {
    format!("{made_at}.{kid}.pem")
}

fn make(folder: &Path, made_at: i64) -> Result<String, KeyFault> {
    let mut der = PKCS8.to_vec();
    der.extend(random());
    let key = key_of(&der, made_at).map_err(|e| fault(folder, &e))?;
    let pem = format!("{}\n{}\n{}\n", PEM.0, STANDARD.encode(&der), PEM.1);
    let path = folder.join(file_name(key.made_at, &key.kid));
    let half_written = path.with_extension("new");
    let written = || -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half_written)?;
        file.write_all(pem.as_bytes())?;
        file.sync_all()?;
        fs::rename(&half_written, &path)
    };
    written().map_err(|e| fault(&path, &e))?;
    Ok(key.kid)
}

fn read(folder: &Path) -> Result<Vec<Arc<Key>>, KeyFault> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fault(folder, &error)),
    };
    let mut keys = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| fault(folder, &e))?.path();
        if path.extension().is_some_and(|it| it == "pem") {
            keys.push(Arc::new(read_key(&path)?));
        }
    }
    keys.sort_by(|a: &Arc<Key>, b| (a.made_at, &a.kid).cmp(&(b.made_at, &b.kid)));
    Ok(keys)
}

fn read_key(path: &Path) -> Result<Key, KeyFault> {
    check_private(path)?;
    let pem = fs::read_to_string(path).map_err(|e| fault(path, &e))?;
    let body = pem.trim().strip_prefix(PEM.0).and_then(|it| it.strip_suffix(PEM.1));
    let body: String = body.ok_or_else(|| fault(path, &"not a private key in PEM"))?.split_whitespace().collect();
    let der = STANDARD.decode(body).map_err(|e| fault(path, &e))?;
    let made_at = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split('.').next());
    let made_at = made_at.and_then(|it| it.parse().ok()).ok_or_else(|| fault(path, &"the name lacks its time"))?;
    key_of(&der, made_at).map_err(|e| fault(path, &e))
}

fn key_of(der: &[u8], made_at: i64) -> Result<Key, jsonwebtoken::errors::Error> {
    let signing = EncodingKey::from_ed_der(der);
    let jwk = Jwk::from_encoding_key(&signing, Algorithm::EdDSA)?;
    let verifying = DecodingKey::from_jwk(&jwk)?;
    Ok(Key { kid: jwk.thumbprint(ThumbprintHash::SHA256)?, made_at, signing, verifying })
}

fn check_private(path: &Path) -> Result<(), KeyFault> {
    let mode = fs::metadata(path).map_err(|e| fault(path, &e))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(fault(path, &"others may read this key; run chmod 600 on it, and rotate the keys if anybody did"))
}

#[cfg(test)]
#[path = "keys_tests.rs"]
pub(crate) mod tests;
