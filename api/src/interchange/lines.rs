//! The lines of a file that may be anything: no file is opened that is not a plain one or is larger than it may be, and no line
//! is longer than a row, so that nothing which was handed in decides how much memory is taken.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::interchange::Fault;

/// The most bytes that a line may have: a real one has some hundred at most.
const LONGEST: u64 = 512;

/// The lines of a file, one after the other.
pub struct Lines {
    path: PathBuf,
    reader: BufReader<Summed>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    /// Opens a file of at most so many bytes.
    pub fn open(path: &Path, most: u64) -> Result<Self, Fault> {
        let reader =
            BufReader::with_capacity(1 << 16, Summed { inner: open(path, most)?.take(most), sum: Sha256::new() });
        Ok(Self { path: path.to_owned(), reader, line: Vec::new(), number: 0 })
    }

    /// The next line, without its end; none after the last.
    pub fn read(&mut self) -> Result<Option<&[u8]>, Fault> {
        self.line.clear();
        self.number += 1;
        let read = (&mut self.reader).take(LONGEST).read_until(b'\n', &mut self.line);
        read.map_err(|error| Fault::of(&self.path, error))?;
        match self.line.pop() {
            None => return Ok(None),
            Some(b'\n') => {}
            Some(_) if self.line.len() as u64 + 1 == LONGEST => {
                return Err(self.fault("the line is longer than any row"));
            }
            Some(_) => return Err(self.fault("the line does not end: the file is cut off")),
        }
        Ok(Some(self.line.strip_suffix(b"\r").unwrap_or(&self.line)))
    }

    /// What is wrong with the line that was read last.
    pub fn fault(&self, why: impl std::fmt::Display) -> Fault {
        Fault::at(&self.path, self.number, why)
    }

    /// The file's fingerprint, once its last line was read.
    pub fn sum(self) -> String {
        let sum = self.reader.into_inner().sum.finalize();
        sum.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Reads a small file whole.
pub fn read_whole(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = open(path, most)?.take(most).read_to_end(&mut bytes);
    read.map_err(|error| Fault::of(path, error))?;
    Ok(bytes)
}

fn open(path: &Path, most: u64) -> Result<File, Fault> {
    let of = |error: io::Error| Fault::of(path, error);
    // Asked before it is opened: to open a pipe is to wait for whoever writes into it.
    let known = std::fs::metadata(path).map_err(of)?;
    if !known.is_file() {
        return Err(Fault::of(path, "this is no plain file"));
    }
    if known.len() > most {
        return Err(Fault::of(path, format!("the file has {} bytes, and the most is {most}", known.len())));
    }
    File::open(path).map_err(of)
}

/// A file that is summed up as it is read.
struct Summed {
    inner: io::Take<File>,
    sum: Sha256,
}

impl Read for Summed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.sum.update(&buffer[..read]);
        Ok(read)
    }
}
