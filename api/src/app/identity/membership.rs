//! Confirming, ending and granting roles.

use domain::access::{Actor, Role};
use domain::directory::{Alliance, School};
use domain::identity::{Employment, Membership, MembershipEnd, Person, Place};
use domain::rule::{Rejected, Rule};
use domain::text::Name;
use domain::{Id, Timestamp};
use persistence::identity::{employment, membership};
use persistence::{DbError, Tx};

use super::fresh;
use crate::app::communities::{headship, parting};
use crate::app::directory::specialist::end_of_leaver;
use crate::app::identity::letter;
use crate::app::{App, Caller, Outcome, Refusal, Turn};

/// Confirms the first head of a school.
pub async fn confirm(app: &App, caller: &Caller, id: Id<Membership>, expected_version: i32) -> Outcome<Membership> {
    app.retrying(|| confirm_once(app, caller, id, expected_version)).await
}

async fn confirm_once(app: &App, caller: &Caller, id: Id<Membership>, expected_version: i32) -> Outcome<Membership> {
    let tx = app.begin_wide(caller).await?;
    let mut it = membership::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    let alliance = match it.place {
        Place::School(school) => own_alliance(&tx, &caller.actor, school).await?,
        Place::Alliance(_) | Place::National => None,
    };
    let version = it.version;
    let decided = fresh(it.confirm(&caller.actor, alliance, tx.now()), version, Some(expected_version));
    let event = decided.map_err(|no| as_seen(no, &caller.actor, &it))?;
    membership::save(&tx, &mut it).await?;
    tx.record(event);
    headship::begun(&tx, &it).await?;
    tx.commit().await?;
    app.gate.standings.forget(it.person);
    Ok(it)
}

/// Ends a role, by a neutral code, and with a person's last role at a school the post there.
pub async fn end(
    app: &App,
    caller: &Caller,
    id: Id<Membership>,
    reason: MembershipEnd,
    expected_version: i32,
) -> Outcome<Membership> {
    app.retrying(|| end_once(app, caller, id, reason, expected_version)).await
}

async fn end_once(
    app: &App,
    caller: &Caller,
    id: Id<Membership>,
    reason: MembershipEnd,
    expected_version: i32,
) -> Outcome<Membership> {
    let tx = app.begin_wide(caller).await?;
    let mut it = membership::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    let others = membership::lock_others(&tx, &it).await?;
    let version = it.version;
    let decided = fresh(it.end(&caller.actor, reason, others, tx.now()), version, Some(expected_version));
    let event = decided.map_err(|no| as_seen(no, &caller.actor, &it))?;
    tx.record(event);
    save_ended(&tx, &mut it).await?;
    parting::of(&tx, it.person).await?;
    tx.commit().await?;
    app.gate.standings.forget(it.person);
    Ok(it)
}

/// Writes a role that has ended, and ends with it what hangs on it: the listing, and the post with the last role at a school.
async fn save_ended(tx: &Tx, it: &mut Membership) -> Outcome<()> {
    membership::save(tx, it).await?;
    if let Place::School(school) = it.place {
        let leaves = !membership::works_at(tx, it.person, school).await?;
        if leaves || it.role == Role::Specialist {
            end_of_leaver(tx, it.person, school, leaves).await?;
        }
        if leaves {
            end_post(tx, it.person, school).await?;
        }
    }
    Ok(())
}

/// How many roles end in one turn because their time is over.
const MOST: i64 = 50;

/// Ends the roles whose time is over, with what hangs on them; says how many those were. Harmless to run twice: each is asked
/// again under its lock.
pub(crate) async fn end_over(app: &App) -> Outcome<usize> {
    let caller = Caller::service("roles");
    let tx = app.begin(&caller).await?;
    tx.along_indexes().await?;
    let over = membership::over(&tx, MOST).await?;
    tx.commit().await?;
    let mut turn = Turn::default();
    let caller = &caller;
    turn.each(over, |id| app.retrying(move || lapse(app, caller, id))).await;
    turn.ended()
}

async fn lapse(app: &App, caller: &Caller, id: Id<Membership>) -> Outcome<()> {
    let tx = app.begin(caller).await?;
    let mut it = membership::lock(&tx, id).await?.ok_or(Rule::NotFound)?;
    tx.record(it.lapse(tx.now())?);
    save_ended(&tx, &mut it).await?;
    parting::of(&tx, it.person).await?;
    tx.commit().await?;
    app.gate.standings.forget(it.person);
    Ok(())
}

/// Ends every role of somebody, with what hangs on them.
pub(super) async fn end_all(tx: &Tx, who: Id<Person>) -> Outcome<()> {
    for mut it in membership::lock_of(tx, who).await? {
        let others = membership::lock_others(tx, &it).await?;
        tx.record(it.end(&Actor::Service, MembershipEnd::Left, others, tx.now())?);
        save_ended(tx, &mut it).await?;
    }
    parting::of(tx, who).await
}

/// Ends the role of a specialist at the school that they left for another one, and the post there if that was their last.
pub(in crate::app) async fn leave(tx: &Tx, who: Id<Person>, school: Id<School>) -> Outcome<()> {
    if let Some(mut it) = membership::lock_role(tx, who, Role::Specialist, school).await? {
        tx.record(it.end(&Actor::Service, MembershipEnd::Left, 1, tx.now())?);
        membership::save(tx, &mut it).await?;
    }
    if !membership::works_at(tx, who, school).await? {
        end_post(tx, who, school).await?;
    }
    Ok(())
}

async fn end_post(tx: &Tx, who: Id<Person>, school: Id<School>) -> Result<(), Refusal> {
    if let Some(mut post) = employment::lock_current(tx, who, school).await? {
        let event = post.end(tx.now().day().max(post.from))?;
        employment::save(tx, &post).await?;
        tx.record(event);
    }
    Ok(())
}

/// Grants a role without an invitation, as the command line does, and with one at a school the post there.
pub(super) async fn grant(
    app: &App,
    tx: &Tx,
    caller: &Caller,
    who: Id<Person>,
    role: Role,
    at: (Place, Option<Timestamp>),
) -> Outcome<Membership> {
    let (it, event) = Membership::grant(&caller.actor, app.ids.next(), who, role, at, tx.now())?;
    if !membership::insert(tx, &it).await.map_err(unknown_place)? {
        return Err(Rule::RoleHeldAlready.into());
    }
    tx.record(event);
    headship::begun(tx, &it).await?;
    begin_post(app, tx, who, (role, at.0), None).await?;
    Ok(it)
}

/// Records the post that goes with a first role at a school. Without another name it is called as the role is.
pub(super) async fn begin_post(
    app: &App,
    tx: &Tx,
    who: Id<Person>,
    (role, place): (Role, Place),
    called: Option<Name>,
) -> Outcome<()> {
    let Place::School(school) = place else { return Ok(()) };
    if employment::lock_current(tx, who, school).await?.is_some() {
        return Ok(());
    }
    let called = called.map_or_else(|| Name::new(letter::role_name(role)), Ok)?;
    let (post, event) = Employment::begin(app.ids.next(), who, school, called, tx.now().day());
    // Somebody else may have entered it at this moment.
    if employment::insert(tx, &post).await? {
        tx.record(event);
    }
    Ok(())
}

/// A school or an alliance that is not there.
pub(super) fn unknown_place(error: DbError) -> Refusal {
    match error.constraint() {
        Some(name) if name.ends_with("_fkey") => Rule::NotFound.into(),
        _ => error.into(),
    }
}

/// The actor's alliance, if the school belongs to it.
pub(super) async fn own_alliance(tx: &Tx, by: &Actor, school: Id<School>) -> Result<Option<Id<Alliance>>, DbError> {
    let Some(alliance) = by.acting().and_then(|acting| acting.alliance) else { return Ok(None) };
    Ok(membership::belongs_now(tx, school, alliance).await?.then_some(alliance))
}

/// What somebody may not see does not exist for them.
fn as_seen(no: Rejected, by: &Actor, it: &Membership) -> Rejected {
    let organisation = it.place.school().map(Id::uuid).or_else(|| it.place.alliance().map(Id::uuid));
    let audience: Vec<_> = std::iter::once(it.person.uuid()).chain(organisation).collect();
    if no.rule == Rule::NotAllowed && !by.scope().sees(&audience) { Rule::NotFound.into() } else { no }
}
