//! What happens on the day on which a world is made: by the use cases themselves, so that everybody is told of it. Only some
//! alliances take part, however large the world is.

mod communities;
mod money;
mod people;
mod requests;
mod rings;
mod rounds;
mod scenarios;
mod silence;
mod work;

use super::cast::Cast;
use crate::app::{App, Outcome};

/// Tells it all.
pub async fn tell(app: &App, cast: Option<Cast>) -> Outcome<()> {
    let Some(mut cast) = cast else { return Ok(()) };
    requests::audit(app, &mut cast).await?;
    requests::refer(app, &mut cast).await?;
    requests::commission(app, &mut cast).await?;
    work::follow_template(app, &mut cast).await?;
    work::consent(app, &mut cast).await?;
    work::write_anew(app, &mut cast).await?;
    work::take_back(app, &cast).await?;
    work::spread_thin(app, &mut cast).await?;
    work::go_elsewhere(app, &mut cast).await?;
    work::rest(app, &cast).await?;
    work::arise(app, &mut cast).await?;
    work::keep_own_days(app, &cast).await?;
    money::pool(app, &cast).await?;
    money::close_a_pool(app, &cast).await?;
    money::grant(app, &cast).await?;
    money::fund_days(app, &cast).await?;
    communities::mentor(app, &cast).await?;
    communities::support(app, &cast).await?;
    communities::coach(app, &cast).await?;
    communities::invite(app, &cast).await?;
    communities::part(app, &cast).await?;
    people::invite(app, &cast).await?;
    people::tell_what_is_kept(app, &cast).await?;
    people::forget(app, &cast).await?;
    people::suspend(app, &cast).await?;
    scenarios::ask(app, &cast).await?;
    Box::pin(rings::ask(app, &mut cast)).await?;
    Box::pin(rounds::run(app, &mut cast)).await?;
    silence::pass(app, &cast).await
}
