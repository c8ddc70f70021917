//! Keys are made once, kept private, and outlive their successors by the life of a token.

use super::*;

/// A folder of its own for each test, removed at the end.
pub(crate) struct Folder(pub PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(std::env::temp_dir().join(format!("lateral-keys-{}", crate::identity::secret::hex(&random()))))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone_already = fs::remove_dir_all(&self.0);
    }
}

fn now() -> Timestamp {
    Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
}

#[test]
fn the_first_run_makes_a_key_and_the_second_finds_it() {
    let folder = Folder::new();
    let kid = Keyring::open(&folder.0, now()).unwrap().signing(now()).kid.clone();
    assert_eq!(Keyring::open(&folder.0, now()).unwrap().signing(now()).kid, kid);
    let modes = fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().metadata().unwrap().permissions().mode() & 0o777);
    assert_eq!(modes.collect::<Vec<_>>(), [0o600]);
}

#[test]
fn a_key_that_others_may_read_is_refused() {
    let folder = Folder::new();
    drop(Keyring::open(&folder.0, now()).unwrap());
    for file in fs::read_dir(&folder.0).unwrap() {
        fs::set_permissions(file.unwrap().path(), fs::Permissions::from_mode(0o640)).unwrap();
    }
    assert!(Keyring::open(&folder.0, now()).is_err_and(|no| no.to_string().contains("chmod 600")));
}

#[test]
fn an_old_key_verifies_until_its_last_token_has_expired() {
    let folder = Folder::new();
    let keys = Keyring::open(&folder.0, now()).unwrap();
    let old = keys.signing(now()).kid.clone();
    let new = keys.rotate(now()).unwrap();
    assert_eq!(keys.signing(now()).kid, new);
    assert!(keys.find(&old, now().plus_seconds(ACCESS_SECONDS)).is_some());
    assert!(keys.find(&old, now().plus_seconds(2 * ACCESS_SECONDS)).is_none());
    assert!(keys.find(&new, now().plus_days(300)).is_some());
}

#[test]
fn a_rotation_removes_keys_that_verify_nothing() {
    let folder = Folder::new();
    let keys = Keyring::open(&folder.0, now()).unwrap();
    keys.rotate(now()).unwrap();
    keys.rotate(now().plus_days(1)).unwrap();
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2);
}

#[test]
fn another_process_learns_of_a_new_key() {
    let folder = Folder::new();
    let (one, other) = (Keyring::open(&folder.0, now()).unwrap(), Keyring::open(&folder.0, now()).unwrap());
    let kid = one.rotate(now()).unwrap();
    assert!(other.find(&kid, now()).is_none(), "an unknown id does not make it look at once, and again, and again");
    assert!(other.find(&kid, now().plus_seconds(2)).is_some());
    let later = one.rotate(now().plus_seconds(3)).unwrap();
    assert_eq!(other.signing(now().plus_seconds(40)).kid, later);
}

#[test]
fn a_key_that_is_taken_away_is_soon_trusted_nowhere() {
    let folder = Folder::new();
    let keys = Keyring::open(&folder.0, now()).unwrap();
    let known = keys.signing(now()).kid.clone();
    keys.rotate(now()).unwrap();
    let other = Keyring::open(&folder.0, now()).unwrap();
    let file = fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().path());
    fs::remove_file(file.into_iter().find(|it| it.to_string_lossy().contains(&known)).unwrap()).unwrap();
    assert!(other.find(&known, now().plus_seconds(29)).is_some());
    assert!(other.find(&known, now().plus_seconds(30)).is_none());
}
