//! A ring is proposed: each leg passes the rules again, in the transaction in which its time is held.

use std::collections::BTreeSet;

use domain::access::Action;
use domain::brokerage::matching::{Asked, Part, parts};
use domain::brokerage::{Clock, ExchangeRing, RingLeg, RingProposing};
use domain::directory::Alliance;
use domain::exchange::{CalendarOwner, Disclosure, Offer, OfferShare, OfferStatus, RequestStatus, SupportRequest};
use domain::rule::Faults;
use domain::{Event, HalfTerm, Id, Rejected, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{
    audit_visit as audit_visits, interest, ring as rings, ring_hold as holds, ring_leg as legs, round_hold, round_line,
};
use persistence::exchange::{calendar, capacity, offer as offers, request as requests};

use crate::app::brokerage::agreement::known_interests;
use crate::app::brokerage::matching::{Known, Made, admit, known};
use crate::app::brokerage::proposal::is_of_own_group;
use crate::app::brokerage::{current, service_level, wide};
use crate::app::directory::alliance_policy;
use crate::app::exchange::standing;
use crate::app::{App, Caller, Fault, Outcome, Refusal};

/// What a broker fills in.
#[derive(Clone, Debug)]
pub struct Form {
    /// What each school would give, in any order.
    pub legs: Vec<LegForm>,
    /// Until when to answer; by the alliance's own rule if nothing is said.
    pub respond_by: Option<Timestamp>,
}

/// What one school would give.
#[derive(Clone, Copy, Debug)]
pub struct LegForm {
    /// The request that it meets.
    pub request: Id<SupportRequest>,
    /// The offer with which it does.
    pub offer: Id<Offer>,
    /// The version of the request that the broker has read.
    pub expected: Option<i32>,
}

/// A leg as it was judged, before anything is locked.
struct Judged {
    /// Its place in what was filled in.
    number: usize,
    form: LegForm,
    request: SupportRequest,
    /// The version of the offer.
    offer: i32,
    parts: Vec<Part>,
    run: Made,
}

/// Proposes a ring to all of its schools at once, and holds the time of each.
pub async fn propose(app: &App, caller: &Caller, form: &Form) -> Outcome<ExchangeRing> {
    app.retrying(|| propose_once(app, caller, form)).await
}

async fn propose_once(app: &App, caller: &Caller, form: &Form) -> Outcome<ExchangeRing> {
    let alliance = caller.actor.acting().and_then(|acting| acting.alliance).ok_or(Rule::NotAllowed)?;
    caller.actor.require(Action::ProposeSupport { alliance })?;
    let mut judged = judge(app, caller, (alliance, form)).await?;
    let standard = app.service_standard().await?;

    let tx = app.begin_wide(caller).await?;
    // In the order of the house.
    judged.sort_unstable_by_key(|it| it.form.request);
    let policy = alliance_policy::in_force(app, &tx, alliance, tx.now()).await?;
    let refused = legs::refused(&tx, judged.iter().map(|it| it.form.request).collect()).await?;
    let mut locked = Vec::with_capacity(judged.len());
    for it in &judged {
        let (request, offer) = of_leg(it.number, lock(app, &tx, it).await)?;
        if refused.contains(&(offer.school, request.id)) {
            return Err(field(it.number, Rule::RingLegRefused.at("offer")).into());
        }
        let of_own_group = is_of_own_group(app, &request, alliance, offer.school);
        if policy.keeps_back(it.request.stage, of_own_group) {
            return Err(field(it.number, Rule::OwnMembersFirst.at("offer")).into());
        }
        let audit = audit_visits::lock_of(&tx, request.id).await?;
        let late = Clock::of_candidate(&request, audit.as_ref(), &standard);
        locked.push((request, offer, late));
    }
    let id = app.ids.next::<ExchangeRing>();
    let mut proposed = Vec::with_capacity(judged.len());
    let (mut late, mut events, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for (it, (mut request, offer, clocks)) in judged.into_iter().zip(locked) {
        let run = of_leg(it.number, it.run.keep(&tx, &it.request, &mut request).await)?.id;
        events.push(request.propose_to(offer.school).map_err(|no| field(it.number, no.at("request")))?);
        late.extend(clocks);
        proposed.push((it.number, leg(id, &request, &offer, (Some(run), it.parts))));
        changed.push((request, offer));
    }
    // As they were filled in.
    proposed.sort_unstable_by_key(|(number, _)| *number);
    let broker = caller.actor.person().ok_or(Rule::NotAllowed)?;
    let proposed: Vec<RingLeg> = proposed.into_iter().map(|(_, leg)| leg).collect();
    let schools = proposed.iter().flat_map(|leg| [leg.home, leg.host]).collect();
    let proposing = RingProposing {
        id,
        alliance,
        legs: proposed,
        own_school: interest::has_post(&tx, broker, schools).await?,
        respond_by: form.respond_by.unwrap_or(tx.now().plus_days(policy.terms.response_days.unsigned_abs())),
    };
    let (ring, ring_legs, sent) = ExchangeRing::propose(proposing, &caller.actor, tx.now())?;
    rings::insert(&tx, &ring, &ring_legs).await?;
    legs::insert(&tx, alliance, &ring_legs).await?;
    for (request, _) in &mut changed {
        requests::save(&tx, request).await?;
    }
    hold(&tx, &ring_legs, &changed).await?;
    tx.record(sent);
    events.into_iter().for_each(|event: Event| tx.record(event));
    service_level::note(app, &tx, late, &standard).await?;
    tx.commit().await?;
    Ok(ring)
}

/// Judges what was filled in, by what the broker may see and by the market in memory.
async fn judge(app: &App, caller: &Caller, (alliance, form): (Id<Alliance>, &Form)) -> Outcome<Vec<Judged>> {
    let named: BTreeSet<_> = form.legs.iter().map(|leg| leg.request).collect();
    if !(2..=4).contains(&form.legs.len()) || named.len() < form.legs.len() {
        return Err(Rule::RingNotClosed.at("legs").into());
    }
    let tx = app.begin(caller).await?;
    let mut seen = Vec::with_capacity(form.legs.len());
    for (number, leg) in form.legs.iter().enumerate() {
        let request = requests::find(&tx, &caller.scope(), leg.request).await?;
        let request = request.ok_or_else(|| field(number, Rule::NotFound.at("request")))?;
        let offer = offers::hold(&tx, &caller.scope(), leg.offer).await?;
        let offer = offer.ok_or_else(|| field(number, Rule::NotFound.at("offer")))?;
        seen.push((number, *leg, request, offer.version));
    }
    drop(tx);
    let mut judged = Vec::with_capacity(seen.len());
    for (number, form, request, offer) in seen {
        if request.brokered_by(&caller.actor) != Some(alliance) {
            return Err(Rule::NotAllowed.into());
        }
        let known = known(app, &request).await?;
        of_leg(number, admit(app, &request, known.clone(), form.offer))?;
        let parts = points(app, &request, known.clone(), form.offer)?;
        let run = Made::again(app, &request, known).await?;
        judged.push(Judged { number, form, request, offer, parts, run });
    }
    Ok(judged)
}

/// The parts of the points of a pair, by the market in memory; none where the offer is not on it.
fn points(app: &App, request: &SupportRequest, known: Known, offer: Id<Offer>) -> Outcome<Vec<Part>> {
    let found = app.board.with(|held| {
        let question = known.question(app, held, request)?;
        let asked = Asked::new(held.policy(app.clock.now())?, held.market.terms(), &question);
        Ok(held.market.find(offer).map(|giver| parts(&asked.beside(giver)).collect()))
    })?;
    Ok(found.unwrap_or_default())
}

/// Locks the request of a leg with its offer, if both are still as they were judged and free.
async fn lock(app: &App, tx: &Tx, it: &Judged) -> Outcome<(SupportRequest, Offer)> {
    let request = requests::lock(tx, &wide(), it.form.request).await?.ok_or(Rule::NotFound.at("request"))?;
    current(request.version, it.form.expected)?;
    let offer = offers::hold(tx, &wide(), it.form.offer).await?.filter(|offer| offer.status == OfferStatus::Published);
    let offer = offer.ok_or(Rule::NotFound.at("offer"))?;
    if legs::is_in_ring(tx, request.id).await? {
        return Err(Rule::RequestInRing.at("request").into());
    }
    if offer.version != it.offer || request.version != it.request.version {
        return Err(Fault::Clash.into());
    }
    if round_line::lock_of_request(tx, request.id).await?.is_some() {
        return Err(Rule::RequestInRound.at("request").into());
    }
    if !matches!(request.status, RequestStatus::Triaged | RequestStatus::Matching) {
        return Err(Rule::StepNotOpen.at("request").into());
    }
    if !standing::of(app, offer.school)?.1.is_open() {
        return Err(Rule::SchoolNotOpen.at("offer").into());
    }
    if offer.terms.kind != request.draft.kind {
        return Err(Rule::KindDiffers.at("offer").into());
    }
    if !request.draft.allow_same_trust && !known_interests(app, offer.school, request.school).is_empty() {
        return Err(Rule::SameTrust.at("offer").into());
    }
    Ok((request, offer))
}

fn leg(
    ring: Id<ExchangeRing>,
    request: &SupportRequest,
    offer: &Offer,
    (run, parts): (Option<Id<domain::brokerage::MatchRun>>, Vec<Part>),
) -> RingLeg {
    RingLeg {
        ring,
        place: 0,
        request: request.id,
        offer: offer.id,
        home: offer.school,
        host: request.school,
        specialist: offer.terms.specialist,
        run,
        kind: request.draft.kind,
        half_days: request.draft.half_days,
        anonymous: request.draft.disclosure == Disclosure::Anonymous,
        parts,
        answer: None,
        answered_at: None,
        answered_by: None,
        reason: None,
        proposal: None,
    }
}

/// Holds the time of each leg, within the half-terms that its request allows: all windows are locked in one order before.
async fn hold(tx: &Tx, ring: &[RingLeg], of: &[(SupportRequest, Offer)]) -> Outcome<()> {
    let mut open: Vec<(&RingLeg, &Offer, Vec<HalfTerm>)> = Vec::with_capacity(ring.len());
    for leg in ring {
        let found = of.iter().find(|(request, _)| request.id == leg.request);
        let (request, offer) = found.ok_or_else(|| Fault::Broken("a leg of a ring without its request".into()))?;
        let calendar = calendar::of(tx, CalendarOwner::School(request.school)).await?;
        open.push((leg, offer, calendar.open(request.draft.window, tx.now().day())));
    }
    let holders: Vec<_> = ring.iter().map(RingLeg::holder).collect();
    let half_terms: BTreeSet<_> = open.iter().flat_map(|(.., half_terms)| half_terms.iter().copied()).collect();
    let windows = round_hold::lock_windows(tx, &holders, &half_terms.into_iter().collect::<Vec<_>>()).await?;
    for (leg, offer, half_terms) in open {
        let own = |it: &&_| window_of(leg, &half_terms, it);
        let own: Vec<_> = windows.iter().filter(own).cloned().collect();
        let most = offer.terms.half_days_per_half_term;
        let share = OfferShare { most, held: capacity::held_by(tx, offer.id).await? };
        let lines = share.earliest_of(&own, leg.half_days)?;
        if !holds::hold(tx, leg, &lines).await? {
            return Err(Rule::CapacityShort.into());
        }
    }
    Ok(())
}

fn window_of(leg: &RingLeg, half_terms: &[HalfTerm], it: &domain::exchange::CapacityWindow) -> bool {
    it.holder == leg.holder() && half_terms.contains(&it.half_term)
}

/// A refusal of a leg, by its place in what was filled in.
fn field(number: usize, no: Rejected) -> Rejected {
    let of = no.field.as_deref().map(|field| format!("legs.{number}.{field}"));
    let of = of.unwrap_or_else(|| format!("legs.{number}"));
    no.at(of)
}

/// Tells what was refused of a leg by its place in what was filled in.
fn of_leg<T>(number: usize, outcome: Outcome<T>) -> Outcome<T> {
    outcome.map_err(|refusal| match refusal {
        Refusal::Rejected(all) => {
            let mut faults = Faults::default();
            for no in all.into_vec() {
                faults.need(false, || field(number, no));
            }
            faults.end().map_or_else(Refusal::from, |()| Rule::NotAllowed.into())
        }
        fault @ Refusal::Fault(_) => fault,
    })
}
