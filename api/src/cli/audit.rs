//! `lateral audit`: asks the audit trail whether it is what it was.

use clap::Subcommand;

use crate::app::{App, audit};
use crate::cli::{Failure, refused};

/// What to do with the audit trail.
#[derive(Subcommand)]
pub enum Audit {
    /// Follows its chain from the beginning and sums up every entry again; changes nothing.
    Verify,
}

/// Runs the command.
pub async fn run(app: &App, what: Audit) -> Result<(), Failure> {
    match what {
        Audit::Verify => verify(app).await,
    }
}

/// What is said where an entry has no link for too long.
const LATE: &str = "an entry of the audit trail has waited for its link for more than an hour: either no worker runs, or it \
                    was put in past the service, or its link was taken out";

/// Prints how far the chain goes and what waits for its place; fails if it breaks, or if something has waited for too long.
async fn verify(app: &App) -> Result<(), Failure> {
    let found = audit::verify(app).await.map_err(refused)?;
    println!("linked, and as they were: {}; the head is {}", found.whole.place, found.whole.head);
    if let Some(since) = found.since {
        println!("waiting for their link: {}, the oldest since {since}", found.waiting);
    }
    match found.broken {
        Some(broken) => Err(format!("the chain of the audit trail breaks: {broken}").into()),
        None if found.late => Err(LATE.into()),
        None => Ok(()),
    }
}
