//! Referrals: a request handed to another alliance, or to all of them.

use domain::access::NATIONAL_POOL;
use domain::brokerage::{Referral, ReferralDecline};
use domain::directory::{Alliance, Retraction};
use domain::exchange::SupportRequest;
use domain::text::Remark;
use domain::{Event, Id, Rejected, Rule, Timestamp};
use persistence::brokerage::{commission as commissions, match_run, referral as referrals};
use persistence::exchange::{request as requests, workstream as streams};
use uuid::Uuid;

use super::{current, wide};
use crate::app::directory::alliance_policy;
use crate::app::exchange::workstream;
use crate::app::{App, Caller, Outcome};

/// Refers a request to another alliance, or with none named to the national pool.
pub async fn refer(
    app: &App,
    caller: &Caller,
    id: Id<SupportRequest>,
    to: Option<Id<Alliance>>,
    reason: &str,
    expected: Option<i32>,
) -> Outcome<Referral> {
    let reason = Remark::new(reason).map_err(|no| no.at("reason"))?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let seen = requests::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound.at("request"))?;
        let from = seen.brokered_by(&caller.actor).ok_or(Rule::NotAllowed)?;
        tx.widen().await?;
        let mut request = requests::lock(&tx, &wide(), id).await?.ok_or(Rule::NotFound.at("request"))?;
        let (referral, event) =
            Referral::send(app.ids.next(), id, (from, to), reason.clone(), &caller.actor, tx.now())?;
        current(request.version, expected)?;
        if !request.is_open() {
            return Err(Rule::StepNotOpen.at("request").into());
        }
        let asked = to.unwrap_or(NATIONAL_POOL);
        if request.referred.contains(&asked) || request.alliances.contains(&asked) {
            return Err(Rule::ReferralRepeated.at("alliance").into());
        }
        if let Some(to) = to
            && !referrals::is_alliance(&tx, to).await?
        {
            return Err(Rule::NotFound.at("alliance").into());
        }
        if let Some(to) = to
            && !alliance_policy::in_force(app, &tx, to, tx.now()).await?.terms.accepts_referrals
        {
            return Err(Rule::ReferralsNotAccepted.at("alliance").into());
        }
        request.refer_to(asked);
        requests::save(&tx, &mut request).await?;
        referrals::insert(&tx, &referral, audience(&referral, &request)).await?;
        tx.record_for(event, reason.as_str());
        tx.commit().await?;
        Ok(referral)
    })
    .await
}

/// Takes a request on, and puts it into one of the own work-streams if one is named.
pub async fn accept(
    app: &App,
    caller: &Caller,
    id: Id<Referral>,
    workstream: Option<&str>,
    expected: Option<i32>,
) -> Outcome<Referral> {
    answer(app, caller, id, (workstream, expected), |it, of, now| it.accept(&caller.actor, of, now)).await
}

/// Leaves a request where it was, by a neutral code.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<Referral>,
    reason: ReferralDecline,
    expected: Option<i32>,
) -> Outcome<Referral> {
    answer(app, caller, id, (None, expected), |it, _, now| it.decline(&caller.actor, reason, now)).await
}

/// Takes a referral to another alliance back, by a neutral code. The request is where it was.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<Referral>,
    reason: Retraction,
    expected: Option<i32>,
) -> Outcome<Referral> {
    answer(app, caller, id, (None, expected), |it, _, now| it.withdraw(&caller.actor, reason, now)).await
}

/// Ends a referral that was not answered in time. The request is where it was.
pub(super) async fn lapse(app: &App, caller: &Caller, id: Id<Referral>) -> Outcome<Referral> {
    answer(app, caller, id, (None, None), |it, _, now| it.lapse(now)).await
}

async fn answer(
    app: &App,
    caller: &Caller,
    id: Id<Referral>,
    (name, expected): (Option<&str>, Option<i32>),
    decide: impl Fn(&mut Referral, &SupportRequest, Timestamp) -> Result<Event, Rejected> + Sync,
) -> Outcome<Referral> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let found = referrals::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let mut request = requests::lock(&tx, &wide(), found.request).await?.ok_or(Rule::NotFound)?;
        let open = referrals::lock_open(&tx, found.request).await?;
        // One that is not open any more is as it was found; the rule says no to it.
        let mut it = open.into_iter().find(|it| it.id == id).unwrap_or(found);
        current(it.version, expected)?;
        let asked = it.to.unwrap_or(NATIONAL_POOL);
        tx.record(decide(&mut it, &request, tx.now())?);
        request.end_referral(asked);
        if let (Some(alliance), domain::brokerage::ReferralStatus::Accepted) = (it.to, it.status) {
            request.admit_alliance(alliance, tx.now());
            // Whoever takes a request on sees how far it was searched.
            match_run::admit(&tx, request.id, alliance).await?;
            commissions::admit(&tx, request.id, alliance).await?;
        }
        requests::save(&tx, &mut request).await?;
        if let Some(named) = workstream::held(&tx, it.to, name).await? {
            streams::put(&tx, request.id, &named).await?;
        }
        let readers = audience(&it, &request);
        referrals::save(&tx, &mut it, readers).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

/// Who reads a referral: who sent it, who is asked, or once it was answered who answered, and the school that asks.
pub(in crate::app) fn audience(it: &Referral, request: &SupportRequest) -> Vec<Uuid> {
    let asked = it.to.or(it.is_open().then_some(NATIONAL_POOL));
    it.from.into_iter().chain(asked).map(Id::uuid).chain([request.school.uuid()]).collect()
}
