//! Ten thousand random steps against PostgreSQL: work that begins, is paid for in every way, and ends; visits and what they
//! post, what is owed, and schools that become academies meanwhile (TRUST F13). The core takes a million of them by itself, in
//! `domain/src/reciprocity/history.rs`.

mod pair;
mod statements;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use chrono::Days;
use domain::brokerage::{DisputeOutcome, DisputeReason, VisitCancellation};
use domain::exchange::Mode;
use domain::reciprocity::{ObligationKind, ObligationSource};
use lateral::app::brokerage::{deployment, dispute, visit};
use lateral::app::reciprocity::obligation;
use lateral_tests::TestApp;
use tokio::task::JoinSet;

use self::pair::{KINDS, Pair};

/// How many steps are taken, by so many pairs of schools at once.
const STEPS: usize = 10_000;
const PAIRS: usize = 4;

impl Pair<'_> {
    /// Takes a random step; says whether anything was done.
    async fn step(&mut self) -> bool {
        let Some(of) = self.deployment else {
            // What is over is still confirmed, put right and disputed for a while.
            return if self.below(10) == 0 { Box::pin(self.begin()).await } else { self.visit().await };
        };
        match self.below(1_200) {
            0..=799 => self.visit().await,
            800..=899 => {
                let caller = self.somebody();
                let paused = deployment::pause(&self.app.app, &caller, of, None).await;
                self.done(paused).is_some()
            }
            900..=999 => {
                let caller = self.somebody();
                let resumed = deployment::resume(&self.app.app, &caller, of, None).await;
                self.done(resumed).is_some()
            }
            1_000..=1_189 => self.owe().await,
            1_190..=1_193 => {
                let is_done = self.below(3) > 0;
                self.end(of, is_done).await
            }
            1_194 => {
                Box::pin(self.convert()).await;
                true
            }
            _ => self.close_month().await,
        }
    }

    /// Somebody records, confirms, reverses, corrects, takes back, disputes or settles a visit.
    async fn visit(&mut self) -> bool {
        let app = Arc::clone(&self.app.app);
        let (home, host) = (self.home.head.caller.clone(), self.host.head.caller.clone());
        let record = visit::Record {
            visited_on: app.clock.now().day() - Days::new(self.below(2) as u64),
            mode: Mode::Remote,
            half_days: self.below(4) as i32,
            note: "Planned together".into(),
            overrides: Vec::new(),
            stage: None,
        };
        let act = self.below(8);
        if act < 2 {
            let Some(of) = self.deployment else { return false };
            let written = visit::record(&app, &home, of, &record).await;
            let written = self.done(written);
            self.visits.extend(written.iter().map(|it| it.id));
            return written.is_some();
        }
        let visits = self.visits.clone();
        let Some(of) = self.one(&visits) else { return false };
        let outcome = match act {
            2 | 3 => visit::confirm(&app, &host, of, (&[], None)).await,
            4 | 5 => visit::reverse(&app, &host, of, "Another day", None).await,
            6 => visit::correct(&app, &home, of, &record, None).await,
            _ => {
                let said = "It was not so";
                match self.below(3) {
                    0 => visit::cancel(&app, &home, of, VisitCancellation::Repeated, None).await,
                    1 => dispute::dispute(&app, &host, of, (DisputeReason::OtherDay, said), None).await,
                    _ => {
                        let broker = self.broker.caller.clone();
                        dispute::settle(&app, &broker, of, (DisputeOutcome::Stands, said), (&[], None)).await
                    }
                }
            }
        };
        self.done(outcome).is_some()
    }

    /// Something is owed, met or let off.
    async fn owe(&mut self) -> bool {
        let app = Arc::clone(&self.app.app);
        let caller = self.somebody();
        if self.below(2) == 0 {
            let schools = [self.home.school.id, self.host.school.id];
            let form = obligation::Form {
                debtor: schools[self.below(2)],
                creditor: Some(schools[self.below(2)]),
                kind: ObligationKind::GiveBack,
                half_days: Some(self.below(3) as i32),
                due_on: app.clock.now().day() + Days::new(self.below(40) as u64),
                source: ObligationSource::Agreement,
                note: "In return".into(),
            };
            let taken = obligation::create(&app, &caller, &form).await;
            let taken = self.done(taken);
            self.owed.extend(taken.iter().map(|it| it.id));
            return taken.is_some();
        }
        let owed = self.owed.clone();
        let Some(of) = self.one(&owed) else { return false };
        let outcome = if self.below(2) == 0 {
            let with = self.deployment.filter(|_| self.below(3) > 0);
            obligation::meet(&app, &caller, of, ("It was given", with), None).await
        } else {
            obligation::waive(&app, &caller, of, "It is well as it is", None).await
        };
        self.done(outcome).is_some()
    }
}

/// What became of a pair: how many steps were done, how often work began in each way, ended, and a school became an academy.
struct Walked {
    done: usize,
    begun: [usize; KINDS],
    ended: usize,
    converted: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_random_steps_leave_every_invariant_whole() {
    let app = Arc::new(TestApp::start().await);
    let seed = RandomState::new().build_hasher().finish();
    let mut walks = JoinSet::new();
    for number in 0..PAIRS {
        let app = Arc::clone(&app);
        walks.spawn(async move {
            let mut pair = Pair::new(&app, seed, number).await;
            let mut done = 0;
            for _ in 0..STEPS / PAIRS {
                done += usize::from(pair.step().await);
            }
            statements::reconcile(&pair).await;
            Walked { done, begun: pair.begun, ended: pair.ended, converted: pair.converted }
        });
    }
    let walked = walks.join_all().await;
    let sum = |of: fn(&Walked) -> usize| walked.iter().map(of).sum::<usize>();
    let [done, ended, converted] = [sum(|it| it.done), sum(|it| it.ended), sum(|it| it.converted)];
    let begun: [usize; KINDS] = std::array::from_fn(|kind| walked.iter().map(|it| it.begun[kind]).sum());
    println!("seed {seed}: {done} of {STEPS} steps were done, {begun:?} begun, {ended} ended, {converted} converted");
    // Steps that are all refused show nothing.
    assert!(done > STEPS / 10 && ended > 0 && converted > 0 && begun.iter().all(|it| *it > 0), "see seed {seed}");
    app.sound().await;
}
