//! Requests in every state, each led there step by step by the rules of the service.

use chrono::Days;
use domain::brokerage::MatchStage;
use domain::directory::{KeyStage, Post, SchoolStatus};
use domain::exchange::{
    AskerStanding, Brokered, Disclosure, Mode, RequestForm, ResponsePolicy, SettlementKind, SupportKind,
    SupportRequest, UnmetReason, Urgency, WithdrawalReason,
};
use domain::rule::Refusals;
use domain::{Timestamp, Word};

use super::attempts::{Earlier, Reach};
use super::texts;
use super::world::World;

/// Where a request ends up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Being written.
    Draft,
    /// Raised.
    Submitted,
    /// Read by a broker.
    Triaged,
    /// Searched for.
    Matching,
    /// Nobody was found.
    Unmet,
    /// Taken back.
    Withdrawn,
    /// Answered by an offer, which has come so far.
    Met(Reach),
}

const ENDS: [(u32, End); 14] = [
    (5, End::Draft),
    (9, End::Submitted),
    (6, End::Triaged),
    (8, End::Matching),
    (3, End::Unmet),
    (4, End::Withdrawn),
    (5, End::Met(Reach::Sent)),
    (4, End::Met(Reach::Accepted)),
    (4, End::Met(Reach::Planned)),
    (5, End::Met(Reach::Agreed)),
    (20, End::Met(Reach::Active)),
    (2, End::Met(Reach::Paused)),
    (22, End::Met(Reach::Completed)),
    (3, End::Met(Reach::Stopped)),
];
/// What the personas' own school has asked for, so that each of them finds something to do.
const OF_THE_PERSONAS: [End; 8] = [
    End::Submitted,
    End::Triaged,
    End::Matching,
    End::Met(Reach::Sent),
    End::Met(Reach::Planned),
    End::Met(Reach::Active),
    End::Met(Reach::Completed),
    End::Draft,
];
const URGENCIES: [(u32, Urgency); 3] = [(60, Urgency::Routine), (30, Urgency::Soon), (10, Urgency::Urgent)];
const SETTLEMENTS: [SettlementKind; 3] =
    [SettlementKind::ReciprocalCredit, SettlementKind::DayRate, SettlementKind::ExchangeOfServices];

impl World<'_> {
    /// Makes requests, with so many deployments in all: where there are more of these than requests that were met,
    /// some schools have had support that was stopped or never agreed before.
    pub fn make_requests(&mut self, count: usize, deployments: usize) -> Result<(), Refusals> {
        for number in 0..count {
            let end = OF_THE_PERSONAS.get(number).copied().unwrap_or_else(|| self.chance.weighted(&ENDS));
            let host = if number < OF_THE_PERSONAS.len() { self.asking } else { *self.chance.pick(&self.joined) };
            let left = (count - number).max(1);
            let missing = deployments.saturating_sub(self.filled.deployments.len());
            // Over the requests that are still to come, a little more than half of which are met.
            let earlier = if missing > left { (missing * 100 / left).saturating_sub(56) * 100 / 56 } else { 0 };
            self.make_request(host, end, earlier, number < OF_THE_PERSONAS.len())?;
        }
        Ok(())
    }

    fn make_request(&mut self, host: usize, end: End, earlier: usize, story: bool) -> Result<(), Refusals> {
        let End::Met(reach) = end else { return self.make_unmet(host, end) };
        // The first offer belongs to the personas' specialist.
        let offer = if story && host != self.giving { Some(0) } else { self.pair(host, None) };
        let Some(offer) = offer else { return self.make_unmet(host, End::Submitted) };
        let mut before = Vec::new();
        if !story {
            for _ in 0..(earlier / 100 + usize::from(self.chance.percent((earlier % 100) as u64))) {
                before.push(if self.chance.percent(30) { Earlier::Lapsed } else { Earlier::Stopped });
            }
            if self.chance.percent(12) {
                before.push(if self.chance.percent(50) { Earlier::Declined } else { Earlier::Expired });
            }
        }
        let plan = self.plan(reach, &before);
        let form = self.form(host, Some(offer), plan.raised);
        let mut request = self.raise(host, form, plan.raised)?;
        let [broker, _] = self.brokers(host);
        request.triage(&broker, None, plan.raised.plus_seconds(3_600 * 20)).map(drop)?;
        request.matched(&broker, self.stage(host, offer)).map(drop)?;
        self.answer(&mut request, host, offer, &plan)?;
        self.filled.requests.push(request);
        Ok(())
    }

    fn make_unmet(&mut self, host: usize, end: End) -> Result<(), Refusals> {
        let days = if end == End::Unmet { 30 } else { 1 + self.chance.between(0, 12) };
        let raised = self.ago(days);
        let form = self.form(host, None, raised);
        let head = self.head(host);
        let [broker, _] = self.brokers(host);
        let school = (self.schools[host].id, SchoolStatus::Open);
        let checked = form.check(self.taxonomy, raised.day())?;
        if end == End::Draft {
            let draft = SupportRequest::draft(&head, self.chance.id(raised), school, checked, raised)?.0;
            self.filled.requests.push(draft);
            return Ok(());
        }
        let brokered = self.brokered(host);
        let mut request = SupportRequest::raise(&head, self.chance.id(raised), school, brokered, checked, raised)?.0;
        if matches!(end, End::Triaged | End::Matching | End::Unmet) {
            request.triage(&broker, None, raised.plus_seconds(3_600 * 12)).map(drop)?;
        }
        if end == End::Matching {
            request.matched(&broker, *self.chance.pick(MatchStage::ALL)).map(drop)?;
        }
        if end == End::Unmet {
            request.matched(&broker, MatchStage::National).map(drop)?;
            request.mark_unmet(&broker, *self.chance.pick(UnmetReason::ALL)).map(drop)?;
        }
        if end == End::Withdrawn {
            request.withdraw(&head, *self.chance.pick(WithdrawalReason::ALL)).map(drop)?;
        }
        self.filled.requests.push(request);
        Ok(())
    }

    fn raise(&mut self, host: usize, form: RequestForm, at: Timestamp) -> Result<SupportRequest, Refusals> {
        let draft = form.check(self.taxonomy, at.day())?;
        let school = (self.schools[host].id, SchoolStatus::Open);
        let brokered = self.brokered(host);
        Ok(SupportRequest::raise(&self.head(host), self.chance.id(at), school, brokered, draft, at)?.0)
    }

    /// Who answers a school. Where it stands is known at the end.
    fn brokered(&self, host: usize) -> Brokered {
        let (policy, asker) = (ResponsePolicy::first(), AskerStanding::default());
        Brokered { alliances: self.alliances(host), policy, asker }
    }

    /// What a school writes: about what the offer can answer, if there is one.
    fn form(&mut self, host: usize, offer: Option<usize>, at: Timestamp) -> RequestForm {
        let own = self.schools[host].key_stages.clone();
        let terms = offer.map(|place| self.filled.offers[place].0.terms.clone());
        let shared: Vec<KeyStage> =
            terms.iter().flat_map(|it| &it.key_stages).filter(|it| own.contains(it)).copied().collect();
        let key_stages = if shared.is_empty() { own } else { shared };
        let stage = *self.chance.pick(&key_stages);
        let topic = terms.as_ref().map_or_else(|| *self.chance.pick(&self.topics), |it| it.expertise[0]);
        let name = self.taxonomy.find(topic).map_or("", |term| &*term.name);
        let from = at.day() + Days::new(10);
        let modes = terms.as_ref().map_or_else(|| self.chance.some(Mode::ALL, 3), |it| it.modes.clone());
        RequestForm {
            kind: terms.as_ref().map_or(SupportKind::Support, |it| it.kind),
            title: texts::request_title(&mut self.chance, name, stage),
            need: texts::need(&mut self.chance),
            objectives: texts::objectives(&mut self.chance, stage, from),
            override_reason: None,
            expertise: vec![topic],
            key_stages: vec![stage],
            modes,
            urgency: self.chance.weighted(&URGENCIES),
            half_days: self.chance.between(2, 8),
            from,
            until: from + Days::new(400),
            max_travel_minutes: self.chance.percent(40).then_some(60),
            disclosure: if self.chance.percent(8) { Disclosure::Anonymous } else { Disclosure::Named },
            settlement: *self.chance.pick(&SETTLEMENTS),
            one_off: self.chance.percent(5),
            allow_same_trust: false,
            exclude_neighbours: self.chance.percent(5),
            designation: None,
            // Every specialist of the demonstration supports teachers.
            for_posts: if self.beside.percent(15) { vec![Post::Teacher] } else { Vec::new() },
        }
    }

    /// An offer that can answer a school, of the kind of work that it asks for if it has asked: from its own alliance more
    /// often than not.
    pub fn pair(&mut self, host: usize, kind: Option<SupportKind>) -> Option<usize> {
        for _ in 0..24 {
            let own = self.chance.percent(65);
            let group =
                if own { *self.chance.pick(&self.schools[host].groups) } else { self.chance.below(self.groups.len()) };
            if self.groups[group].offers.is_empty() {
                continue;
            }
            let place = *self.chance.pick(&self.groups[group].offers);
            let of_kind = kind.is_none_or(|kind| self.filled.offers[place].0.terms.kind == kind);
            if of_kind && self.fits(host, place) {
                return Some(place);
            }
        }
        None
    }

    fn fits(&self, host: usize, place: usize) -> bool {
        let offer = &self.filled.offers[place].0;
        let home = &self.schools[self.givers[self.offered_by[place]].school];
        let host = &self.schools[host];
        offer.is_found()
            && place != 0
            // Mentoring stands beside a mentorship, which two heads begin.
            && offer.terms.kind != SupportKind::Mentoring
            && home.id != host.id
            && (home.trust.is_none() || home.trust != host.trust)
            && offer.terms.key_stages.iter().any(|it| host.key_stages.contains(it))
    }

    fn stage(&self, host: usize, offer: usize) -> MatchStage {
        let home = self.givers[self.offered_by[offer]].school;
        let shared = self.schools[host].groups.iter().any(|group| self.schools[home].groups.contains(group));
        if shared { MatchStage::OwnGroup } else { MatchStage::National }
    }
}
