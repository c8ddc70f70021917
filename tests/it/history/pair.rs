//! Two schools at work with each other, and those who act for them: how their work begins, is paid for and ends, and how one of
//! them becomes an academy.

use chrono::TimeDelta;
use domain::Id;
use domain::brokerage::{Deployment, Proposal, StopReason, Visit};
use domain::exchange::Offer;
use domain::reciprocity::Obligation;
use lateral::app::brokerage::{books, deployment};
use lateral::app::{Caller, Outcome, Refusal};
use lateral_tests::deal::{Deal, read, terms};
use lateral_tests::world::{AllianceOf, SchoolOf};
use lateral_tests::{Answer, Persona, TestApp};
use persistence::values;
use serde_json::{Value as Json, json};
use tokio::sync::Mutex;

use crate::brokerage::SET_CARD;
use crate::directory::converts;

/// How many ways there are to settle: each is gone through in turn.
pub const KINDS: usize = 5;

/// A school that takes part, and its head.
pub struct Party<'a> {
    pub school: SchoolOf<'a>,
    pub head: Persona<'a>,
}

/// Two schools at work.
pub struct Pair<'a> {
    pub app: &'a TestApp,
    pub alliance: AllianceOf<'a>,
    pub broker: Persona<'a>,
    pub home: Party<'a>,
    pub host: Party<'a>,
    pub pool: String,
    pub deployment: Option<Id<Deployment>>,
    pub visits: Vec<Id<Visit>>,
    pub owed: Vec<Id<Obligation>>,
    pub seed: u64,
    pub tried: usize,
    pub begun: [usize; KINDS],
    pub ended: usize,
    pub converted: usize,
    offer: Id<Offer>,
    state: u64,
}

/// A register is read by one process at a time.
static REGISTER: Mutex<()> = Mutex::const_new(());

impl<'a> Pair<'a> {
    /// Two schools with a broker, a specialist who has much time, a card of rates and a pooled budget.
    pub async fn new(app: &'a TestApp, seed: u64, number: usize) -> Self {
        let deal = app.deal().await;
        let id = deal.specialist.id.uuid();
        app.write("UPDATE capacity_window SET half_days = 40 WHERE specialist_id = $1", values![id]).await;
        deal.home.time(&deal.specialist, 20263, 40).await;
        app.write("UPDATE offer SET half_days_per_half_term = 40 WHERE specialist_id = $1", values![id]).await;
        let fee = json!({"kind": "PERCENT", "place": "ON_TOP", "amount": 1_500});
        let card = json!({"year": 2026, "rates": {"day": 35_701, "fee": fee}});
        deal.broker.ask(SET_CARD, json!({"input": card})).await.done();
        let pool = deal.pooled().await;
        let Deal { alliance, broker, home, host, home_head, host_head, offer, .. } = deal;
        Self {
            app,
            alliance,
            broker,
            home: Party { school: home, head: home_head },
            host: Party { school: host, head: host_head },
            pool,
            deployment: None,
            visits: Vec::new(),
            owed: Vec::new(),
            seed,
            tried: number,
            begun: [0; KINDS],
            ended: 0,
            converted: 0,
            offer,
            state: seed ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        }
    }

    /// The next number below another (SplitMix64).
    pub fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    /// What was done; nothing where a rule said no.
    pub fn done<T>(&self, outcome: Outcome<T>) -> Option<T> {
        match outcome {
            Ok(it) => Some(it),
            Err(Refusal::Rejected(_)) => None,
            Err(Refusal::Fault(fault)) => panic!("a fault of seed {}: {fault}", self.seed),
        }
    }

    /// One of those who act for the two schools.
    pub fn somebody(&mut self) -> Caller {
        let all = [&self.home.head, &self.host.head, &self.broker];
        let callers = all.map(|it| it.caller.clone());
        callers[self.below(3)].clone()
    }

    /// One of the latest visits or obligations.
    pub fn one<N>(&mut self, of: &[Id<N>]) -> Option<Id<N>> {
        let latest = &of[of.len().saturating_sub(6)..];
        let place = self.below(latest.len().max(1));
        latest.get(place).copied()
    }

    /// New work begins a day later: asked for, proposed, accepted and agreed, settled in the next of all ways.
    pub async fn begin(&mut self) -> bool {
        let half_days = 1 + self.below(4) as i32;
        let request = self.host.school.request(&self.alliance, half_days).await;
        let sent = self.sound(self.broker.propose(self.offer, request).await);
        if !sent.refusals().is_empty() {
            return false;
        }
        // Nobody gives more than two half-days in a day.
        self.app.clock.advance(TimeDelta::days(1));
        let proposal: Id<Proposal> = read(&sent.text("proposeSupport.proposal.id"));
        for party in [&self.home, &self.host] {
            party.head.accept(proposal).await.done();
        }
        let asked = "query ($id: ID!) { node(id: $id) { ... on Proposal { deployment { id } } } }";
        let planned = self.broker.ask(asked, json!({"id": proposal.to_string()})).await;
        let deployment = read(&planned.text("node.deployment.id"));
        let kind = self.tried % KINDS;
        self.tried += 1;
        for party in [&self.home, &self.host] {
            party.head.declare(deployment, &[]).await.done();
        }
        let mut terms = terms();
        terms["settlement"] = self.settlement(kind);
        let signed = self.sound(self.home.head.agree(deployment, Some(terms)).await);
        if !signed.refusals().is_empty() {
            // The budget has no more, say: nothing is agreed, and the broker gives it up.
            self.end(deployment, false).await;
            return false;
        }
        self.broker.agree_for_alliance(deployment, None).await.done();
        self.host.head.agree(deployment, None).await.done();
        self.host.head.step("startDeployment", deployment).await.done();
        self.begun[kind] += 1;
        self.deployment = Some(deployment);
        true
    }

    /// What is given in return: credit, the price of the card, an odd price that two share, one of which a budget pays half, or
    /// a grant.
    fn settlement(&self, kind: usize) -> Json {
        match kind {
            0 => json!({"kind": "RECIPROCAL_CREDIT"}),
            1 => json!({"kind": "DAY_RATE"}),
            2 => json!({
                "kind": "DAY_RATE", "dayRate": 33_333, "brokerage": 5_001, "cover": 1_001,
                "payers": [{"by": "HOST", "part": 7_501}, {"by": "ALLIANCE", "part": 2_499}],
            }),
            3 => json!({
                "kind": "DAY_RATE", "dayRate": 20_001, "brokerage": 0,
                "payers": [{"by": "HOST", "part": 5_000}, {"by": "POOL", "pool": self.pool, "part": 5_000}],
            }),
            _ => json!({"kind": "GRANT", "payer": "The county's fund", "dayRate": 29_999}),
        }
    }

    /// Work ends, as done or before its time.
    pub async fn end(&mut self, of: Id<Deployment>, is_done: bool) -> bool {
        let broker = self.broker.caller.clone();
        let app = &self.app.app;
        let ended = if is_done {
            deployment::complete(app, &broker, of, (&[], None)).await
        } else {
            deployment::stop(app, &broker, of, (StopReason::Timing, "The year is full"), None).await
        };
        let is_over = self.done(ended).is_some();
        if is_over && self.deployment == Some(of) {
            self.deployment = None;
            self.ended += 1;
        }
        is_over
    }

    /// One of the two becomes an academy, and a new head acts for it.
    pub async fn convert(&mut self) {
        let _turn = REGISTER.lock().await;
        let app = self.app;
        let party = if self.below(2) == 0 { &mut self.home } else { &mut self.host };
        party.school = converts(app, &party.school, "Academy").await;
        party.head = party.school.head().await;
        self.converted += 1;
    }

    /// Closes the month that is due, if one is.
    pub async fn close_month(&self) -> bool {
        self.done(books::close_month(&self.app.app).await).is_some_and(|closed| closed > 0)
    }

    /// An answer that may refuse and has no other fault.
    fn sound(&self, answer: Answer) -> Answer {
        assert!(answer.0.get("errors").is_none(), "a fault of seed {}: {}", self.seed, answer.0);
        answer
    }
}
