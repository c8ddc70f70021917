//! Where a file of the register comes from: a path or an address; plain, gzip or zip, told by its first bytes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// The most bytes that a file may unpack to: ten times what the register has.
const LARGEST: u64 = 1 << 30;

/// An open file of the register.
pub struct Source {
    /// What to call it.
    pub name: String,
    /// How many bytes it has, packed as it is.
    pub bytes: u64,
    kind: Kind,
    file: File,
}

/// Which of the national register's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The establishments.
    Establishments,
    /// The links between them.
    Links,
}

impl Kind {
    /// How the names of such files begin.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Establishments => "edubaseall",
            Self::Links => "links_edubaseall",
        }
    }
}

impl Source {
    /// Opens a path, or fetches an address into a file without a name.
    pub async fn open(place: &str, kind: Kind) -> io::Result<Self> {
        if place.starts_with("https://") || place.starts_with("http://") {
            let name = place.split(['?', '#']).next().unwrap_or(place).rsplit('/').next().unwrap_or(place);
            return Self::of(name, kind, fetch(place).await?);
        }
        let name = Path::new(place).file_name().map_or_else(|| place.into(), |name| name.to_string_lossy());
        Self::of(&name, kind, File::open(place)?)
    }

    fn of(name: &str, kind: Kind, file: File) -> io::Result<Self> {
        Ok(Self { name: name.to_owned(), bytes: file.metadata()?.len(), kind, file })
    }

    /// Reads the file, unpacked, and gives what the reader makes of it with the fingerprint of the unpacked bytes.
    /// `progress` is told how many bytes of the packed file are read so far.
    pub fn read<T>(
        self,
        progress: impl Fn(u64) + Send,
        reader: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> io::Result<(T, String)> {
        let mut file = self.file;
        let mut magic = [0; 4];
        let known = file.read(&mut magic)?;
        file.seek(SeekFrom::Start(0))?;
        match &magic[..known] {
            [b'P', b'K', 3, 4] => {
                let mut archive = zip::ZipArchive::new(Watched { inner: file, at: 0, progress })?;
                let names: Vec<_> = archive.file_names().map(|name| name.unwrap_or_default().into_owned()).collect();
                digest(archive.by_index(entry(&names, self.kind)?)?, reader)
            }
            [0x1f, 0x8b, ..] => digest(MultiGzDecoder::new(Watched { inner: file, at: 0, progress }), reader),
            _ => digest(Watched { inner: file, at: 0, progress }, reader),
        }
    }
}

/// Which file of an archive to read: the one that is named as the register names them, or else the only one.
fn entry(names: &[String], kind: Kind) -> io::Result<usize> {
    let file = |at: usize| names[at].rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    // A Mac packs a shadow of every file beside it.
    let shadow = |at: usize| names[at].starts_with("__MACOSX/");
    let csv: Vec<_> = (0..names.len()).filter(|at| !shadow(*at) && file(*at).ends_with(".csv")).collect();
    let named: Vec<_> = csv.iter().copied().filter(|at| file(*at).starts_with(kind.prefix())).collect();
    match (&named[..], &csv[..]) {
        ([one], _) | ([], [one]) => Ok(*one),
        ([], []) => Err(invalid("the archive holds no .csv file")),
        _ => Err(invalid(&format!(
            "the archive holds several .csv files, and not one alone whose name begins with {}",
            kind.prefix()
        ))),
    }
}

fn digest<T>(inner: impl Read, read: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<(T, String)> {
    let mut digested = Digested { inner, hash: Sha256::new(), left: LARGEST };
    let read = read(&mut digested)?;
    Ok((read, digested.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

async fn fetch(address: &str) -> io::Result<File> {
    // The operator names the address on the command line, so redirects are followed as a browser would.
    let client = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .build()
        .map_err(io::Error::other)?;
    let answer = client.get(address).send().await.and_then(reqwest::Response::error_for_status);
    let mut answer = answer.map_err(io::Error::other)?;
    let mut file = nameless()?;
    let mut written = 0;
    while let Some(chunk) = answer.chunk().await.map_err(io::Error::other)? {
        written += chunk.len() as u64;
        if written > LARGEST {
            return Err(invalid("the file is larger than any register"));
        }
        file.write_all(&chunk)?;
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// A file that is gone as soon as it is closed, also when the process is killed.
fn nameless() -> io::Result<File> {
    let path = std::env::temp_dir().join(format!("lateral-register-{}", std::process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

struct Digested<R> {
    inner: R,
    hash: Sha256,
    left: u64,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| invalid("the file unpacks to more than any register has"))?;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}

/// A file that tells how far it is read.
struct Watched<P> {
    inner: File,
    at: u64,
    progress: P,
}

impl<P: Fn(u64)> Read for Watched<P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        (self.progress)(self.at);
        Ok(read)
    }
}

impl<P> Seek for Watched<P> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.inner.seek(to)?;
        Ok(self.at)
    }
}
