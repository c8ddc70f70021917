//! `lateral check`: asks a live database whether everything holds that must.

use std::sync::Arc;

use persistence::check;

use crate::app::{App, Caller};
use crate::cli::Failure;

/// Prints what is broken, and fails if anything is.
pub async fn run(app: Arc<App>) -> Result<(), Failure> {
    let tx = app.begin(&Caller::service("lateral check")).await?;
    let breaches = check::breaches(&tx).await?;
    for breach in &breaches {
        println!("{} row(s) break it: {}\n  such as {}", breach.rows, breach.rule, breach.examples);
    }
    match breaches.len() {
        0 => {
            println!("every invariant holds");
            Ok(())
        }
        broken => Err(format!("{broken} invariant(s) do not hold").into()),
    }
}
