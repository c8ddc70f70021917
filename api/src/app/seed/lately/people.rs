//! People who come and go: invited, suspended, told what is kept about them, and forgotten.

use domain::access::Role;
use domain::identity::{
    DataExport, Erasure, ErasureWithdrawal, InvitationDraft, InvitationRevocation, Person, PersonStatus, Place,
    SuspensionReason, Ties,
};
use domain::text::{Email, Name, Remark};
use domain::{Id, Rejected, Rule, Timestamp};
use persistence::identity::{data_export as exports, erasure as erasures};

use crate::app::identity::{self, data_export, erasure};
use crate::app::seed::DOMAIN;
use crate::app::seed::cast::Cast;
use crate::app::{App, Caller, Outcome};

/// So many days ago somebody asked what is kept about them, or to be forgotten.
const DAYS: i64 = 40;
/// For so many days an answer could be fetched.
const FETCHED_DAYS: u32 = 7;

/// A school's head invites two people to its office: one has not answered yet, and one is invited no more.
pub async fn invite(app: &App, cast: &Cast) -> Outcome<()> {
    let Some((school, head)) = cast.offices.as_ref().map(|it| &it.school) else { return Ok(()) };
    let draft = |mailbox: &str, name: &str| {
        Ok::<_, Rejected>(InvitationDraft {
            email: Email::new(&format!("{mailbox}@{DOMAIN}"))?,
            name: Name::new(name)?,
            role: Role::Coordinator,
            place: Place::School(*school),
            post: None,
            until: None,
        })
    };
    identity::invite(app, head, draft("asked", "Perpetua Larkspur")?).await?;
    let it = identity::invite(app, head, draft("asked.by.mistake", "Peregrine Larkspur")?).await?;
    identity::revoke(app, head, it.id, InvitationRevocation::WrongAddress, it.version).await.map(drop)
}

/// Somebody asked long ago what is kept about them, somebody may fetch the answer, and somebody has just asked.
pub async fn tell_what_is_kept(app: &App, cast: &Cast) -> Outcome<()> {
    let Some([long_ago, fetches, asks, ..]) = cast.offices.as_ref().map(|it| &it.managers) else { return Ok(()) };
    let now = app.clock.now();
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    let (mut it, _) = DataExport::ask(&long_ago.actor, app.ids.next(), own(long_ago)?, None, before(now))?;
    exports::insert(&tx, &it).await?;
    it.prepare(FETCHED_DAYS, before(now)).map(drop)?;
    it.expire(now).map(drop)?;
    exports::save(&tx, &mut it, None).await?;
    tx.commit().await?;
    data_export::ask(app, fetches, own(fetches)?, None).await?;
    data_export::prepare_due(app).await?;
    data_export::ask(app, asks, own(asks)?, None).await.map(drop)
}

/// Somebody is to be forgotten, somebody has thought better of it, and somebody is forgotten.
pub async fn forget(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(offices) = &cast.offices else { return Ok(()) };
    let [waits, stays, _, leaves, _] = &offices.managers;
    erasure::ask(app, waits, own(waits)?, None).await?;
    let it = erasure::ask(app, stays, own(stays)?, None).await?;
    erasure::withdraw(app, stays, it.id, ErasureWithdrawal::Stays, None).await?;
    let asked = before(app.clock.now());
    let (it, _) = Erasure::ask(&leaves.actor, app.ids.next(), own(leaves)?, None, &Ties::default(), asked)?;
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    erasures::insert(&tx, &it).await?;
    tx.commit().await?;
    let reason = Remark::new("Has left the school, and was asked once more.").map_err(|no| no.at("reason"))?;
    erasure::carry_out(app, &offices.operator, it.id, &reason, None).await.map(drop)
}

/// Somebody may not sign in just now.
pub async fn suspend(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(offices) = &cast.offices else { return Ok(()) };
    let [.., suspended] = &offices.managers;
    let to = (PersonStatus::Suspended, SuspensionReason::Safety);
    identity::set_standing(app, &offices.operator, own(suspended)?, to, None).await.map(drop)
}

fn own(caller: &Caller) -> Result<Id<Person>, Rule> {
    caller.actor.person().ok_or(Rule::NotAllowed)
}

fn before(now: Timestamp) -> Timestamp {
    Timestamp::new(now.utc() - chrono::TimeDelta::days(DAYS))
}
