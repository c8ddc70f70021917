//! `lateral alliance`: founds alliances, so that a new database has somebody to broker.

use clap::{Args, Subcommand};
use domain::Word;
use domain::directory::{AllianceKind, Founding, Urn};

use super::refused;
use crate::app::directory::alliance;
use crate::app::{App, Caller};
use crate::cli::Failure;

/// What to do about alliances.
#[derive(Subcommand)]
pub enum Alliance {
    /// Founds an alliance, and prints its id. The head of the school that leads it has agreed to that in writing.
    Found(Found),
}

/// Which alliance to found.
#[derive(Args)]
pub struct Found {
    /// Its name.
    #[arg(long)]
    name: String,
    /// What kind of group it is, such as teaching_school_alliance or hub.
    #[arg(long)]
    kind: String,
    /// The URN of the school that leads it, and belongs to it from the start.
    #[arg(long)]
    lead_urn: i32,
    /// How many days its schools have to answer a proposal: 1 to 60.
    #[arg(long, default_value_t = 7)]
    response_days: i32,
}

/// Runs the command.
pub async fn run(app: &App, what: Alliance) -> Result<(), Failure> {
    let Alliance::Found(Found { name, kind, lead_urn, response_days }) = what;
    let kinds = || AllianceKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    let kind = AllianceKind::read(&kind).ok_or_else(|| format!("\"{kind}\" is none of: {}", kinds()))?;
    app.refresh_directory().await?;
    let lead = Urn::new(lead_urn).and_then(|urn| app.snapshot().schools.by_urn(urn).map(|it| it.school.id));
    let lead = lead.ok_or_else(|| format!("the register has no school {lead_urn}"))?;
    let (caller, founding) = (Caller::service("lateral alliance found"), Founding { name, kind, response_days });
    let it = alliance::found(app, &caller, founding, lead).await.map_err(refused)?;
    println!("{} is founded ({})", it.name, it.id);
    Ok(())
}
