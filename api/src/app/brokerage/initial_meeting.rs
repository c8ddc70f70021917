//! The initial meeting of those who will work together.

use domain::brokerage::{Clock, Deployment, InitialMeeting, MeetingDraft};
use domain::{Id, Rule};
use persistence::DbError;
use persistence::brokerage::{deployment as deployments, initial_meeting as meetings};

use super::deployment::Open;
use super::{assurance, service_level};
use crate::app::{App, Caller, Outcome, Refusal};

/// Writes down an initial meeting. One that comes too late is noted as that.
pub async fn record(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    draft: &MeetingDraft,
    expected: Option<i32>,
) -> Outcome<InitialMeeting> {
    let standard = app.service_standard().await?;
    app.retrying(|| async {
        let Open { tx, it, .. } = Open::lock(app, caller, id, expected).await?;
        let recorded = meetings::is_there(&tx, id).await?;
        let (meeting, event) = InitialMeeting::record(app.ids.next(), (&it, recorded), draft, &caller.actor, tx.now())?;
        assurance::require_for_meeting(&tx, &it, draft).await?;
        service_level::note(app, &tx, Clock::of_meeting(&it, &standard).into_iter().collect(), &standard).await?;
        meetings::insert(&tx, &meeting, deployments::audience(&it)).await.map_err(raced)?;
        tx.record(event);
        tx.commit().await?;
        Ok(meeting)
    })
    .await
}

/// What the table had to hold against a word that was taken back at the same moment.
fn raced(error: DbError) -> Refusal {
    match error.constraint() {
        Some("initial_meeting_rests_on_an_assurance") => Rule::AssuranceMissing.at("mode").into(),
        _ => error.into(),
    }
}
