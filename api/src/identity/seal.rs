//! The secret under which digests are kept of what people know by heart: without it, whoever reads the database could try
//! passwords against a plain digest by the billion.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::identity::secret::{hex, random};

/// The file, beside the signing keys. It is never rotated: what is sealed is compared with for as long as it is kept.
const FILE: &str = "seal.secret";

/// A secret of 256 bits, shared by the processes that serve together.
pub struct Seal([u8; 32]);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

impl Seal {
    /// Reads the secret of a folder, or makes one; of two processes that do so at once, the second takes the first's.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let path = folder.join(FILE);
        let made = || -> io::Result<Vec<u8>> {
            if !path.try_exists()? {
                let draft = folder.join(format!("{FILE}.{}.new", hex(&random())));
                let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
                file.write_all(&random())?;
                file.sync_all()?;
                // Unlike a renaming, a link leaves alone what another has put there meanwhile.
                let linked = fs::hard_link(&draft, &path);
                fs::remove_file(&draft)?;
                linked
                    .or_else(|error| if error.kind() == io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })?;
            }
            fs::read(&path)
        };
        let bytes = made().map_err(|error| format!("{}: {error}", path.display()))?;
        let secret = bytes.try_into().map_err(|_| format!("{}: this is not a secret of 32 bytes", path.display()))?;
        Ok(Self(secret))
    }

    /// Seals a digest: the same one always alike, and nobody without the secret can tell what it is of.
    pub fn of(&self, digest: [u8; 32]) -> Vec<u8> {
        // Both parts have one length each, so that nothing can be put after them.
        Sha256::new().chain_update(self.0).chain_update(digest).finalize().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::identity::keys::tests::Folder;

    #[test]
    fn one_folder_has_one_secret_and_every_folder_its_own() {
        let (here, there) = (Folder::new(), Folder::new());
        for folder in [&here, &there] {
            fs::create_dir_all(&folder.0).unwrap();
        }
        let sealed = |folder: &Folder| Seal::open(&folder.0).unwrap().of([7; 32]);
        let first = sealed(&here);
        assert_eq!(sealed(&here), first);
        assert_ne!(sealed(&there), first);
        assert_ne!(Seal::open(&here.0).unwrap().of([8; 32]), first);
        let files: Vec<_> = fs::read_dir(&here.0).unwrap().map(|it| it.unwrap()).collect();
        let modes: Vec<_> = files.iter().map(|it| it.metadata().unwrap().permissions().mode() & 0o777).collect();
        assert_eq!(modes, [0o600], "nothing is left beside it");
        fs::write(here.0.join(FILE), "short").unwrap();
        assert!(Seal::open(&here.0).is_err_and(|why| why.contains("32 bytes")));
    }
}
