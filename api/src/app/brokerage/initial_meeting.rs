//! The initial meeting of those who will work together.

use domain::Id;
use domain::brokerage::{Clock, Deployment, InitialMeeting, MeetingDraft};
use persistence::brokerage::{deployment as deployments, initial_meeting as meetings};

use super::deployment::Open;
use super::service_level;
use crate::app::{App, Caller, Outcome};

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
        service_level::note(app, &tx, Clock::of_meeting(&it, &standard).into_iter().collect(), &standard).await?;
        meetings::insert(&tx, &meeting, deployments::audience(&it)).await?;
        tx.record(event);
        tx.commit().await?;
        Ok(meeting)
    })
    .await
}
