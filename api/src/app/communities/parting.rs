//! What ends by itself when somebody leaves a school, is lent no longer or loses a designation: mentorships, the holding of
//! support groups, and practice as a coach.

use domain::Id;
use domain::identity::Person;
use persistence::Tx;
use persistence::communities::{
    coaching_practice as practices, mentorship as mentorships, parting, support_group as groups,
};

use crate::app::{App, Caller, Outcome};

/// Ends what rests on what this person has just left or lost, in the transaction in which they did. It sees every record.
pub(in crate::app) async fn of(tx: &Tx, person: Id<Person>) -> Outcome<()> {
    for mut it in practices::lock_left(tx, person).await? {
        tx.record(it.part(tx.now())?);
        practices::save(tx, &mut it).await?;
    }
    part(tx, Some(person)).await.map(drop)
}

/// Ends what rests on what was over by its time alone, as a role that was given until a day; says how much that was. Harmless
/// to run twice.
pub async fn end_over(app: &App) -> Outcome<u64> {
    let tx = app.begin_wide(&Caller::service("mentoring")).await?;
    let ended = part(&tx, None).await?;
    tx.commit().await?;
    Ok(ended)
}

async fn part(tx: &Tx, of: Option<Id<Person>>) -> Outcome<u64> {
    let mut ended = 0;
    for found in parting::parted(tx, of).await? {
        let Some(mut it) = mentorships::lock(tx, found.id.0).await? else { continue };
        // Somebody, or another process, may have been faster.
        let Ok((event, wanted)) = it.part(found.parting.0, tx.now()) else { continue };
        tx.record(event);
        if let Some(wanted) = wanted {
            tx.record(wanted);
        }
        mentorships::save(tx, &mut it).await?;
        ended += 1;
    }
    for found in parting::missed(tx, of).await? {
        let Some(mut it) = groups::lock(tx, found.id.0).await? else { continue };
        let Ok(event) = it.miss(found.side.0, found.why.0, tx.now()) else { continue };
        tx.record(event);
        groups::save(tx, &mut it).await?;
        ended += 1;
    }
    Ok(ended)
}
