//! Who brokers a request: what changes when its school joins or leaves an alliance, and who is asked where nobody does.

use domain::access::NATIONAL_POOL;
use domain::brokerage::Referral;
use domain::directory::{Alliance, School};
use domain::exchange::{FOLLOWS_SCHOOL, SupportRequest};
use domain::{Event, Id};
use persistence::Tx;
use persistence::brokerage::{commission as commissions, match_run, referral as referrals};
use persistence::exchange::{request as requests, workstream as streams};

use super::commission;
use super::referral::audience;
use crate::app::{App, Outcome};

/// Lets an alliance broker the waiting requests of a school that has joined it. What waited for it, or for any alliance for
/// want of one, waits no longer. The transaction sees every record.
pub(in crate::app) async fn joined(tx: &Tx, school: Id<School>, alliance: Id<Alliance>) -> Outcome<()> {
    for mut request in requests::lock_of_school(tx, school, &FOLLOWS_SCHOOL).await? {
        request.admit_alliance(alliance, tx.now());
        match_run::admit(tx, request.id, alliance).await?;
        commissions::admit(tx, request.id, alliance).await?;
        end(tx, &mut request, |it| it.from.is_none() || it.to == Some(alliance)).await?;
        requests::save(tx, &mut request).await?;
    }
    Ok(())
}

/// Ends an alliance's part in the waiting requests of a school that has left it, and its referrals of them. The transaction
/// sees every record.
pub(in crate::app) async fn left(app: &App, tx: &Tx, school: Id<School>, alliance: Id<Alliance>) -> Outcome<()> {
    for mut request in requests::lock_of_school(tx, school, &FOLLOWS_SCHOOL).await? {
        if request.alliances.contains(&alliance) {
            end(tx, &mut request, |it| it.from == Some(alliance)).await?;
            request.leave_alliance(alliance);
            match_run::dismiss(tx, request.id, alliance).await?;
            commissions::dismiss(tx, request.id, alliance).await?;
            streams::dismiss(tx, request.id, alliance).await?;
            if let Some(it) = seek(app, tx, &request).await? {
                tx.record(Event::RequestPooled { request: request.id, referral: it.id });
            }
            requests::save(tx, &mut request).await?;
        }
    }
    Ok(())
}

/// Asks every alliance to take on a request that none brokers, if none is asked yet: nobody could answer it otherwise
/// (DOMAIN A2, A3). Gives the referral, if it is a new one.
pub(in crate::app) async fn seek(app: &App, tx: &Tx, request: &SupportRequest) -> Outcome<Option<Referral>> {
    if request.seeks_broker() && !referrals::lock_open(tx, request.id).await?.iter().any(|it| it.to.is_none()) {
        let it = Referral::unsent(app.ids.next(), request.id, tx.now());
        referrals::insert(tx, &it, audience(&it, request)).await?;
        return Ok(Some(it));
    }
    Ok(None)
}

/// Ends what nobody has answered of a request's referrals, and the joint commission that no support was agreed for: the request
/// has come to an end. The transaction sees every record.
pub(in crate::app) async fn end_all(tx: &Tx, request: &mut SupportRequest) -> Outcome<()> {
    commission::fall(tx, request.id).await?;
    end(tx, request, |_| true).await
}

async fn end(tx: &Tx, request: &mut SupportRequest, which: impl Fn(&Referral) -> bool) -> Outcome<()> {
    for mut it in referrals::lock_open(tx, request.id).await?.into_iter().filter(which) {
        tx.record(it.end(tx.now())?);
        request.end_referral(it.to.unwrap_or(NATIONAL_POOL));
        let readers = audience(&it, request);
        referrals::save(tx, &mut it, readers).await?;
    }
    Ok(())
}
