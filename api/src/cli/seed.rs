//! `lateral seed`: fills a database that holds the register with a demonstration world, and says how to sign in.

use std::time::Duration;

use clap::{Args, ValueEnum};
use domain::identity::Password;
use domain::text::Email;
use persistence::{Db, Settings};

use crate::app::seed::{self, Scale, Seeded};
use crate::app::{App, Refusal};
use crate::cli::Failure;
use crate::config::{Config, Mode};
use crate::identity::hash::{Cost, Hasher};

/// How large the world shall be.
#[derive(Args)]
pub struct Seed {
    /// How many schools take part; everything else grows with them.
    #[arg(long, conflicts_with = "scale")]
    schools: Option<usize>,
    /// A size with a name.
    #[arg(long, value_enum)]
    scale: Option<Named>,
}

/// Sizes with a name.
#[derive(Clone, Copy, ValueEnum)]
enum Named {
    /// For trying things out: 4,000 schools take part.
    Usual,
    /// What the benchmark measures: every school, 10,000 specialists, 30,000 offers, 20,000 requests, 40,000 deployments.
    Benchmark,
}

/// Runs the command.
pub async fn run(config: Config, app: &App, how: &Seed) -> Result<(), Failure> {
    if config.mode == Mode::Production {
        return Err("a demonstration's passwords are public; in production there is none".into());
    }
    let scale = match (how.schools, how.scale) {
        (Some(schools), _) => Scale::of_schools(schools),
        (None, Some(Named::Benchmark)) => Scale::BENCHMARK,
        (None, _) => Scale::default(),
    };
    match seed::seed(app, scale, &hash().await?).await.map_err(told)? {
        Seeded::Made(size) => {
            if let Some(owner) = &config.owner_database {
                let patient = Settings { statement: Duration::from_secs(300), ..Settings::of(owner) };
                persistence::seed::analyse(&Db::connect(&patient).await?).await?;
            }
            eprintln!(
                "A demonstration world: {} schools take part, with {} specialists, {} offers, {} requests, {} deployments.",
                size.schools, size.specialists, size.offers, size.requests, size.deployments
            );
        }
        Seeded::Before => eprintln!("The demonstration world is there already."),
        Seeded::BrokenOff => {
            return Err(
                "a demonstration world is here whose making broke off: make it anew in an empty database".into()
            );
        }
        Seeded::Inhabited => {
            return Err("people are in this database already; a demonstration has one of its own".into());
        }
        Seeded::NoRegister => return Err("there are too few schools: run lateral import register first".into()),
    }
    for line in seed::personas() {
        println!("{line}");
    }
    Ok(())
}

/// One hash for everybody: a demonstration has thousands of people and one password.
async fn hash() -> Result<String, Failure> {
    let anybody = Email::new("anybody@lateral.example").map_err(|no| no.message().to_owned())?;
    let password = Password::new(seed::PASSWORD, &anybody).map_err(|no| no.message().to_owned())?;
    let hasher = Hasher::new(Cost::USUAL).map_err(|fault| format!("hashing passwords: {fault:?}"))?;
    Ok(hasher.hash(password).await.map_err(|fault| format!("hashing the password: {fault:?}"))?)
}

fn told(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Rejected(rules) => format!("the world breaks a rule of the service: {rules:?}").into(),
        Refusal::Fault(fault) => fault.to_string().into(),
    }
}
