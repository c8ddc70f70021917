//! What runs out by itself: offers that nobody answered in time, and mentorships whose last day is over.

use persistence::communities::{mentorship as mentorships, support_group as groups, support_place as places};

use crate::app::{App, Caller, Outcome};

/// How many of each are ended in one turn.
const MOST: i64 = 100;

/// Ends what has run out; says how much that was. Harmless to run twice: each is asked again under its lock.
pub async fn end_over(app: &App) -> Outcome<usize> {
    let caller = Caller::service("mentoring");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let due = mentorships::lock_due(&tx, MOST).await?;
    let unanswered = places::due(&tx, MOST).await?;
    let mut ended = due.len();
    for mut it in due {
        tx.record(it.run_out(tx.now())?);
        mentorships::save(&tx, &mut it).await?;
    }
    tx.commit().await?;
    for found in unanswered {
        let tx = app.begin(&caller).await?;
        let group = groups::lock(&tx, found.group).await?;
        let place = places::lock(&tx, found.id).await?;
        // Somebody, or another process, may have been faster.
        if let (Some(group), Some(mut it)) = (group, place)
            && let Ok(event) = it.lapse(tx.now())
        {
            tx.record(event);
            places::save(&tx, &mut it).await?;
            groups::save_readers(&tx, &group).await?;
            tx.commit().await?;
            ended += 1;
        }
    }
    Ok(ended)
}
