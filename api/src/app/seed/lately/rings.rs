//! Rings of schools: one waits for its answers, one was taken back and asked again, and of another all schools have consented.

use domain::Id;
use domain::brokerage::matching::RingHelp;
use domain::brokerage::{DeclineReason, ExchangeRing};
use domain::exchange::SupportRequest;

use crate::app::brokerage::ring::{self, Form, LegForm};
use crate::app::seed::cast::Cast;
use crate::app::{App, Caller, Outcome};

/// Asks them.
pub async fn ask(app: &App, cast: &mut Cast) -> Outcome<()> {
    let brokers: Vec<Caller> = cast.neighbours.iter().map(|it| it.broker.clone()).collect();
    let mut asked = 0;
    for broker in brokers {
        let found = ring::suggest(app, &broker, 3).await?.found;
        for helps in found.rings {
            let heads: Option<Vec<Caller>> = helps.iter().map(|help| cast.head(help.home)).collect();
            let Some(heads) = heads else { continue };
            let form = Form { legs: helps.iter().map(leg).collect(), respond_by: None };
            // What a rule keeps from being proposed today stays where it is.
            let Ok(proposed) = ring::propose(app, &broker, &form).await else { continue };
            let taken: Vec<Id<SupportRequest>> = helps.iter().map(|help| help.request).collect();
            cast.requests.retain(|it| !taken.contains(&it.id));
            if asked == 0 {
                consent(app, &heads, &proposed).await?;
            } else {
                ring::withdraw(app, &broker, proposed.id, DeclineReason::Timing, None).await?;
                ring::propose(app, &broker, &form).await?;
                return Ok(());
            }
            asked += 1;
        }
    }
    Ok(())
}

fn leg(it: &RingHelp) -> LegForm {
    LegForm { request: it.request, offer: it.offer, expected: None }
}

async fn consent(app: &App, heads: &[Caller], ring: &ExchangeRing) -> Outcome<()> {
    for head in heads {
        ring::consent(app, head, ring.id, None).await?;
    }
    Ok(())
}
