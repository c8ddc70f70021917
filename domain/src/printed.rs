//! Pages of the documentation, or parts of them, that are printed from the code, so that they never say what it does not do.

use std::fs;
use std::path::{Path, PathBuf};

/// Fails if the page of this name in `docs` is not what was printed from what is there; the printed one lies beside what was
/// built then, so that one checkout never takes another's.
#[track_caller]
pub fn same(name: &str, print: impl FnOnce(String) -> String) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    let page = fs::read_to_string(&kept).unwrap_or_default();
    let fresh = print(page.clone());
    if page != fresh {
        let printed = beside(name.rsplit('/').next().unwrap_or(name));
        fs::write(&printed, fresh).expect("the folder of what was built takes a page");
        panic!("{name} changed; review the difference, then: cp {} {}", printed.display(), kept.display());
    }
}

/// Puts a text in the place of what stands on a page between the two marks of a part.
#[track_caller]
pub fn part(page: &str, part: &str, text: &str) -> String {
    let (from, to) = (format!("<!-- {part}: printed -->\n"), format!("<!-- {part}: end -->\n"));
    let before = page.split_once(&from).unwrap_or_else(|| panic!("{from} is not on the page")).0;
    let after = page.split_once(&to).unwrap_or_else(|| panic!("{to} is not on the page")).1;
    format!("{before}{from}\n{text}\n{to}{after}")
}

fn beside(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test is a program");
    let folder = test.ancestors().nth(3).expect("what is built lies in its folder").join("tmp");
    fs::create_dir_all(&folder).expect("what is built has room for a page");
    folder.join(name)
}
