//! The clock of a service level: when it began, when it runs out, and what follows when it has.

use chrono::NaiveDate;

use super::standard::midnight;
use super::{EscalationStep, ServiceBreach, ServiceLevel, ServiceStandard};
use crate::brokerage::{AuditVisit, Deployment, Proposal, Visit};
use crate::directory::Alliance;
use crate::exchange::{RequestStatus, SupportRequest};
use crate::identity::Person;
use crate::{Event, Id, Timestamp};

/// A clock that runs, or has run, for one alliance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What it measures.
    pub level: ServiceLevel,
    /// The request of which it is part.
    pub request: Id<SupportRequest>,
    /// The proposal, where that is to be answered.
    pub proposal: Option<Id<Proposal>>,
    /// The deployment, where it is about its people or its visits.
    pub deployment: Option<Id<Deployment>>,
    /// The visit, where that is to be written down.
    pub visit: Option<Id<Visit>>,
    /// Whose level it is; nobody's, where a request waits in the national pool.
    pub alliance: Option<Id<Alliance>>,
    /// The broker who holds it, if one does.
    pub held_by: Option<Id<Person>>,
    /// How often the same clock had run for the same before: a request that comes back to the search has another one.
    pub round: i32,
    /// When it began.
    pub started_at: Timestamp,
    /// When it runs out.
    pub due_at: Timestamp,
}

impl Clock {
    /// The clocks for the answer to a request, one for each alliance that brokers it, or a single one that is nobody's. The
    /// time for it was set when the request was raised; an alliance that came to it later has as long.
    pub fn of_triage(of: &SupportRequest) -> Vec<Self> {
        let raised = of.submitted_at.zip(of.response.map(|it| it.by));
        Self::of_request(ServiceLevel::Triage, of, (0, raised.map(|it| it.0)), |began, _| {
            let (raised, by) = raised?;
            Some(Timestamp::new(by.utc() + (began.utc() - raised.utc())))
        })
    }

    /// The clocks for the next proposal of a request, one for each alliance that brokers it. There is none once somebody was
    /// proposed, in time or not, until the request comes back to the search: then they begin anew. Nobody is looked for
    /// before an audit visit that was asked for, so the first begin when that has ended; and after the day for which it was
    /// planned at the latest, since nothing else would ever end it.
    pub fn of_candidate(of: &SupportRequest, audit: Option<&AuditVisit>, standard: &ServiceStandard) -> Vec<Self> {
        let begun = match of.returned.last() {
            Some(returned) => Some(*returned).filter(|_| of.status == RequestStatus::Matching),
            None => {
                let raised = of.submitted_at.filter(|_| of.responders.is_empty());
                raised.map(|raised| audit.map_or(raised, AuditVisit::search_from))
            }
        };
        Self::of_request(ServiceLevel::NamedCandidate, of, (round(&of.returned), begun), |began, alliance| {
            standard.candidate_due(began, alliance)
        })
    }

    /// Until when somebody is to be proposed for an open request: as far as one alliance goes, or else by the soonest clock.
    pub fn candidate_due(
        of: &SupportRequest,
        audit: Option<&AuditVisit>,
        standard: &ServiceStandard,
        alliance: Option<Id<Alliance>>,
    ) -> Option<Timestamp> {
        let clocks = if of.is_open() { Self::of_candidate(of, audit, standard) } else { Vec::new() };
        let own = clocks.iter().find(|it| alliance.is_some() && it.alliance == alliance);
        own.map(|it| it.due_at).or_else(|| clocks.iter().map(|it| it.due_at).min())
    }

    /// The clocks of a school that gives: until support is agreed for it, one for each alliance that brokers what it asks, and
    /// one more each time that work came to its end too soon (DOMAIN C30).
    pub fn of_guarantee(of: &SupportRequest, standard: &ServiceStandard) -> Vec<Self> {
        let waits = of.waits_for_support().filter(|(_, agreed)| of.is_open() && agreed.is_none());
        let begun = waits.map(|(since, _)| since);
        Self::of_request(ServiceLevel::Guarantee, of, (round(&of.placed), begun), |began, _| {
            standard.guarantee_due(began)
        })
    }

    /// Nobody is held to what was before they came to the request: for them a clock begins on that day.
    fn of_request(
        level: ServiceLevel,
        of: &SupportRequest,
        (round, begun): (i32, Option<Timestamp>),
        due: impl Fn(Timestamp, Option<Id<Alliance>>) -> Option<Timestamp>,
    ) -> Vec<Self> {
        let one = |alliance: Option<Id<Alliance>>| {
            let (begun, came) = (begun?, alliance.and_then(|it| of.came_at(it)));
            let started_at = came.map_or(begun, |came| begun.max(came));
            let due_at = due(started_at, alliance)?;
            Some(Self {
                level,
                request: of.id,
                proposal: None,
                deployment: None,
                visit: None,
                alliance,
                held_by: None,
                round,
                started_at,
                due_at,
            })
        };
        let nobodys = of.alliances.is_empty().then_some(None);
        of.alliances.iter().copied().map(Some).chain(nobodys).filter_map(one).collect()
    }

    /// The clock for the answers to a proposal, which names its day itself; none where two heads arrange a peer visit without
    /// a broker (DOMAIN D48).
    pub fn of_answer(request: &SupportRequest, of: &Proposal) -> Option<Self> {
        (!request.is_arranged()).then_some(Self {
            level: ServiceLevel::Answer,
            request: of.request,
            proposal: Some(of.id),
            deployment: None,
            visit: None,
            alliance: Some(of.alliance),
            held_by: Some(of.sent_by),
            round: 0,
            started_at: of.sent_at,
            due_at: of.respond_by,
        })
    }

    /// The clock for the initial meeting of a deployment. Whoever has begun to work has met.
    pub fn of_meeting(of: &Deployment, standard: &ServiceStandard) -> Option<Self> {
        let due_at = Self::meeting_due(of, standard)?;
        let met = of.started_at.is_some_and(|started| started <= due_at);
        let times = (of.planned_at, due_at);
        (!met).then(|| Self::of_deployment(ServiceLevel::InitialMeeting, of, None, times))
    }

    /// The clock for the record of a visit.
    pub fn of_record(of: &Deployment, visit: &Visit, standard: &ServiceStandard) -> Option<Self> {
        let visited_on = visit.record.visited_on;
        let times = (midnight(visited_on), Self::record_due(of, visited_on, standard)?);
        Some(Self::of_deployment(ServiceLevel::VisitRecord, of, Some(visit.id), times))
    }

    /// Until when those meet who will work together in a deployment, or were to; nothing where nobody promises it.
    pub fn meeting_due(of: &Deployment, standard: &ServiceStandard) -> Option<Timestamp> {
        is_watched(of).then(|| standard.meeting_due(of.planned_at, of.alliance)).flatten()
    }

    /// Until when a visit of a day is written down; nothing where nobody promises it.
    pub fn record_due(of: &Deployment, visited_on: NaiveDate, standard: &ServiceStandard) -> Option<Timestamp> {
        is_watched(of).then(|| standard.record_due(visited_on, of.alliance)).flatten()
    }

    fn of_deployment(
        level: ServiceLevel,
        of: &Deployment,
        visit: Option<Id<Visit>>,
        (started_at, due_at): (Timestamp, Timestamp),
    ) -> Self {
        Self {
            level,
            request: of.request,
            proposal: None,
            deployment: Some(of.id),
            visit,
            alliance: Some(of.alliance),
            held_by: Some(of.brokered_by),
            round: 0,
            started_at,
            due_at,
        }
    }

    /// Notes that it has run out and that this is carried to a step; nothing if it has not, or is not carried so far. What
    /// belongs to no alliance is carried to nobody: it waits for all of them already.
    ///
    /// No event where another one of the same moment tells it: a request or a proposal that is overdue is told as that, and a
    /// request that is opened to all as that.
    pub fn note(
        &self,
        id: Id<ServiceBreach>,
        step: EscalationStep,
        standard: &ServiceStandard,
        now: Timestamp,
    ) -> Option<(ServiceBreach, Option<Event>)> {
        let carried_at = standard.in_force(self.started_at)?.carried_at(step, self.due_at);
        let whose = self.alliance.is_some() || step == EscalationStep::Broker;
        if now <= carried_at || step > self.level.last_step() || !whose {
            return None;
        }
        let breach = ServiceBreach { id, clock: self.clone(), step, noted_at: now };
        let Self { level, request, alliance, .. } = *self;
        let told_already = matches!(level, ServiceLevel::Triage | ServiceLevel::Answer);
        let event = match (step, alliance) {
            (EscalationStep::Broker, Some(_)) if !told_already => {
                Some(Event::ServiceLevelBreached { breach: id, request, level })
            }
            (EscalationStep::Alliance, Some(alliance)) => {
                Some(Event::ServiceLevelEscalated { breach: id, request, alliance, level })
            }
            _ => None,
        };
        Some((breach, event))
    }
}

/// How often a clock has run that begins anew with each of these instants.
fn round(instants: &[Timestamp]) -> i32 {
    i32::try_from(instants.len()).unwrap_or(i32::MAX)
}

/// Whether an alliance promises anything about the work: not about a peer visit that two heads arrange, which is light (DOMAIN
/// D48).
fn is_watched(of: &Deployment) -> bool {
    !of.arranged
}
