//! Writes files and folders whole or not at all: beside their place, and moved there when they are done.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::interchange::Fault;

/// Writes a file, in place of what was there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let beside = beside(path)?;
    let written = File::create_new(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&beside, path));
    moved.map_err(|error| {
        // What could not be written whole is not left lying about; if that fails too, the first reason is the one to tell.
        let _ = fs::remove_file(&beside);
        Fault::of(path, error)
    })
}

/// Makes a folder where there is nothing yet; `fill` writes what shall be in it.
pub fn write_folder(path: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Fault> {
    if path.symlink_metadata().is_ok() {
        return Err(Fault::of(path, "there is something of this name already"));
    }
    let beside = beside(path)?;
    fs::create_dir(&beside).map_err(|error| Fault::of(path, error))?;
    fill(&beside).and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        // As above: the folder is this process's own.
        let _ = fs::remove_dir_all(&beside);
        Fault::of(path, error)
    })
}

/// A name in the same folder that nobody else uses.
fn beside(path: &Path) -> Result<PathBuf, Fault> {
    let Some(name) = path.file_name() else { return Err(Fault::of(path, "this is no name for a file")) };
    Ok(path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id())))
}
