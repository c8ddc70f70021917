//! The page that is served is the one whose source stands beside it: `script/graphiql` was run after the last change.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

fn api(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../api").join(path)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unzipped(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(api(&format!("assets/graphiql/{name}.gz"))).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The digest of every file below a folder of the page's source, by its path from there.
fn sources(folder: &Path, name: &str, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            sources(&path, &name, into);
        } else {
            into.insert(name, digest(&fs::read(path).unwrap()));
        }
    }
}

#[test]
fn the_page_is_made_of_the_source_beside_it() {
    let mut found = BTreeMap::new();
    sources(&api("graphiql/src"), "src", &mut found);
    for name in ["build.mjs", "package.json", "package-lock.json"] {
        found.insert(name.to_owned(), digest(&fs::read(api("graphiql").join(name)).unwrap()));
    }
    for name in ["graphiql.js", "graphiql.css"] {
        found.insert(name.to_owned(), digest(&unzipped(name)));
    }
    found.insert("licences.txt".to_owned(), digest(&fs::read(api("assets/graphiql/licences.txt")).unwrap()));
    let told: String = found.iter().map(|(name, digest)| format!("{digest}  {name}\n")).collect();
    let kept = fs::read_to_string(api("assets/graphiql/made_of.txt")).unwrap();
    assert!(kept == told, "the page at /graphiql is older than its source, or was edited by hand: run script/graphiql");
}
