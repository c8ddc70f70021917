//! Proposals: made by a broker, answered by two schools.

use domain::access::Action;
use domain::brokerage::{
    Clock, DeclineReason, Deployment, MatchRun, Planning, Proposal, ProposalStatus, Sending, Waits,
};
use domain::directory::{Alliance, School};
use domain::exchange::{CalendarOwner, CapacityHolder, Disclosure, Offer, OfferStatus, SupportRequest};
use domain::text::Note;
use domain::{HalfTerm, Id, Rule, Timestamp};
use persistence::Tx;
use persistence::brokerage::{
    audit_visit as audit_visits, deployment as deployments, interest, match_run, proposal as proposals,
    ring_leg as ring_legs,
};
use persistence::exchange::{calendar, capacity, offer as offers, request as requests};

use super::agreement::known_interests;
use super::matching::{Made, admit, known};
use super::time::Part;
use super::{Table, consent, current, round, service_level, wide};
use crate::app::directory::alliance_policy;
use crate::app::exchange::standing;
use crate::app::{App, Caller, Fault, Outcome};

/// How many days two schools have to agree what they accepted (SETTLED 4).
const DAYS_TO_AGREE: u32 = 14;

/// What a broker fills in.
#[derive(Clone, Debug)]
pub struct Propose {
    /// The request to meet.
    pub request: Id<SupportRequest>,
    /// The offer to meet it with.
    pub offer: Id<Offer>,
    /// The kept run of the matching from which it was taken; without one, a run is made and kept now (SETTLED 11).
    pub run: Option<Id<MatchRun>>,
    /// How much work; what the request asks for if nothing is said.
    pub half_days: Option<i32>,
    /// How it is spread over half-terms; earliest first if nothing is said (SETTLED 5).
    pub half_terms: Vec<(HalfTerm, i32)>,
    /// Until when to answer; by the alliance's own rule if nothing is said.
    pub respond_by: Option<Timestamp>,
    /// What to say to both schools.
    pub message: Option<String>,
    /// The version of the request that the broker has read.
    pub expected: Option<i32>,
}

/// Proposes that an offer should meet a request, and reserves the time for it.
pub async fn propose(app: &App, caller: &Caller, it: Propose) -> Outcome<Proposal> {
    app.retrying(|| propose_once(app, caller, &it)).await
}

async fn propose_once(app: &App, caller: &Caller, it: &Propose) -> Outcome<Proposal> {
    let tx = app.begin(caller).await?;
    let seen = requests::find(&tx, &caller.scope(), it.request).await?.ok_or(Rule::NotFound.at("request"))?;
    if let Some(run) = it.run
        && !match_run::is_of(&tx, run, it.request).await?
    {
        return Err(Rule::NotFound.at("run").into());
    }
    let judged = offers::hold(&tx, &caller.scope(), it.offer).await?.map(|offer| offer.version);
    drop(tx);
    let alliance = seen.brokered_by(&caller.actor).ok_or(Rule::NotAllowed)?;
    caller.actor.require(Action::ProposeSupport { alliance })?;
    let message = it.message.as_deref().map(Note::new).transpose().map_err(|no| no.at("message"))?;
    let standard = app.service_standard().await?;
    let known = known(app, &seen).await?;
    admit(app, &seen, known.clone(), it.offer)?;
    let made = match it.run {
        Some(_) => None,
        None => Some(Made::again(app, &seen, known).await?),
    };

    let tx = app.begin_wide(caller).await?;
    let mut request = requests::lock(&tx, &wide(), it.request).await?.ok_or(Rule::NotFound.at("request"))?;
    current(request.version, it.expected)?;
    let offer = offers::hold(&tx, &wide(), it.offer).await?.filter(|offer| offer.status == OfferStatus::Published);
    let offer = offer.ok_or(Rule::NotFound.at("offer"))?;
    // What was judged is what is proposed: if either changed meanwhile, all of it begins again.
    if Some(offer.version) != judged || request.version != seen.version {
        return Err(Fault::Clash.into());
    }
    if !standing::of(app, offer.school)?.1.is_open() {
        return Err(Rule::SchoolNotOpen.at("offer").into());
    }
    let open = proposals::lock_open(&tx, request.id).await?;
    if open.iter().any(|other| other.offer == offer.id) {
        return Err(Rule::ProposalRepeated.at("offer").into());
    }
    if ring_legs::is_in_ring(&tx, request.id).await? {
        return Err(Rule::RequestInRing.at("request").into());
    }
    if deployments::is_live(&tx, request.id).await? {
        return Err(Rule::StepNotOpen.at("request").into());
    }
    let run = match made {
        Some(made) => Some(made.keep(&tx, &seen, &mut request).await?.id),
        None => it.run,
    };
    let policy = alliance_policy::in_force(app, &tx, alliance, tx.now()).await?;
    let of_own_group = is_of_own_group(app, &request, alliance, offer.school);
    if policy.keeps_back(seen.stage, of_own_group) {
        return Err(Rule::OwnMembersFirst.at("offer").into());
    }
    let broker = caller.actor.person().ok_or(Rule::NotAllowed)?;
    let sending = Sending {
        id: app.ids.next(),
        request: request.id,
        offer: offer.id,
        run,
        alliance,
        home: offer.school,
        host: request.school,
        specialist: offer.terms.specialist,
        asked: request.draft.kind,
        kind: offer.terms.kind,
        half_days: it.half_days.unwrap_or(request.draft.half_days),
        message,
        anonymous: request.draft.disclosure == Disclosure::Anonymous,
        own_placement: interest::has_post(&tx, broker, vec![offer.school, request.school]).await?,
        barred_by_trust: !request.draft.allow_same_trust
            && !known_interests(app, offer.school, request.school).is_empty(),
        respond_by: it.respond_by.unwrap_or(tx.now().plus_days(policy.terms.response_days.unsigned_abs())),
    };
    let (proposal, sent) = Proposal::send(sending, &caller.actor, tx.now())?;
    let audit = audit_visits::lock_of(&tx, request.id).await?;
    let late = Clock::of_candidate(&request, audit.as_ref(), &standard);
    let proposed = request.propose_to(proposal.home)?;

    let person = interest::person_of(&tx, proposal.specialist).await?;
    let parties = [proposal.home.uuid(), proposal.host.uuid(), proposal.alliance.uuid()];
    proposals::insert(&tx, &proposal, parties.into_iter().chain(person.map(Id::uuid)).collect()).await?;
    requests::save(&tx, &mut request).await?;
    round::proposed(&tx, &proposal).await?;
    // Within the request's window, from the present half-term on.
    let half_terms =
        calendar::of(&tx, CalendarOwner::School(request.school)).await?.open(request.draft.window, tx.now().day());
    let holder = proposal.specialist.map_or(CapacityHolder::School(proposal.home), CapacityHolder::Specialist);
    let part = Part { proposal: proposal.id, holder, offer: &offer, half_days: proposal.half_days };
    part.hold(&tx, &half_terms, &it.half_terms).await?;
    tx.record(sent);
    tx.record(proposed);
    if let Some(event) = proposal.ask_approval() {
        tx.record(event);
    }
    service_level::note(app, &tx, late, &standard).await?;
    tx.commit().await?;
    Ok(proposal)
}

/// Whether a school belongs to the group of the one that asks: its trust, its alliances, the one that brokers. Not where it
/// rests.
pub(super) fn is_of_own_group(app: &App, request: &SupportRequest, broker: Id<Alliance>, school: Id<School>) -> bool {
    let directory = app.snapshot();
    let mut of_school = directory.alliances.active_of(school);
    let of_host: Vec<_> = directory.alliances.of_school(request.school).map(|it| it.id).collect();
    of_school.any(|it| it.id == broker || of_host.contains(&it.id))
        || !known_interests(app, school, request.school).is_empty()
}

/// Accepts for the school of whoever acts. The second acceptance plans a deployment and ends the rival proposals.
pub async fn accept(app: &App, caller: &Caller, id: Id<Proposal>, expected: Option<i32>) -> Outcome<Proposal> {
    app.retrying(|| accept_once(app, caller, id, expected)).await
}

async fn accept_once(app: &App, caller: &Caller, id: Id<Proposal>, expected: Option<i32>) -> Outcome<Proposal> {
    let tx = app.begin(caller).await?;
    let found = proposals::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
    tx.widen().await?;
    let Table { mut request, mut proposal, mut others } = Table::lock(&tx, &found).await?;
    current(proposal.version, expected)?;
    tx.record(proposal.accept(&caller.actor, tx.now())?);
    proposals::save(&tx, &mut proposal).await?;
    if proposal.names_host() {
        request.name_to(proposal.home);
        requests::save(&tx, &mut request).await?;
    }
    if proposal.status == ProposalStatus::Confirmed {
        for other in &mut others {
            tx.record(other.supersede(&proposal, tx.now())?);
            proposals::save(&tx, other).await?;
        }
        plan(app, &tx, (&proposal, request.is_arranged())).await?;
        capacity::release(&tx, others.iter().map(|other| other.id).collect()).await?;
    }
    tx.commit().await?;
    Ok(proposal)
}

/// Plans the deployment that a confirmed proposal leads to. `arranged` says whether the school asked for it itself.
pub(super) async fn plan(app: &App, tx: &Tx, (proposal, arranged): (&Proposal, bool)) -> Outcome<Deployment> {
    let planning = Planning {
        id: app.ids.next(),
        arranged,
        person: interest::person_of(tx, proposal.specialist).await?,
        agree_by: tx.now().plus_days(DAYS_TO_AGREE),
    };
    let (deployment, event) = Deployment::plan(&planning, proposal, tx.now())?;
    deployments::insert(tx, &deployment).await?;
    tx.record(event);
    consent::ask(app, tx, &Waits::default(), &deployment).await?;
    Ok(deployment)
}

/// Approves, as a second broker, what the first one has a post at.
pub async fn approve(app: &App, caller: &Caller, id: Id<Proposal>, expected: Option<i32>) -> Outcome<Proposal> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let found = proposals::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let Table { mut proposal, .. } = Table::lock(&tx, &found).await?;
        current(proposal.version, expected)?;
        let person = caller.actor.person().ok_or(Rule::NotAllowed)?;
        let involved = interest::has_post(&tx, person, vec![proposal.home, proposal.host]).await?;
        tx.record(proposal.approve(&caller.actor, involved)?);
        proposals::save(&tx, &mut proposal).await?;
        tx.commit().await?;
        Ok(proposal)
    })
    .await
}

/// Declines for the school of whoever acts, by a neutral code.
pub async fn decline(
    app: &App,
    caller: &Caller,
    id: Id<Proposal>,
    reason: DeclineReason,
    expected: Option<i32>,
) -> Outcome<Proposal> {
    close(app, caller, id, expected, |it, now| it.decline(&caller.actor, reason, now)).await
}

/// Takes a proposal back for its alliance, by a neutral code.
pub async fn withdraw(
    app: &App,
    caller: &Caller,
    id: Id<Proposal>,
    reason: DeclineReason,
    expected: Option<i32>,
) -> Outcome<Proposal> {
    close(app, caller, id, expected, |it, now| it.withdraw(&caller.actor, reason, now)).await
}

/// Ends a proposal that was not answered in time.
pub(super) async fn expire(app: &App, caller: &Caller, id: Id<Proposal>) -> Outcome<Proposal> {
    close(app, caller, id, None, |it, now| it.expire(now)).await
}

/// Ends a proposal by a decision, gives its time back, and returns the request to the search if it was the last.
async fn close(
    app: &App,
    caller: &Caller,
    id: Id<Proposal>,
    expected: Option<i32>,
    decide: impl Fn(&mut Proposal, Timestamp) -> Result<domain::Event, domain::Rejected> + Sync,
) -> Outcome<Proposal> {
    let standard = app.service_standard().await?;
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let found = proposals::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let mut table = Table::lock(&tx, &found).await?;
        current(table.proposal.version, expected)?;
        tx.record(decide(&mut table.proposal, tx.now())?);
        proposals::save(&tx, &mut table.proposal).await?;
        table.return_if_idle(&tx).await?;
        capacity::release(&tx, vec![id]).await?;
        // Whatever ends it after its day: nobody answered by then.
        let late = Clock::of_answer(&table.request, &table.proposal);
        service_level::note(app, &tx, late.into_iter().collect(), &standard).await?;
        tx.commit().await?;
        Ok(table.proposal)
    })
    .await
}
