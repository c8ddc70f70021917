//! `lateral retention`: forgets the records whose time is over, as the workers do each hour, or says how many those are.

use domain::Word;

use crate::app::identity::retention;
use crate::app::{App, Caller};
use crate::cli::{Failure, refused};

/// Runs the command.
pub async fn run(app: &App, dry: bool) -> Result<(), Failure> {
    if !dry {
        println!("{} row(s) forgotten", retention::forget_over(app).await.map_err(refused)?);
        return Ok(());
    }
    let caller = Caller::service("lateral retention");
    for policy in retention::in_force(app).await.map_err(refused)? {
        let due = retention::due(app, &caller, &policy).await.map_err(refused)?;
        println!("{}: {due} over for more than {} days", policy.class.as_str(), policy.keep_days);
    }
    Ok(())
}
