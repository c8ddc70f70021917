//! The command line: `lateral serve | work | migrate | check | audit | import | seed | alliance | user | keys | retention |
//! plan | rings | generate | schema`.

mod alliance;
mod audit;
mod check;
mod generate;
pub(crate) mod import;
mod keys;
pub(crate) mod migrate;
mod plan;
mod retention;
mod rings;
mod search;
mod seed;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::{App, Clock, Refusal};
use crate::config::{Config, Needs};
use crate::{graphql, http, telemetry, worker};

/// The school-to-school support exchange.
#[derive(Parser)]
#[command(name = "lateral", version)]
struct Lateral {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the API, with the workers in the same process.
    Serve,
    /// Runs the workers alone.
    Work,
    /// Brings the database's schema up to date, or says where it stands.
    Migrate {
        /// What to do; without it, to bring the schema up to date.
        #[command(subcommand)]
        what: Option<migrate::Migrate>,
    },
    /// Asks the database whether every invariant holds, and changes nothing.
    Check,
    /// Asks the audit trail whether it is what it was.
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        what: audit::Audit,
    },
    /// Imports what others publish.
    Import {
        /// What to import.
        #[command(subcommand)]
        what: import::Import,
    },
    /// Fills a database with a demonstration world over the real schools, for trying things out.
    Seed(seed::Seed),
    /// Founds alliances.
    Alliance {
        /// What to do about alliances.
        #[command(subcommand)]
        what: alliance::Alliance,
    },
    /// Lets people in when nobody else can.
    User {
        /// What to do about people.
        #[command(subcommand)]
        what: user::User,
    },
    /// Looks after the keys that sign access tokens.
    Keys {
        /// What to do with the keys.
        #[command(subcommand)]
        what: keys::Keys,
    },
    /// Forgets the records whose time is over, or says how many those are.
    Retention {
        /// Forgets nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Plans a market that a folder holds, with the proof that no plan is worth more; or checks a plan of it.
    Plan(plan::Planning),
    /// Puts the schools of such a market together that could help each other, in pairs and rings, and says how good that is.
    Rings(rings::Exchange),
    /// Makes a market over the real schools, from a seed, and writes it into a folder.
    Generate(generate::Generate),
    /// Prints the public contract.
    Schema,
}

impl Command {
    /// What it cannot do without.
    const fn needs(&self) -> Needs {
        match self {
            Self::Schema | Self::Keys { .. } | Self::Plan(_) | Self::Rings(_) | Self::Generate(_) => Needs::Nothing,
            Self::Migrate { .. } => Needs::Owner,
            _ => Needs::Database,
        }
    }
}

/// Why a command ended badly, in a sentence for the person at the terminal.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Why a use case said no to a command, or failed.
pub(crate) fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.to_string().into(),
        Refusal::Rejected(refusals) => {
            let said = refusals.into_vec().iter().map(|no| no.message().to_owned()).collect::<Vec<_>>();
            said.join(" ").into()
        }
    }
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let command = Lateral::parse().command;
    if matches!(command, Command::Schema) {
        print!("{}", graphql::sdl());
        return ExitCode::SUCCESS;
    }
    // The server's threads each wait for their own sockets: under a runtime that they shared, another thread would wait for
    // them and wake them at every byte.
    match actix_web::rt::System::new().block_on(carry_out(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("lateral: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(command: Command) -> Result<(), Failure> {
    let config = Config::from_environment(command.needs())?;
    telemetry::start(&config.log);
    match command {
        Command::Schema => Ok(()),
        Command::Migrate { what } => migrate::run(&config, what).await,
        Command::Alliance { what } => alliance::run(&*ready(config).await?, what).await,
        Command::User { what } => user::run(ready(config).await?, what).await,
        Command::Keys { what } => keys::run(&config, what),
        Command::Plan(what) => plan::run(&what),
        Command::Rings(what) => rings::run(&what),
        Command::Generate(what) => generate::run(what).await,
        Command::Retention { dry_run } => retention::run(&*ready(config).await?, dry_run).await,
        Command::Check => check::run(ready(config).await?).await,
        Command::Audit { what } => audit::run(&*ready(config).await?, what).await,
        Command::Import { what } => Box::pin(import::run(ready(config).await?, what)).await,
        Command::Serve => {
            let app = ready(config).await?;
            app.refresh_directory().await?;
            let (workers, warm) = (worker::start(app.clone()), worker::market::keep_warm(app.clone()));
            http::serve(app).await?;
            warm.abort();
            workers.stop().await;
            Ok(())
        }
        Command::Seed(how) => {
            let app = ready(config.clone()).await?;
            Box::pin(seed::run(config, &app, &how)).await
        }
        Command::Work => {
            let workers = worker::start(ready(config).await?);
            told_to_stop().await?;
            workers.stop().await;
            Ok(())
        }
    }
}

/// Waits for Ctrl-C, or for whoever runs the service to end it.
async fn told_to_stop() -> std::io::Result<()> {
    let mut end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = end.recv() => Ok(()),
    }
}

/// Starts the service on a database that it knows, with a role that row-level security binds (SETTLED 22).
async fn ready(config: Config) -> Result<std::sync::Arc<App>, Failure> {
    let app = App::start(config, Clock::Real).await?;
    if let Some(why) = persistence::schema::unsafe_role(app.db()).await? {
        return Err(format!("{why}; serve and work need one that does not: run lateral migrate to make it").into());
    }
    migrate::known(app.db()).await?;
    match app.unfit().await? {
        Some(why) => Err(why.into()),
        None => Ok(app),
    }
}
