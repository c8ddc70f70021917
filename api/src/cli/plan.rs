//! `lateral plan`: plans a market that a folder holds, and proves the plan; or checks anybody's plan of it.

mod ground;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use domain::brokerage::matching::plan::{Checkpoint, MOST_POINTS, Solved, solve};

use crate::cli::Failure;
use crate::cli::search::{Search, Watch};
use crate::interchange::{self, Answer, Fault, Figures, Given};
use ground::Ground;

/// What to plan, and how.
#[derive(Args)]
pub struct Planning {
    /// The folder of the market, in the format lateral-matching/1.
    folder: PathBuf,
    /// A plan of that market, to be checked: JSON, or a table of request,specialist with or without prices.
    #[arg(requires = "check", conflicts_with_all = ["out", "deadline"])]
    plan: Option<PathBuf>,
    /// Whether each further job of one person costs something. Without it: as the plan to be checked says, else fair.
    #[arg(long, value_enum)]
    objective: Option<Named>,
    /// An earlier plan that people were told of; whatever would be changed of it costs the switch cost.
    #[arg(long, requires = "switch_cost")]
    told: Option<PathBuf>,
    /// What each told pair costs that is not kept, in points.
    #[arg(long, requires = "told", value_parser = clap::value_parser!(i64).range(0..=MOST_POINTS))]
    switch_cost: Option<i64>,
    /// Checks the plan: that it keeps every bound of the market, that it is worth what is said of it, and what its prices prove.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    search: Search,
}

/// What a plan is to be best at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Named {
    /// Each further job of one person costs more, as the market says.
    Fair,
    /// Jobs cost nothing, however many one person has.
    Linear,
}

/// Runs the command.
pub fn run(what: &Planning) -> Result<(), Failure> {
    let night = interchange::read(&what.folder)?;
    let given = |file: &PathBuf| Given::read(file, night.specialists.len());
    let handed_in = what.plan.as_ref().map(|file| Ok::<_, Fault>((file, given(file)?))).transpose()?;
    let of_the_plan = match &handed_in {
        Some((file, given)) => said_objective(file, given)?,
        None => None,
    };
    let objective = what.objective.or(of_the_plan).unwrap_or(Named::Fair);
    let told = match (&what.told, what.switch_cost) {
        (Some(file), Some(cost)) => Some((given(file)?.plan, cost)),
        _ => None,
    };
    let ground = Ground::new(&night, objective, told)?;
    match handed_in {
        Some((file, given)) => check(what, &ground, file, &given),
        None => plan(what, &ground),
    }
}

/// Finds the best plan, and gives it.
fn plan(what: &Planning, ground: &Ground<'_>) -> Result<(), Failure> {
    let begun = Instant::now();
    let Solved { plan, certificate, value, bound, unique } = watched(ground, begun + what.search.deadline);
    let took = begun.elapsed();
    let figures = ground.weigh(&plan, Some(&certificate))?;
    if what.check
        && (value.total(), bound.total())
            != (figures.value + ground.added(), figures.bound.unwrap_or(i64::MAX) + ground.added())
    {
        return Err("the plan is not worth what the planner says, or its prices do not prove it".into());
    }
    let answer = Answer::new(figures, unique, &plan, &certificate);
    what.search.give(|| answer.json(), || answer.table(), || format!("{}planned in   {took:.1?}\n", answer.said()))
}

/// Weighs a plan that was handed in, and compares it with what it says of itself.
fn check(what: &Planning, ground: &Ground<'_>, file: &Path, given: &Given) -> Result<(), Failure> {
    let figures: Figures = ground.weigh(&given.plan, given.certificate.as_ref()).map_err(|why| Fault::of(file, why))?;
    if what.search.json {
        println!("{}", serde_json::to_string(&figures)?);
    } else {
        print!("{}", figures.said());
    }
    let claims = [("is worth", given.value, Some(figures.value)), ("has the bound", given.bound, figures.bound)];
    for (claim, said, found) in claims {
        if let Some(said) = said.filter(|said| Some(*said) != found) {
            let found = found.map_or("that is not shown: it has no prices".to_owned(), |it| format!("it is {it}"));
            return Err(Fault::of(file, format!("it says that it {claim} {said}; {found}")).into());
        }
    }
    Ok(())
}

/// Solves with a bar on a terminal, until the deadline.
fn watched(ground: &Ground<'_>, deadline: Instant) -> Solved {
    let mut watch = Watch::begin("planning", deadline);
    let mut ask = |at: Checkpoint<'_>| {
        // What is said of the plan so far takes a pass over all pairs.
        watch.look(|| (at.placed() as u64, at.of() as u64, at.bound() - at.value()))
    };
    solve(ground.market(), &ground.objective, &mut ask)
}

/// The objective that a plan says it is for.
fn said_objective(file: &Path, given: &Given) -> Result<Option<Named>, Fault> {
    let named = given.objective.as_deref().map(|name| Named::from_str(name, false).map_err(|_| name));
    named.transpose().map_err(|name| Fault::of(file, format!("the objective is {name:?}, and is fair or linear")))
}
