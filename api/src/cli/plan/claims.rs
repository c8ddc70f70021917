//! What a plan that was handed in says of itself, and whether it is so.

use std::path::Path;

use clap::ValueEnum;

use super::{Mode, Named};
use crate::interchange::{Fault, Figures, Given};

/// The objective that a plan says it is for.
pub fn objective(file: &Path, given: &Given) -> Result<Option<Named>, Fault> {
    named(given.objective.as_deref())
        .map_err(|name| Fault::of(file, format!("the objective is {name:?}, and is fair or linear")))
}

/// Whether everything holds that a plan says of itself.
pub fn hold(file: &Path, given: &Given, figures: &Figures) -> Result<(), Fault> {
    let [blocking, envious] = [figures.blocking, figures.envious].map(|number| i64::try_from(number).ok());
    let claims = [
        ("it is worth", given.value, Some(figures.value)),
        ("it has the bound", given.bound, figures.bound),
        ("the number of pairs that block it is", given.blocking, blocking),
        ("the number of those by justified envy is", given.envious, envious),
    ];
    for (claim, said, found) in claims {
        if let Some(said) = said.filter(|said| Some(*said) != found) {
            let found = found.map_or("that is not shown: it has no prices".to_owned(), |it| format!("it is {it}"));
            return Err(Fault::of(file, format!("it says that {claim} {said}; {found}")));
        }
    }
    let mode = named(given.mode.as_deref());
    match mode.map_err(|name| Fault::of(file, format!("the mode is {name:?}, and is best or stable")))? {
        Some(Mode::Stable) if figures.blocking > 0 => {
            let why = format!("it says that it is stable; {} pairs would rather have each other", figures.blocking);
            Err(Fault::of(file, why))
        }
        _ => Ok(()),
    }
}

/// The word that a plan names, or what it says instead.
fn named<W: ValueEnum>(name: Option<&str>) -> Result<Option<W>, &str> {
    name.map(|name| W::from_str(name, false).map_err(|_| name)).transpose()
}
