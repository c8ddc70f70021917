//! Why files make no market or no plan: the file, the line, and the reason.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// What is wrong with a file.
#[derive(Debug)]
pub struct Fault {
    file: PathBuf,
    /// The line, counted from 1; none where it is the file as a whole.
    line: Option<u64>,
    why: String,
}

impl Fault {
    /// What is wrong with a file as a whole.
    pub fn of(file: &Path, why: impl Display) -> Self {
        Self { file: file.to_owned(), line: None, why: why.to_string() }
    }

    /// What is wrong with one of its lines.
    pub fn at(file: &Path, line: u64, why: impl Display) -> Self {
        Self { line: Some(line), ..Self::of(file, why) }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, why } = self;
        match line {
            Some(line) => write!(f, "{}, line {line}: {why}", file.display()),
            None => write!(f, "{}: {why}", file.display()),
        }
    }
}

impl std::error::Error for Fault {}
