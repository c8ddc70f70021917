//! `lateral import register`: reads an edition of the national register into the directory.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use clap::Subcommand;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use persistence::directory::register as edition;

use crate::app::directory::OfRefused;
use crate::app::directory::import::{NotImported, Wanted, import};
use crate::app::{App, Caller};
use crate::cli::Failure;
use crate::register::{Kind, Source};

/// What to import.
#[derive(Subcommand)]
pub enum Import {
    /// Imports an edition of the national register, as published: .csv, .csv.gz or .zip.
    Register {
        /// The file, or the address of one, whose redirects are followed.
        file: String,
        /// The register's file of links between schools, so that what is open follows a school to its successor.
        #[arg(long)]
        links: Option<String>,
        /// Applies the file even if it closes, or leaves out, more than one in twenty of the open schools.
        #[arg(long)]
        force: bool,
        /// Does nothing if a register was applied before, this one or another, which may be newer.
        #[arg(long)]
        once: bool,
    },
}

/// Runs the command.
pub async fn run(app: Arc<App>, what: Import) -> Result<(), Failure> {
    let Import::Register { file, links, force, once } = what;
    if once && edition::is_any_applied(app.db()).await? {
        println!("A register was applied before.");
        return Ok(());
    }
    let unopened = |name: &str, error: io::Error| Failure::from(format!("{name}: {error}"));
    let register = Source::open(&file, Kind::Establishments).await.map_err(|error| unopened(&file, error))?;
    let links = match &links {
        Some(name) => Some(Source::open(name, Kind::Links).await.map_err(|error| unopened(name, error))?),
        None => None,
    };
    let bar = bar(register.bytes);
    let moving = bar.clone();
    let wanted = Wanted { register, links, force };
    let report =
        import(&app, &Caller::service("import register"), wanted, move |bytes| moving.set_position(bytes)).await;
    bar.finish_and_clear();
    match report {
        Ok(report) => print!("{report}"),
        Err(no) => {
            // What was wrong with which line is told all the more when nothing was applied.
            if let NotImported::File(_, report) = &no {
                eprint!("{}", OfRefused(report));
            }
            return Err(no.into());
        }
    }
    Ok(())
}

/// A bar on a terminal; nothing where nobody looks.
fn bar(bytes: u64) -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {elapsed}");
    ProgressBar::with_draw_target(Some(bytes), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message("reading the register")
}
