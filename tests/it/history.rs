//! Ten thousand random steps against PostgreSQL: visits and what they post, and what is owed (TRUST F13). The core takes a
//! million of them by itself, in `domain/src/reciprocity/history.rs`.

use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use chrono::Days;
use domain::Id;
use domain::brokerage::{Deployment, DisputeOutcome, DisputeReason, Visit, VisitCancellation};
use domain::directory::School;
use domain::exchange::Mode;
use domain::reciprocity::{Obligation, ObligationKind, ObligationSource};
use lateral::app::brokerage::{deployment, visit};
use lateral::app::reciprocity::obligation;
use lateral::app::{App, Caller, Outcome, Refusal};
use lateral_tests::TestApp;
use tokio::task::JoinSet;

/// How many steps are taken, by so many pairs of schools at once.
const STEPS: usize = 10_000;
const PAIRS: usize = 4;

/// Two schools at work, and those who act for them.
struct Pair {
    app: Arc<App>,
    home: Caller,
    host: Caller,
    broker: Caller,
    schools: [Id<School>; 2],
    deployment: Id<Deployment>,
    visits: Vec<Id<Visit>>,
    owed: Vec<Id<Obligation>>,
    seed: u64,
    state: u64,
}

impl Pair {
    /// The next number below another (SplitMix64).
    fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    /// What was done; nothing where a rule said no.
    fn done<T: Debug>(&self, outcome: Outcome<T>) -> Option<T> {
        match outcome {
            Ok(it) => Some(it),
            Err(Refusal::Rejected(_)) => None,
            Err(Refusal::Fault(fault)) => panic!("a fault of seed {}: {fault}", self.seed),
        }
    }

    /// One of the latest visits or obligations.
    fn one<N>(&mut self, of: &[Id<N>]) -> Option<Id<N>> {
        let latest = &of[of.len().saturating_sub(6)..];
        let place = self.below(latest.len().max(1));
        latest.get(place).copied()
    }

    /// Takes a random step; says whether anything was done.
    async fn step(&mut self) -> bool {
        let app = Arc::clone(&self.app);
        let caller = [&self.home, &self.host, &self.broker][self.state as usize % 3].clone();
        let today = app.clock.now().day();
        match self.below(12) {
            act @ 0..=7 => {
                let record = visit::Record {
                    visited_on: today - Days::new(self.below(2) as u64),
                    mode: Mode::Remote,
                    half_days: self.below(4) as i32,
                    note: "Planned together".into(),
                    overrides: Vec::new(),
                    stage: None,
                };
                if act < 2 {
                    let written = visit::record(&app, &self.home, self.deployment, &record).await;
                    let written = self.done(written);
                    self.visits.extend(written.iter().map(|it| it.id));
                    return written.is_some();
                }
                let visits = self.visits.clone();
                let Some(of) = self.one(&visits) else { return false };
                let outcome = match act {
                    2 | 3 => visit::confirm(&app, &self.host, of, (&[], None)).await,
                    4 | 5 => visit::reverse(&app, &self.host, of, "Another day", None).await,
                    6 => visit::correct(&app, &self.home, of, &record, None).await,
                    _ => {
                        let said = "It was not so";
                        match self.below(3) {
                            0 => visit::cancel(&app, &self.home, of, VisitCancellation::Repeated, None).await,
                            1 => visit::dispute(&app, &self.host, of, (DisputeReason::OtherDay, said), None).await,
                            _ => visit::settle(&app, &self.broker, of, (DisputeOutcome::Stands, said), None).await,
                        }
                    }
                };
                self.done(outcome).is_some()
            }
            8 => {
                let paused = deployment::pause(&app, &caller, self.deployment, None).await;
                self.done(paused).is_some()
            }
            9 => {
                let resumed = deployment::resume(&app, &caller, self.deployment, None).await;
                self.done(resumed).is_some()
            }
            10 => {
                let form = obligation::Form {
                    debtor: self.schools[self.below(2)],
                    creditor: Some(self.schools[self.below(2)]),
                    kind: ObligationKind::GiveBack,
                    half_days: Some(self.below(3) as i32),
                    due_on: today + Days::new(self.below(40) as u64),
                    source: ObligationSource::Agreement,
                    note: "In return".into(),
                };
                let taken = obligation::create(&app, &caller, &form).await;
                let taken = self.done(taken);
                self.owed.extend(taken.iter().map(|it| it.id));
                taken.is_some()
            }
            _ => {
                let owed = self.owed.clone();
                let Some(of) = self.one(&owed) else { return false };
                let outcome = if self.below(2) == 0 {
                    let with = (self.below(3) > 0).then_some(self.deployment);
                    obligation::meet(&app, &caller, of, ("It was given", with), None).await
                } else {
                    obligation::waive(&app, &caller, of, "It is well as it is", None).await
                };
                self.done(outcome).is_some()
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_random_steps_leave_every_invariant_whole() {
    let app = TestApp::start().await;
    let seed = RandomState::new().build_hasher().finish();
    let mut walks = JoinSet::new();
    for number in 0..PAIRS {
        let deal = app.deal().await;
        let mut pair = Pair {
            app: Arc::clone(&app.app),
            home: deal.home_head.caller.clone(),
            host: deal.host_head.caller.clone(),
            broker: deal.broker.caller.clone(),
            schools: [deal.home.id, deal.host.id],
            deployment: deal.active().await,
            visits: Vec::new(),
            owed: Vec::new(),
            seed,
            state: seed ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        };
        walks.spawn(async move {
            let mut done = 0;
            for _ in 0..STEPS / PAIRS {
                done += usize::from(pair.step().await);
            }
            done
        });
    }
    let done: usize = walks.join_all().await.into_iter().sum();
    assert!(done > STEPS / 10, "steps that are all refused show nothing: {done} were done, seed {seed}");
    println!("seed {seed}: {done} of {STEPS} steps were done");
    app.sound().await;
}
