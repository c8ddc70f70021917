//! The clock is advanced through every deadline, and each escalation and each reminder is seen by those whom it is for, at its
//! time and not a second before. What was seen is held against what there is: whatever of it is missing here fails.

mod answers;
mod others;
mod plans;
mod promises;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::brokerage::{EscalationStep, ServiceLevel};
use domain::directory::Alliance;
use domain::identity::Reminder;
use domain::{EventKind, Id, Timestamp, Word};
use lateral_tests::{Persona, TestApp};

use crate::identity::reminders::heard;

/// The page of the lifecycles, which is printed from the code: it says what comes about by itself.
const LIFECYCLES: &str = include_str!("../../../docs/lifecycles.md");

/// What comes about by itself, and by none of these clocks: with what else happens. People whose accounts are long over are
/// erased by the upkeep, as `privacy` shows.
const WITH_SOMETHING_ELSE: [&str; 31] = [
    "request.withdrawn",
    "request.placed",
    "request.proposed",
    "audit_visit.fallen",
    "referral.ended",
    "proposal.sent",
    "proposal.withdrawn",
    "proposal.superseded",
    "deployment.evaluated",
    "deployment.stopped",
    "assurance.ended",
    "consent.ended",
    "obligation.waived",
    "obligation.reckoned",
    "obligation.reopened",
    "pool.left",
    "commission.ended",
    "commission.agreed",
    "designation.returned",
    "person.erased",
    "support_group.facilitator_missed",
    "support_group_place.left",
    "coaching_practice.ended",
    "round.planning",
    "round.planned",
    "round.overtaken",
    "round.chosen",
    "round.request_left",
    "round.answered",
    "round.repaired",
    "round.request_unplaced",
];

/// To what clocks lead beside: no noun comes to stand elsewhere by it.
const BESIDE: [&str; 7] = [
    "request.pooled",
    "guarantee.breached",
    "guarantee.support_missed",
    "service_level.breached",
    "service_level.escalated",
    "deployment.unassured",
    "month.closed",
];

/// From where else a clock leads to the same as it is led to here: it is the same clock.
const ALSO_FROM: [(&str, &str); 7] = [
    ("request.returned", "placed"),
    ("proposal.expired", "home_accepted"),
    ("proposal.expired", "host_accepted"),
    ("obligation.overdue", "open"),
    ("designation.lapsed", "suspended"),
    ("membership.ended", "pending"),
    ("mentorship.ended", "paused"),
];

/// From where no clock leads to it: what came to nothing while it was planned.
const WITHOUT_A_CLOCK: [(&str, &str); 1] = [("round.failed", "planning")];

/// What several lives here lead to, each by a clock of its own: a mentor who is not accepted, and one whose time is over.
const TWICE: [(&str, &str); 1] = [("mentorship.ended", "offered")];

/// What is heard, and by whom.
type Told<'a> = (&'static str, &'a [&'a Persona<'a>]);

/// A broker of an alliance, and the alliance.
type Keeper<'a> = (&'a Persona<'a>, Id<Alliance>);

/// A step of a service level that is not kept.
type Step = (ServiceLevel, EscalationStep);

/// What was seen.
#[derive(Default)]
struct Seen {
    /// Reminders and events, by name.
    causes: BTreeSet<&'static str>,
    /// How far service levels that are not kept are carried.
    steps: BTreeSet<Step>,
}

/// Somebody who looks on while time passes.
struct Watch<'a> {
    app: &'a TestApp,
    began: Timestamp,
    seen: Seen,
}

impl<'a> Watch<'a> {
    /// Begins now, when everything that is due has happened.
    async fn begin(app: &'a TestApp) -> Self {
        app.settle().await;
        Self { app, began: app.clock.now(), seen: Seen::default() }
    }

    /// So many hours after it began.
    fn hours(&self, hours: i64) -> Timestamp {
        Timestamp::new(self.began.utc() + TimeDelta::hours(hours))
    }

    /// So many days after it began.
    fn days(&self, days: i64) -> Timestamp {
        self.hours(24 * days)
    }

    /// Lets time pass until an instant, and everything happen that is due then; gives what did.
    async fn pass(&self, until: Timestamp) -> Vec<String> {
        let left = until.utc() - self.app.clock.now().utc();
        assert!(left >= TimeDelta::zero(), "{until} is over");
        self.app.clock.advance(left);
        self.app.settle().await.events().into_iter().map(str::to_owned).collect()
    }

    /// Fails unless these people hear of this at an instant, each once, and nothing of it has happened a second before. What
    /// nobody is told happens all the same.
    async fn hear(&mut self, at: Timestamp, told: &[Told<'_>]) {
        self.pass(before(at)).await;
        self.hear_now(at, told).await;
    }

    /// Fails unless it is carried so far that an alliance did not keep a service level by an instant, not before, and within the
    /// minute after which the clocks are looked at again, and these people hear of it.
    async fn carried(&mut self, by: Timestamp, of: Keeper<'_>, step: Step, told: &[Told<'_>]) {
        self.pass(by).await;
        let sooner = times(of, step).await;
        self.hear_now(by.plus_seconds(61), told).await;
        assert_eq!(times(of, step).await, sooner + 1, "{by}: {step:?}");
        self.seen.steps.insert(step);
    }

    /// Fails unless these people have heard of this by an instant, once since now.
    async fn hear_now(&mut self, at: Timestamp, told: &[Told<'_>]) {
        let mut sooner = Vec::new();
        for (kind, whom) in told {
            for who in *whom {
                sooner.push(heard(who, kind).await);
            }
        }
        let happened = self.pass(at).await;
        let mut sooner = sooner.into_iter();
        for (kind, whom) in told {
            assert!(EventKind::read(kind).is_none() || happened.iter().any(|it| it == kind), "{at}: {kind}");
            for who in *whom {
                let since = heard(who, kind).await - sooner.next().unwrap();
                assert_eq!(since, 1, "{at}: {kind}: {:?}", who.role());
            }
            self.seen.causes.insert(kind);
        }
    }

    /// What was seen.
    fn end(self) -> Seen {
        self.seen
    }
}

fn before(at: Timestamp) -> Timestamp {
    Timestamp::new(at.utc() - TimeDelta::seconds(1))
}

/// The first second after an instant until which something is in time.
fn after(at: Timestamp) -> Timestamp {
    at.plus_seconds(1)
}

/// So many days before an instant.
fn days_before(at: Timestamp, days: i64) -> Timestamp {
    Timestamp::new(at.utc() - TimeDelta::days(days))
}

/// The beginning of a day.
fn day(on: &str) -> Timestamp {
    Timestamp::new(format!("{on}T00:00:00Z").parse().unwrap())
}

/// How often that was noted.
async fn times((broker, alliance): Keeper<'_>, (level, step): Step) -> usize {
    let named = (level.as_str().to_uppercase(), step.as_str().to_uppercase());
    broker.breaches(alliance).await.unwrap().into_iter().filter(|it| *it == named).count()
}

/// How far each service level is carried.
fn steps() -> BTreeSet<Step> {
    let steps = |level: ServiceLevel| EscalationStep::ALL.iter().map(move |step| (level, *step));
    ServiceLevel::ALL.iter().flat_map(|it| steps(*it)).filter(|(level, step)| *step <= level.last_step()).collect()
}

/// What comes about by itself in the lives of the nouns, and from where.
fn by_itself() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut found = BTreeMap::<_, BTreeSet<_>>::new();
    for step in LIFECYCLES.lines().filter(|it| it.ends_with("by itself |")) {
        // What happens stands in the first column and from where in the second, each between ticks.
        if let ["| ", event, " | ", from, ..] = step.split('`').collect::<Vec<_>>()[..] {
            found.entry(event).or_default().insert(from);
        }
    }
    found
}

#[tokio::test]
async fn every_deadline_is_seen_by_those_whom_it_is_for_at_its_time_and_not_before() {
    let (asking, guarantees) = (Box::pin(promises::asking()), Box::pin(promises::giving()));
    let (answered, asked) = (Box::pin(answers::of_two_schools()), Box::pin(answers::of_others()));
    let (worked, late) = (Box::pin(work::from_begin_to_close()), Box::pin(work::begun_late_or_never()));
    let (people, places) = (Box::pin(others::people()), Box::pin(others::places()));
    let (offered, held) = (Box::pin(others::offered()), Box::pin(work::paid_and_not_confirmed()));
    let lives = tokio::join!(asking, guarantees, answered, asked, worked, late, people, places, offered, held);
    // It reckons, and has a thread to itself for that.
    let planned = Box::pin(plans::nobody_uses()).await;
    let announced = Box::pin(plans::nobody_takes_up()).await;
    let (mut causes, mut carried) = (BTreeSet::new(), BTreeSet::new());
    for it in
        [lives.0, lives.1, lives.2, lives.3, lives.4, lives.5, lives.6, lives.7, lives.8, lives.9, planned, announced]
    {
        causes.extend(it.causes);
        carried.extend(it.steps);
    }
    assert_eq!(carried, steps());
    let alone: BTreeSet<_> = by_itself().into_keys().filter(|it| !WITH_SOMETHING_ELSE.contains(it)).collect();
    let there_is = Reminder::ALL.iter().map(|it| it.as_str()).chain(alone).chain(BESIDE).collect();
    assert_eq!(causes, there_is, "what is seen, and what there is");
}

#[test]
fn what_comes_with_something_else_comes_by_itself() {
    for name in WITH_SOMETHING_ELSE {
        assert!(by_itself().contains_key(name), "{name}");
    }
}

#[test]
fn wherever_else_a_clock_leads_from_is_the_same_clock_or_led_through_too() {
    let mut from = by_itself();
    from.retain(|name, _| !WITH_SOMETHING_ELSE.contains(name));
    for (name, state) in ALSO_FROM.into_iter().chain(TWICE).chain(WITHOUT_A_CLOCK) {
        assert!(from.get_mut(name).is_some_and(|states| states.remove(state)), "{name} from {state}");
    }
    from.retain(|_, states| states.len() != 1);
    assert_eq!(from, BTreeMap::new(), "led to from one state alone");
}
