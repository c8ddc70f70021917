//! Attempts to meet a request: proposals that came to nothing, deployments that ended early, and the one that stands.

use domain::access::Actor;
use domain::brokerage::{DeclineReason, Deployment, Planning, Proposal, Sending};
use domain::exchange::{Disclosure, Reservation, SupportRequest};
use domain::identity::Person;
use domain::rule::Refusals;
use domain::{Id, Timestamp, Word};

use super::world::World;

/// How far an offer has come in meeting a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Proposed.
    Sent,
    /// Accepted by one side.
    Accepted,
    /// Accepted by both.
    Planned,
    /// Agreed.
    Agreed,
    /// At work.
    Active,
    /// Held for a while.
    Paused,
    /// Done.
    Completed,
    /// Ended before its time.
    Stopped,
}

/// What came to nothing before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// A proposal was declined.
    Declined,
    /// A proposal was not answered.
    Expired,
    /// A deployment was not agreed in time.
    Lapsed,
    /// A deployment was stopped after some visits.
    Stopped,
}

impl Earlier {
    /// How long it takes, in days.
    const fn days(self) -> i32 {
        match self {
            Self::Declined => 5,
            Self::Expired => 9,
            Self::Lapsed => 21,
            Self::Stopped => 46,
        }
    }
}

/// Days from a request to the first proposal.
const DAYS_TO_SEND: i32 = 2;
/// Days from a proposal to the first day of work.
pub const DAYS_TO_START: i32 = 14;

/// When a request is raised, so that everything that follows has happened by now.
pub struct Plan {
    /// When the school asks.
    pub raised: Timestamp,
    /// What comes to nothing first.
    pub before: Vec<Earlier>,
    /// How far the last attempt comes.
    pub reach: Reach,
    /// How long work lasts, in days.
    pub lasts: i32,
    /// Whether its end is the end of the request.
    pub last: bool,
}

/// A proposal on its way, with who answers it and what it holds.
pub struct Attempt {
    /// The proposal.
    pub proposal: Proposal,
    /// What it holds of somebody's time.
    pub held: Reservation,
    /// The head of the school that asks.
    pub host: Actor,
    /// The head of the school that gives.
    pub home: Actor,
    /// Who records visits.
    pub recorder: Actor,
    /// The brokers of the alliance.
    pub brokers: [Actor; 2],
    /// The person who is the specialist.
    pub person: Option<Id<Person>>,
}

impl World<'_> {
    /// Reckons back from now to the day on which the school asks.
    pub fn plan(&mut self, reach: Reach, before: &[Earlier]) -> Plan {
        let lasts = self.chance.between(20, 55);
        let since_sent = match reach {
            Reach::Sent => self.chance.between(0, 3),
            Reach::Accepted => self.chance.between(3, 5),
            Reach::Planned => self.chance.between(6, 8),
            Reach::Agreed => self.chance.between(11, 13),
            Reach::Active | Reach::Paused => DAYS_TO_START + self.chance.between(2, lasts - 4),
            Reach::Completed | Reach::Stopped => DAYS_TO_START + lasts + self.chance.between(4, 240),
        };
        let earlier: i32 = before.iter().map(|it| it.days()).sum();
        let before = before.to_vec();
        Plan { raised: self.ago(since_sent + earlier + DAYS_TO_SEND), before, reach, lasts, last: true }
    }

    /// Tries to meet a request, as often as the plan says.
    pub fn answer(
        &mut self,
        request: &mut SupportRequest,
        host: usize,
        offer: usize,
        plan: &Plan,
    ) -> Result<(), Refusals> {
        let mut sent = days_after(plan.raised, DAYS_TO_SEND);
        for earlier in &plan.before {
            let other = self.pair(host, Some(request.draft.kind)).unwrap_or(offer);
            self.fail(request, host, other, *earlier, sent)?;
            sent = days_after(sent, earlier.days());
        }
        let Some(mut attempt) = self.propose(request, host, offer, sent)? else { return Ok(()) };
        if plan.reach == Reach::Accepted {
            self.accept(&mut attempt, request, days_after(sent, 2), 1)?;
        }
        if plan.reach <= Reach::Accepted {
            self.keep(attempt);
            return Ok(());
        }
        let kind = Some(request.draft.kind);
        let rival = if self.chance.percent(10) { self.pair(host, kind).filter(|it| *it != offer) } else { None };
        let rival = rival.map(|place| self.propose(request, host, place, sent)).transpose()?.flatten();
        let deployment = self.confirm(&mut attempt, request)?;
        if let Some(mut rival) = rival {
            rival.proposal.supersede(&attempt.proposal, deployment.planned_at).map(drop)?;
            self.capacity.release(&mut rival.held);
            self.keep(rival);
        }
        self.carry_out(attempt, deployment, request, plan)
    }

    /// An attempt that comes to nothing, after which the search goes on.
    fn fail(
        &mut self,
        request: &mut SupportRequest,
        host: usize,
        offer: usize,
        how: Earlier,
        sent: Timestamp,
    ) -> Result<(), Refusals> {
        let Some(mut attempt) = self.propose(request, host, offer, sent)? else { return Ok(()) };
        let ended = match how {
            Earlier::Declined => {
                let by = if self.chance.percent(50) { &attempt.home } else { &attempt.host };
                let reason = *self.chance.pick(DeclineReason::ALL);
                let ended = days_after(sent, 3);
                attempt.proposal.decline(by, reason, ended).map(drop)?;
                ended
            }
            Earlier::Expired => {
                let ended = days_after(sent, 8);
                attempt.proposal.expire(ended).map(drop)?;
                ended
            }
            Earlier::Lapsed => {
                let mut deployment = self.confirm(&mut attempt, request)?;
                let ended = days_after(sent, 20);
                deployment.lapse(ended).map(drop)?;
                self.filled.deployments.push(deployment);
                ended
            }
            Earlier::Stopped => {
                let deployment = self.confirm(&mut attempt, request)?;
                let plan = Plan { raised: sent, before: Vec::new(), reach: Reach::Stopped, lasts: 28, last: false };
                self.carry_out(attempt, deployment, request, &plan)?;
                let stopped = self.filled.deployments.last().and_then(|it| it.ended_at);
                request.reopen_matching(stopped.unwrap_or(sent)).map(drop)?;
                return Ok(());
            }
        };
        self.capacity.release(&mut attempt.held);
        self.keep(attempt);
        request.reopen_matching(ended).map(drop)?;
        Ok(())
    }

    /// Proposes an offer, if there is time for it.
    fn propose(
        &mut self,
        request: &mut SupportRequest,
        host: usize,
        offer: usize,
        sent: Timestamp,
    ) -> Result<Option<Attempt>, Refusals> {
        let giver = self.offered_by[offer];
        let (home, specialist) = (self.givers[giver].school, self.givers[giver].specialist);
        let id = self.chance.id(sent);
        let half_days = request.draft.half_days;
        let windows = self.windows_from(giver, days_after(sent, DAYS_TO_START));
        let Some(held) = self.capacity.reserve(id, &self.filled.offers[offer].0, &windows, half_days) else {
            return Ok(None);
        };
        let brokers = self.brokers(host);
        let sending = Sending {
            barred_by_trust: false,
            id,
            request: request.id,
            offer: self.filled.offers[offer].0.id,
            run: None,
            alliance: self.alliances(host)[0],
            home: self.schools[home].id,
            host: self.schools[host].id,
            specialist,
            asked: request.draft.kind,
            kind: self.filled.offers[offer].0.terms.kind,
            half_days,
            message: None,
            anonymous: request.draft.disclosure == Disclosure::Anonymous,
            own_placement: false,
            respond_by: days_after(sent, 7),
        };
        let (proposal, _) = Proposal::send(sending, &brokers[0], sent)?;
        request.propose_to(self.schools[home].id).map(drop)?;
        let recorder = self.givers[giver].recorder.clone();
        Ok(Some(Attempt {
            proposal,
            held,
            host: self.head(host),
            home: self.head(home),
            person: specialist.and_then(|_| recorder.person()),
            recorder,
            brokers,
        }))
    }

    /// The windows of a giver for three half-terms from a day on; what was given long ago is said now.
    fn windows_from(&mut self, giver: usize, from: Timestamp) -> Vec<usize> {
        let holder = self.holder(giver);
        let next: Vec<_> =
            self.calendar.iter().filter(|(_, days)| days.until() >= from.day()).map(|(it, _)| it).take(3).collect();
        next.into_iter()
            .map(|half_term| {
                let half_days = self.chance.between(6, 16);
                self.capacity.open(&mut self.chance, self.since, holder, half_term, half_days)
            })
            .collect()
    }

    /// Accepts for as many of the two sides, a day apart, in either order.
    fn accept(
        &mut self,
        attempt: &mut Attempt,
        request: &mut SupportRequest,
        at: Timestamp,
        sides: usize,
    ) -> Result<(), Refusals> {
        let mut heads = [attempt.home.clone(), attempt.host.clone()];
        self.chance.shuffle(&mut heads);
        for (place, head) in heads.iter().enumerate().take(sides) {
            attempt.proposal.accept(head, days_after(at, 2 * place as i32)).map(drop)?;
            if *head == attempt.host && attempt.proposal.anonymous {
                request.name_to(attempt.proposal.home);
            }
        }
        Ok(())
    }

    /// Both sides accept: a deployment is planned.
    fn confirm(&mut self, attempt: &mut Attempt, request: &mut SupportRequest) -> Result<Deployment, Refusals> {
        let sent = attempt.proposal.sent_at;
        self.accept(attempt, request, days_after(sent, 2), 2)?;
        let planned = days_after(sent, 4);
        let planning = Planning {
            id: self.chance.id(planned),
            arranged: false,
            person: attempt.person,
            agree_by: days_after(planned, 14),
        };
        Ok(Deployment::plan(&planning, &attempt.proposal, planned)?.0)
    }

    /// Stores an attempt as it stands.
    pub fn keep(&mut self, attempt: Attempt) {
        self.filled.proposals.push(attempt.proposal);
        self.filled.reservations.push(attempt.held);
    }
}

/// The instant so many days later.
pub fn days_after(at: Timestamp, days: i32) -> Timestamp {
    at.plus_days(days.unsigned_abs())
}
