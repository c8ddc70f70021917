//! The lifecycles as the code has them: each noun is led through all of its steps by everybody who might take them, and what
//! was found is compared with `docs/lifecycles.md`.

mod alliance;
mod brokerage;
mod communities;
mod deployment;
mod exchange;
mod joint;
mod people;
mod promises;
mod ring;
mod round;
mod scenario;

use std::collections::{BTreeSet, HashSet};
use std::fmt::{Debug, Write as _};
use std::fs;
use std::path::Path;

use crate::access::Actor;
use crate::{Event, Word, printed};

/// A lifecycle that was found.
struct Lifecycle {
    /// The noun, as a heading.
    noun: &'static str,
    /// The vocabulary of its states.
    word: &'static str,
    /// Every state of its vocabulary, and what it means.
    states: Vec<(&'static str, &'static str)>,
    /// Into which state it begins, and by which event.
    begins: Vec<(&'static str, &'static str)>,
    /// The steps in the order in which they were found.
    steps: Vec<Found>,
}

/// A step that was found, and who may take it.
struct Found {
    from: &'static str,
    to: &'static str,
    event: &'static str,
    by: BTreeSet<usize>,
    who: Vec<&'static str>,
}

type Step<N> = Box<dyn Fn(&mut N, &Actor) -> Option<&'static str>>;

/// What stands in the place of an event where time alone passes, of which nobody is told.
const TIME: &str = "its time passes";

/// Leads a noun through its life.
struct Explorer<N> {
    who: Vec<(&'static str, Actor)>,
    steps: Vec<Step<N>>,
    alone: Vec<Step<N>>,
}

impl<N: Clone + PartialEq + Debug> Explorer<N> {
    /// Asks these people, named as the page names them.
    fn asking(who: impl IntoIterator<Item = (&'static str, Actor)>) -> Self {
        Self { who: who.into_iter().collect(), steps: Vec::new(), alone: Vec::new() }
    }

    /// Tries a step for each of them. What it refuses is nothing.
    fn step(mut self, step: impl Fn(&mut N, &Actor) -> Option<Event> + 'static) -> Self {
        self.steps.push(Box::new(move |it, by| step(it, by).map(|event| event.name())));
        self
    }

    /// Tries a step that nobody asks for: the clock, or what happens to another noun, leads to it.
    fn alone(mut self, step: impl Fn(&mut N) -> Option<Event> + 'static) -> Self {
        self.alone.push(Box::new(move |it, _| step(it).map(|event| event.name())));
        self
    }

    /// Tries whether time alone leads on, without an event.
    fn passing(mut self, step: impl Fn(&mut N) -> bool + 'static) -> Self {
        self.alone.push(Box::new(move |it, _| step(it).then_some(TIME)));
        self
    }

    /// Goes wherever the steps lead from where it begins.
    fn explore<S: Word>(
        self,
        noun: &'static str,
        begun: impl IntoIterator<Item = (N, Event)>,
        status: impl Fn(&N) -> S,
    ) -> Lifecycle {
        let (mut steps, mut seen, mut waiting) = (Vec::<Found>::new(), HashSet::new(), Vec::new());
        let mut begins = Vec::new();
        for (it, event) in begun {
            let begin = (status(&it).as_str(), event.name());
            if !begins.contains(&begin) {
                begins.push(begin);
            }
            waiting.push(it);
        }
        let who: Vec<_> = self.who.iter().map(|(who, _)| *who).chain(["by itself"]).collect();
        let asked =
            self.who.iter().enumerate().flat_map(|(by, (_, actor))| self.steps.iter().map(move |it| (by, actor, it)));
        let alone = self.alone.iter().map(|it| (self.who.len(), &Actor::Service, it));
        let trials: Vec<_> = asked.chain(alone).collect();
        while !waiting.is_empty() {
            for before in std::mem::take(&mut waiting) {
                for &(by, actor, step) in &trials {
                    let mut after = before.clone();
                    let Some(event) = step(&mut after, actor) else {
                        assert_eq!(before, after, "{noun}: a refused step changed something");
                        continue;
                    };
                    let found = (status(&before).as_str(), status(&after).as_str(), event);
                    match steps.iter_mut().find(|it| (it.from, it.to, it.event) == found) {
                        Some(step) => drop(step.by.insert(by)),
                        None => steps.push(Found {
                            from: found.0,
                            to: found.1,
                            event: found.2,
                            by: BTreeSet::from([by]),
                            who: who.clone(),
                        }),
                    }
                    if seen.insert(format!("{after:?}")) {
                        waiting.push(after);
                    }
                }
            }
        }
        let states = S::ALL.iter().map(|it| (it.as_str(), it.about())).collect();
        Lifecycle { noun, word: S::NAME, states, begins, steps }
    }
}

impl Lifecycle {
    fn print(&self, page: &mut String) {
        let Self { noun, states, begins, steps, .. } = self;
        let mut line = |text: String| writeln!(page, "{text}").expect("a text takes whatever is written to it");
        line(format!("\n## {noun}\n\n```mermaid\nstateDiagram-v2"));
        for (to, event) in begins {
            line(format!("    [*] --> {to}: {event}"));
        }
        for Found { from, to, event, .. } in steps.iter().filter(|it| it.from != it.to) {
            line(format!("    {from} --> {to}: {event}"));
        }
        line("```\n\n| state | what it means |\n|---|---|".into());
        for (state, about) in states {
            line(format!("| `{state}` | {} |", about.replace('\n', " ")));
        }
        line("\n| step | from | to | who |\n|---|---|---|---|".into());
        for Found { from, to, event, by, who } in steps {
            let who: Vec<_> = by.iter().map(|it| who[*it]).collect();
            let to = if from == to { "stays".into() } else { format!("`{to}`") };
            let event = if *event == TIME { TIME.to_owned() } else { format!("`{event}`") };
            line(format!("| {event} | `{from}` | {to} | {} |", who.join(", ")));
        }
    }

    /// States that nothing leads to.
    fn unreached(&self) -> Vec<&'static str> {
        let reached =
            |state: &&str| self.begins.iter().any(|(to, _)| to == state) || self.steps.iter().any(|it| it.to == *state);
        self.states.iter().map(|(state, _)| *state).filter(|state| !reached(state)).collect()
    }
}

const HEAD: &str = "# Lifecycles

Where each noun can stand, what leads from one state to the next, and who may take each step. This page is printed from the
code: a test leads every noun through all of its steps, by everybody who might take them, and compares what it finds with this
page. *By itself* means that nobody asks for it: the clock, or what happens to another noun, leads to it. The other conditions
of a step (dates, what must be written first, second approvals) are in the docstrings of the functions that take it.
";

/// States to which nobody leads a noun here: the register of schools says where a school stands.
const OF_THE_REGISTER: [&str; 1] = ["SchoolStatus"];

fn lifecycles() -> Vec<Lifecycle> {
    vec![
        exchange::offer(),
        exchange::request(),
        promises::audit_visit(),
        brokerage::referral(),
        brokerage::proposal(),
        round::round(),
        round::line(),
        ring::ring(),
        scenario::scenario(),
        scenario::policy_change(),
        deployment::deployment(),
        deployment::departure(),
        deployment::arisen_interest(),
        brokerage::visit(),
        brokerage::assurance(),
        promises::consent(),
        promises::case_study(),
        promises::obligation(),
        joint::pool(),
        joint::member(),
        joint::commission(),
        joint::backer(),
        promises::grant_year(),
        people::specialist(),
        people::designation(),
        alliance::member(),
        promises::invitation(),
        people::person(),
        people::invitation(),
        people::membership(),
        communities::mentorship(),
        communities::support_group(),
        communities::support_place(),
        communities::coaching_practice(),
        people::data_export(),
        people::erasure(),
    ]
}

/// The vocabularies of states that the domain declares, by the files of a folder.
fn declared(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the sources are there").path();
        if path.is_dir() {
            found.extend(declared(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).expect("a source is a text");
            let names = text.split("pub enum ").skip(1).filter_map(|it| it.split(' ').next());
            found.extend(names.filter(|it| it.ends_with("Status")).map(str::to_owned));
        }
    }
    found
}

#[test]
fn the_page_of_lifecycles_is_what_the_code_does() {
    let lifecycles = lifecycles();
    let declared = declared(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let led: BTreeSet<_> = lifecycles.iter().map(|it| it.word).chain(OF_THE_REGISTER).map(str::to_owned).collect();
    assert_eq!(declared, led, "every noun with a status is led through its life");
    let mut page = HEAD.to_owned();
    for it in &lifecycles {
        assert_eq!(it.unreached(), Vec::<&str>::new(), "{}: no step leads there", it.noun);
        it.print(&mut page);
    }
    printed::same("lifecycles.md", |_| page);
}
