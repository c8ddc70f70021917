//! Peer visits that two heads arrange between themselves: asked for on an offer, and agreed by being accepted.

use chrono::NaiveDate;
use domain::brokerage::{
    ActionStepDraft, DeploymentStatus, InterestKind, OutcomeDraft, Proposal, Sending, SettlementDraft, StepOwner,
    Terms, TermsDraft,
};
use domain::directory::{Alliance, School};
use domain::exchange::{
    CalendarOwner, CapacityHolder, Disclosure, Objective, ObjectiveForm, Offer, OfferStatus, RequestDraft, RequestForm,
    SettlementKind, SupportRequest, Urgency,
};
use domain::rule::{Overrides, Refusals};
use domain::text::Note;
use domain::{Id, Rule};
use persistence::brokerage::{conflict, deployment as deployments, interest, proposal as proposals};
use persistence::exchange::{calendar, offer as offers, request as requests};

use super::agreement::{known_interests, settle, weigh};
use super::time::Part;
use super::{Table, assurance, consent, current, proposal};
use crate::app::exchange::standing;
use crate::app::reciprocity::with_give_back;
use crate::app::{App, Caller, Outcome, Refusal};

/// How many days a school has to answer.
const DAYS_TO_ANSWER: u32 = 14;
/// How a peer visit ends: the terms of all support say it, and here there is nothing to choose.
const EXIT_PLAN: &str = "One visit. What was seen stays with the school that asked, and nothing goes on after the day.";

/// What is done in a peer visit: the one step of its plan, up to its last day.
const STEP: &str = "Comes once, looks at what was asked, and tells the school that asked what was seen.";

/// What a head fills in to ask for a peer visit.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The offer of a school that comes to visit.
    pub offer: Id<Offer>,
    /// What the colleague is asked to look at, in one line.
    pub focus: String,
    /// Why.
    pub need: String,
    /// What shall become better.
    pub objective: ObjectiveForm,
    /// How much: one or two half-days.
    pub half_days: i32,
    /// The first day that suits.
    pub from: NaiveDate,
    /// The last day that suits.
    pub until: NaiveDate,
    /// The interests of the school that asks; none, if a broker is not needed.
    pub interests: Vec<InterestKind>,
    /// What to say to the other school.
    pub message: Option<String>,
}

impl Ask {
    /// The request that is made of it: of what the offer is about, named, once, and free.
    fn form(&self, offer: &Offer) -> RequestForm {
        RequestForm {
            kind: offer.terms.kind,
            title: self.focus.clone(),
            need: self.need.clone(),
            objectives: vec![self.objective.clone()],
            override_reason: None,
            expertise: offer.terms.expertise.clone(),
            key_stages: offer.terms.key_stages.clone(),
            modes: offer.terms.modes.clone(),
            urgency: Urgency::Routine,
            half_days: self.half_days,
            from: self.from,
            until: self.until,
            max_travel_minutes: None,
            disclosure: Disclosure::Named,
            settlement: SettlementKind::ReciprocalCredit,
            one_off: true,
            allow_same_trust: false,
            exclude_neighbours: false,
            designation: None,
            for_posts: Vec::new(),
        }
    }
}

/// Asks another school for a peer visit, on an offer of it, and holds the time.
pub async fn ask(app: &App, caller: &Caller, it: Ask) -> Outcome<Proposal> {
    let (host, host_standing) = standing::of(app, standing::meant(caller, None)?)?;
    let taxonomy = app.taxonomy().await?;
    let message = it.message.as_deref().map(Note::new).transpose().map_err(|no| no.at("message"))?;
    app.retrying(|| async {
        let tx = app.begin_wide(caller).await?;
        let offer = offers::hold(&tx, &caller.scope(), it.offer).await?;
        let offer = offer.filter(|offer| offer.status == OfferStatus::Published);
        let offer = offer.ok_or_else(|| Rule::NotFound.at("offer"))?;
        if !standing::of(app, offer.school)?.1.is_open() {
            return Err(Rule::SchoolNotOpen.at("offer").into());
        }
        let alliance = watching(app, host, offer.school).ok_or(Rule::PeerVisitUnwatched)?;
        let wanted = it.form(&offer).check(&taxonomy, tx.now().day())?;
        // Told now and not at the acceptance, when only the other school would hear of it.
        terms(&wanted, tx.now().day())?;
        let (id, school) = (app.ids.next(), (host, host_standing));
        let (request, proposed) =
            SupportRequest::ask_peer(&caller.actor, id, school, (offer.school, alliance), wanted, tx.now())?;
        let sending = Sending {
            id: app.ids.next(),
            request: id,
            offer: offer.id,
            run: None,
            alliance,
            home: offer.school,
            host,
            specialist: offer.terms.specialist,
            asked: request.draft.kind,
            kind: offer.terms.kind,
            half_days: it.half_days,
            message: message.clone(),
            anonymous: false,
            own_placement: false,
            barred_by_trust: false,
            respond_by: tx.now().plus_days(DAYS_TO_ANSWER),
        };
        let interests = with_known(app, &it.interests, offer.school, host);
        let (proposal, asked) = Proposal::ask_peer(sending, &interests, &caller.actor, tx.now())?;
        requests::insert(&tx, &request).await?;
        let person = interest::person_of(&tx, proposal.specialist).await?;
        let parties = [proposal.home.uuid(), proposal.host.uuid(), proposal.alliance.uuid()];
        proposals::insert(&tx, &proposal, parties.into_iter().chain(person.map(Id::uuid)).collect()).await?;
        let calendar = calendar::of(&tx, CalendarOwner::School(host)).await?;
        let half_terms = calendar.open(request.draft.window, tx.now().day());
        let holder = proposal.specialist.map_or(CapacityHolder::School(proposal.home), CapacityHolder::Specialist);
        let part = Part { proposal: proposal.id, holder, offer: &offer, half_days: proposal.half_days };
        part.hold(&tx, &half_terms, &[]).await?;
        tx.record(asked);
        tx.record(proposed);
        tx.commit().await?;
        Ok(proposal)
    })
    .await
}

/// Accepts a peer visit for the school that was asked, whose own word that whoever comes was checked is needed by then. The
/// deployment is agreed by it, unless the alliance's policy asks for a consent that nobody has given yet, or the school that
/// asked would have to give back: then it waits, with its terms, for the consent or the signature.
pub async fn accept(
    app: &App,
    caller: &Caller,
    id: Id<Proposal>,
    interests: &[InterestKind],
    overrides: &[(Rule, String)],
    expected: Option<i32>,
) -> Outcome<Proposal> {
    let overrides = Overrides::parse(overrides.iter().cloned())?;
    let (policy, standard) = (app.balance_policy().await?, app.service_standard().await?);
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        let found = proposals::find(&tx, &caller.scope(), id).await?.ok_or(Rule::NotFound)?;
        tx.widen().await?;
        let Table { mut request, mut proposal, .. } = Table::lock(&tx, &found).await?;
        current(proposal.version, expected)?;
        let interests = with_known(app, interests, proposal.home, proposal.host);
        tx.record(proposal.accept_peer(request.is_arranged(), &interests, &caller.actor, tx.now())?);
        proposals::save(&tx, &mut proposal).await?;
        let mut it = proposal::plan(app, &tx, (&proposal, request.is_arranged())).await?;
        assurance::require_for_agreement(&tx, &it, &request).await?;
        let terms = with_give_back(app, &tx, &policy, &it, terms(&request.draft, tx.now().day())?).await?;
        let ids = [app.ids.next(), app.ids.next()];
        for declared in it.take_asking(&proposal, terms, &caller.actor, ids, tx.now())? {
            conflict::put(&tx, &declared, vec![it.home.uuid(), it.host.uuid(), it.alliance.uuid()]).await?;
        }
        match consent::require(app, &tx, &it).await {
            Ok(()) => tx.record(it.agree(&caller.actor, tx.now())?),
            Err(Refusal::Rejected(_)) => {}
            Err(fault) => return Err(fault),
        }
        weigh(app, caller, (&tx, &it), &request, &overrides).await?;
        deployments::save(&tx, &mut it).await?;
        if it.status == DeploymentStatus::Agreed {
            settle(app, &tx, (&policy, &standard), (&mut request, &it)).await?;
        }
        tx.commit().await?;
        Ok(proposal)
    })
    .await
}

/// The alliance under whose eyes two schools visit each other: one to which both belong, else one of the school that asks,
/// else one of the other. It counts the visit and has nothing to decide.
fn watching(app: &App, host: Id<School>, home: Id<School>) -> Option<Id<Alliance>> {
    let directory = app.snapshot();
    let of = |school| directory.alliances.of_school(school).map(|it| it.id).collect::<Vec<_>>();
    let (of_host, of_home) = (of(host), of(home));
    of_host.iter().find(|it| of_home.contains(it)).or(of_host.first()).or(of_home.first()).copied()
}

/// The interests that are declared, and those that the register shows.
fn with_known(app: &App, declared: &[InterestKind], home: Id<School>, host: Id<School>) -> Vec<InterestKind> {
    declared.iter().copied().chain(known_interests(app, home, host)).collect()
}

/// The terms of a peer visit: what was asked for, counted and free.
fn terms(asked: &RequestDraft, today: NaiveDate) -> Result<Terms, Refusals> {
    let outcome = |it: &Objective| OutcomeDraft {
        improvement: it.improvement.as_ref().map(|it| it.as_str().to_owned()),
        pupil_group: it.pupil_group.as_str().to_owned(),
        measure: it.measure.as_str().to_owned(),
        due_on: it.due_on,
        level: it.level,
        plan_reference: it.plan_reference.as_ref().map(|it| it.as_str().to_owned()),
    };
    let draft = TermsDraft {
        outcomes: asked.objectives.iter().map(outcome).collect(),
        override_reason: None,
        action_plan: vec![ActionStepDraft {
            what: STEP.to_owned(),
            owner: StepOwner::Home,
            due_on: asked.window.until(),
        }],
        settlement: SettlementDraft { kind: Some(SettlementKind::ReciprocalCredit), ..SettlementDraft::default() },
        exit_plan: Some(EXIT_PLAN.to_owned()),
        starts_on: Some(asked.window.from()),
        ends_on: Some(asked.window.until()),
        give_back: None,
    };
    Terms::parse(&draft, today)
}
