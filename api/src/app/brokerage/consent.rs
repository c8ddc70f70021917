//! Consents beside the signatures: who is asked, and what an agreement and the first day of work ask of them.

use domain::brokerage::{Consent, Deployment, Side, Waits, consents_asked};
use domain::directory::ConsentKind;
use domain::text::Remark;
use domain::{Event, Id, Rejected, Timestamp};
use persistence::Tx;
use persistence::brokerage::{consent as consents, deployment as deployments};

use super::deployment::Open;
use crate::app::directory::alliance_policy;
use crate::app::{App, Caller, Outcome};

/// Consents for the school of whoever acts.
pub async fn give(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    kind: ConsentKind,
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let say =
        |to: &Deployment, said: &[Consent], now| Consent::give(app.ids.next(), to, kind, said, &caller.actor, now);
    said(app, caller, id, expected, None, say).await
}

/// Withholds a consent, or takes back one that was given.
pub async fn withhold(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    (kind, reason): (ConsentKind, &str),
    expected: Option<i32>,
) -> Outcome<Deployment> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    let say = |from: &Deployment, said: &[Consent], now| {
        Consent::withhold(app.ids.next(), from, (kind, reason.clone()), said, &caller.actor, now)
    };
    said(app, caller, id, expected, Some(reason.as_str()), say).await
}

async fn said(
    app: &App,
    caller: &Caller,
    id: Id<Deployment>,
    expected: Option<i32>,
    reason: Option<&str>,
    say: impl Fn(&Deployment, &[Consent], Timestamp) -> Result<(Consent, Event), Rejected> + Sync,
) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, expected).await?;
        let before = consents::of_deployment(&tx, id).await?;
        let (consent, event) = say(&it, &before, tx.now())?;
        // The specialist does not read what governors and trusts say.
        let parties = vec![it.home.uuid(), it.host.uuid(), it.alliance.uuid()];
        consents::put(&tx, &consent, parties).await?;
        deployments::save(&tx, &mut it).await?;
        tx.record_for(event, reason);
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Refuses to go on without the consents that the brokering alliance asks for.
pub(super) async fn require(app: &App, tx: &Tx, it: &Deployment) -> Outcome<()> {
    let asked = asked(app, tx, it).await?;
    if asked.is_empty() {
        return Ok(());
    }
    Consent::require_all(&asked, &consents::of_deployment(tx, it.id).await?)?;
    Ok(())
}

/// Ends what was consented to of something else than what stands; before it is saved, for the table refuses it else.
pub(super) async fn end_of_change(tx: &Tx, before: &Deployment, it: &Deployment) -> Outcome<()> {
    for mut consent in consents::of_deployment(tx, it.id).await? {
        if let Some(event) = consent.end_of_change(before, it) {
            consents::save(tx, &consent).await?;
            tx.record(event);
        }
    }
    Ok(())
}

/// The consents that the brokering alliance asks for: by the policy of the day on which it was agreed, else by today's.
async fn asked(app: &App, tx: &Tx, it: &Deployment) -> Outcome<Vec<(Side, ConsentKind)>> {
    let day = it.agreed_at.unwrap_or(tx.now());
    let policy = alliance_policy::in_force(app, tx, it.alliance, day).await?;
    Ok(consents_asked(&policy.terms, it.terms.as_ref(), |side| has_trust(app, it, side)))
}

/// Whose word a deployment waits for beside the two signatures.
pub(super) async fn waits(app: &App, tx: &Tx, it: &Deployment) -> Outcome<Waits> {
    let asked = asked(app, tx, it).await?;
    let said = if asked.is_empty() { Vec::new() } else { consents::of_deployment(tx, it.id).await? };
    Ok(Waits::of(it, asked, &said))
}

/// Asks everybody whose word a deployment waits for by now and did not before.
pub(super) async fn ask(app: &App, tx: &Tx, before: &Waits, it: &Deployment) -> Outcome<()> {
    waits(app, tx, it).await?.ask(it, before).into_iter().for_each(|event| tx.record(event));
    Ok(())
}

/// Whether the school of a side belongs to a trust, by the national register.
pub fn has_trust(app: &App, it: &Deployment, side: Side) -> bool {
    let school = match side {
        Side::Home => it.home,
        Side::Host => it.host,
    };
    app.snapshot().schools.get(school).is_some_and(|it| it.school.trust.is_some())
}
