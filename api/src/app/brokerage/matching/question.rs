//! A request as matching reads it: what the school asked for, and what is known of the school.

use domain::brokerage::matching::{Home, Question, Wishes, WordSet, isolation};
use domain::directory::SizeBand;
use domain::exchange::SupportRequest;
use persistence::brokerage::candidates::{self, Asker};

use super::Held;
use crate::app::{App, Fault, Outcome};

/// What matching must know of a request beside the market. Whoever may see candidates is not told the whole of it.
#[derive(Clone)]
pub(in crate::app::brokerage) struct Known(Asker);

/// Brings the market up to date, and reads what is known of the school that asks.
pub(in crate::app::brokerage) async fn known(app: &App, request: &SupportRequest) -> Outcome<Known> {
    app.board.refresh(app).await?;
    Ok(Known(candidates::asker(app.db(), request.school, app.clock.now().day()).await?))
}

/// The same for somebody who only looks, and is told if the market is just being read anew.
pub(super) async fn looked(app: &App, request: &SupportRequest) -> Outcome<Known> {
    app.board.look(app).await?;
    Ok(Known(candidates::asker(app.db(), request.school, app.clock.now().day()).await?))
}

impl Known {
    /// The request as matching reads it, against the market that is held.
    pub(super) fn question(self, app: &App, held: &Held, request: &SupportRequest) -> Result<Question, Fault> {
        let (today, draft, directory) = (app.clock.now().day(), &request.draft, &held.directory);
        let Self(asker) = self;
        let listed = directory.schools.get(request.school);
        let listed =
            listed.ok_or_else(|| Fault::Unavailable("the asking school is not in the directory yet".into()))?;
        let alliances: Vec<_> = directory.alliances.of_school(request.school).map(|alliance| alliance.id).collect();
        let mut neighbours: Vec<_> = alliances
            .iter()
            .flat_map(|alliance| directory.alliances.neighbours(*alliance))
            .map(|alliance| alliance.id)
            .collect();
        let home = Home::of(&listed.school, alliances);
        let small = home.context.size == Some(SizeBand::VerySmall);
        neighbours.sort_unstable();
        neighbours.dedup();
        Ok(Question {
            request: request.id,
            kind: Some(draft.kind),
            today,
            neighbours,
            expertise: draft.expertise.clone(),
            key_stages: WordSet::of(draft.key_stages.iter().copied()),
            posts: WordSet::of(draft.for_posts.iter().copied()),
            modes: WordSet::of(draft.modes.iter().copied()),
            half_days: draft.half_days,
            window: held.calendars.of(request.school, listed.school.authority).open(draft.window, today),
            urgency: draft.urgency,
            travel_wish: draft.max_travel_minutes,
            credit: asker.credit(small),
            isolation: isolation(&home, !asker.past.is_empty(), held.remoteness(&home)),
            past: asker.past,
            interests: asker.interests,
            wishes: Wishes {
                exclude_neighbours: draft.exclude_neighbours,
                allow_same_trust: draft.allow_same_trust,
                one_off: draft.one_off,
                designation: draft.designation,
            },
            asker: home,
        })
    }
}
