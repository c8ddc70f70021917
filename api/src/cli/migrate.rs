//! `lateral migrate`: brings a database's schema up to date, and says where it stands.

use clap::Subcommand;
use migrations::Migrator;
use persistence::schema;
use persistence::{Db, Settings};

use crate::cli::Failure;
use crate::config::Config;

/// What to do with the schema.
#[derive(Subcommand)]
pub enum Migrate {
    /// Brings the schema up to date.
    Up,
    /// Lists the migrations, and which of them the database has.
    Status,
}

/// Runs the command.
pub async fn run(config: &Config, what: Option<Migrate>) -> Result<(), Failure> {
    let owner = config.owner().ok_or("there is no database to migrate")?;
    match what.unwrap_or(Migrate::Up) {
        Migrate::Up => {
            let runtime = Some(config.database.as_str()).filter(|it| !it.is_empty() && *it != owner);
            let applied = migrations::up(owner, runtime).await?;
            println!("{applied} migration(s) applied; the schema is up to date");
            Ok(())
        }
        Migrate::Status => status(&Db::connect(&Settings::of(owner)).await?).await,
    }
}

async fn status(db: &Db) -> Result<(), Failure> {
    let applied = schema::applied(db).await?;
    for name in Migrator::names() {
        println!("{}  {name}", if applied.contains(&name) { "applied" } else { "pending" });
    }
    for name in applied.iter().filter(|name| !Migrator::names().contains(name)) {
        println!("unknown  {name}");
    }
    Ok(())
}

/// Refuses a database whose schema is not exactly the one that this program was built for.
pub async fn known(db: &Db) -> Result<(), Failure> {
    let (applied, ours) = (schema::applied(db).await?, Migrator::names());
    if let Some(name) = ours.iter().find(|name| !applied.contains(name)) {
        return Err(format!("the database lacks migration {name}: run lateral migrate").into());
    }
    if let Some(name) = applied.iter().find(|name| !ours.contains(name)) {
        return Err(
            format!("the database has migration {name}, which this program does not know: run a newer one").into()
        );
    }
    Ok(())
}
