//! Schools are asked to join an alliance, and answer by their own heads.

use domain::access::Action;
use domain::directory::{Alliance, AllianceInvitation, Retraction, School};
use domain::rule::Rule;
use domain::{Id, Timestamp};
use persistence::Tx;
use persistence::directory::{alliance, alliance_invitation as invitations};

use super::alliance::{admit, catch_up};
use crate::app::exchange::current;
use crate::app::{App, Caller, Outcome};

/// How many are ended in one turn.
const MOST: i64 = 500;

/// Asks a school to join the acting broker's alliance.
pub async fn invite(
    app: &App,
    caller: &Caller,
    school: Id<School>,
    respond_by: Option<Timestamp>,
) -> Outcome<AllianceInvitation> {
    app.retrying(|| async {
        let id = caller.actor.acting().and_then(|acting| acting.alliance).ok_or(Rule::NotAllowed)?;
        caller.actor.require(Action::InviteToJoinAlliance { alliance: id })?;
        let tx = app.begin_wide(caller).await?;
        alliance::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
        let standing = app.snapshot().schools.get(school).map(|it| it.school.status);
        let standing = standing.ok_or(Rule::NotFound.at("school"))?;
        let is_member = alliance::member(&tx, id, school).await?.since.is_some();
        let (it, event) =
            AllianceInvitation::send(&caller.actor, app.ids.next(), (id, school), is_member, respond_by, tx.now())?;
        if !standing.is_open() {
            return Err(Rule::SchoolClosed.at("school").into());
        }
        if !invitations::insert(&tx, &it).await? {
            return Err(Rule::SchoolInvitedAlready.at("school").into());
        }
        tx.record(event);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// A transaction with an invitation that the caller may see, locked after its alliance.
async fn locked(
    app: &App,
    caller: &Caller,
    id: Id<AllianceInvitation>,
    expected: Option<i32>,
) -> Outcome<(Tx, Alliance, AllianceInvitation)> {
    let tx = app.begin(caller).await?;
    let found = invitations::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    tx.widen().await?;
    let of = alliance::lock(&tx, found.alliance).await?.ok_or(Rule::NotFound)?;
    let it = invitations::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    current(it.version, expected)?;
    Ok((tx, of, it))
}

/// Accepts an invitation for the acting head's school, which joins.
pub async fn accept(
    app: &App,
    caller: &Caller,
    id: Id<AllianceInvitation>,
    expected: Option<i32>,
) -> Outcome<AllianceInvitation> {
    app.retrying(|| async {
        let (tx, mut of, mut it) = locked(app, caller, id, expected).await?;
        let accepted = it.accept(&caller.actor, tx.now())?;
        let joined = admit(app, caller, &tx, &mut of, it.school).await?;
        invitations::save(&tx, &mut it).await?;
        tx.record(accepted);
        tx.record(joined);
        tx.commit().await?;
        catch_up(app).await;
        Ok(it)
    })
    .await
}

/// Declines an invitation for the acting head's school.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<AllianceInvitation>,
    expected: Option<i32>,
) -> Outcome<AllianceInvitation> {
    app.retrying(|| async {
        let (tx, _, mut it) = locked(app, caller, id, expected).await?;
        tx.record(it.decline(&caller.actor, tx.now())?);
        invitations::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Takes an invitation of the acting broker's alliance back, by a neutral code.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<AllianceInvitation>,
    reason: Retraction,
    expected: Option<i32>,
) -> Outcome<AllianceInvitation> {
    app.retrying(|| async {
        let (tx, _, mut it) = locked(app, caller, id, expected).await?;
        tx.record(it.withdraw(&caller.actor, reason, tx.now())?);
        invitations::save(&tx, &mut it).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Ends invitations that nobody answered in time; says how many.
pub async fn lapse(app: &App) -> Outcome<usize> {
    let tx = app.begin(&Caller::service("expiry")).await?;
    tx.along_indexes().await?;
    let due = invitations::lock_due(&tx, tx.now(), MOST).await?;
    let ended = due.len();
    for mut it in due {
        tx.record(it.lapse(tx.now())?);
        invitations::save(&tx, &mut it).await?;
    }
    tx.commit().await?;
    Ok(ended)
}
