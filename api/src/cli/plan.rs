//! `lateral plan`: plans a market that a folder holds, and proves the plan; or checks anybody's plan of it.

mod claims;
mod ground;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use domain::brokerage::matching::interchange::Night;
use domain::brokerage::matching::plan::{Checkpoint, Instance, MOST_POINTS, Objective, Plan, Solved, solve};
use domain::brokerage::matching::stable::stable;

use crate::cli::Failure;
use crate::cli::search::{Search, Watch};
use crate::interchange::{self, Answer, Beside, Fault, Figures, Given, Stable};
use ground::Ground;

/// What to plan, and how.
#[derive(Args)]
pub struct Planning {
    /// The folder of the market, in the format lateral-matching/1.
    folder: PathBuf,
    /// A plan of that market, to be checked: JSON, or a table of request,specialist with or without prices.
    #[arg(requires = "check", conflicts_with_all = ["out", "mode"])]
    plan: Option<PathBuf>,
    /// Whether each further job of one person costs something. Without it: as the plan to be checked says, else fair.
    #[arg(long, value_enum)]
    objective: Option<Named>,
    /// Which plan to make.
    #[arg(long, value_enum, default_value_t = Mode::Best)]
    mode: Mode,
    /// An earlier plan that people were told of; whatever would be changed of it costs the switch cost.
    #[arg(long, requires = "switch_cost")]
    told: Option<PathBuf>,
    /// What each told pair costs that is not kept, in points.
    #[arg(long, requires = "told", value_parser = clap::value_parser!(i64).range(0..=MOST_POINTS))]
    switch_cost: Option<i64>,
    /// Checks the plan: that it keeps every bound of the market, that it is worth what is said of it, and what its prices prove.
    #[arg(long)]
    check: bool,
    /// Says besides whom the plan meets, how evenly the work lies, how far people travel and what fairness costs, beside first
    /// come, first served.
    #[arg(long)]
    report: bool,
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

/// Which plan is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// The plan that is worth most, with prices that prove it.
    Best,
    /// The plan in which no pair would rather have each other: each school asks down its list, and each specialist keeps whom
    /// he or she wants most.
    Stable,
}

/// Runs the command.
pub fn run(what: &Planning) -> Result<(), Failure> {
    let night = interchange::read(&what.folder)?;
    let given = |file: &PathBuf| Given::read(file, night.specialists.len());
    let handed_in = what.plan.as_ref().map(|file| Ok::<_, Fault>((file, given(file)?))).transpose()?;
    let of_the_plan = match &handed_in {
        Some((file, given)) => claims::objective(file, given)?,
        None => None,
    };
    let objective = what.objective.or(of_the_plan).unwrap_or(Named::Fair);
    let told = match (&what.told, what.switch_cost) {
        (Some(file), Some(cost)) => Some((given(file)?.plan, cost)),
        _ => None,
    };
    let ground = Ground::new(&night, objective, told)?;
    match (handed_in, what.mode) {
        (Some((file, given)), _) => check(what, &night, &ground, file, &given),
        (None, Mode::Best) => best(what, &night, &ground),
        (None, Mode::Stable) => steady(what, &night, &ground),
    }
}

/// Finds the best plan, and gives it.
fn best(what: &Planning, night: &Night, ground: &Ground<'_>) -> Result<(), Failure> {
    let begun = Instant::now();
    let Solved { plan, certificate, value, bound, unique } = watched(what, ground.market(), &ground.objective);
    let took = begun.elapsed();
    let figures = ground.weigh(&plan, Some(&certificate))?;
    if what.check
        && (value.total(), bound.total())
            != (figures.value + ground.added(), figures.bound.unwrap_or(i64::MAX) + ground.added())
    {
        return Err("the plan is not worth what the planner says, or its prices do not prove it".into());
    }
    let answer = Answer::best(figures, unique, &plan, &certificate).with(report(what, night, ground, &plan)?);
    what.search.give(|| answer.json(), || answer.table(), || format!("{}planned in   {took:.1?}\n", answer.said()))
}

/// Makes the stable plan, and gives it with what it gives up against the best one.
fn steady(what: &Planning, night: &Night, ground: &Ground<'_>) -> Result<(), Failure> {
    let begun = Instant::now();
    let plan = stable(ground.preferences());
    let took = begun.elapsed();
    let figures = ground.weigh(&plan, None)?;
    if what.check && figures.blocking != 0 {
        return Err("the plan is not stable: there are pairs who would rather have each other".into());
    }
    let best = watched(what, ground.market(), &ground.objective);
    let best = ground.weigh(&best.plan, Some(&best.certificate))?;
    let beside = Stable::beside(&figures, &best);
    let answer = Answer::stable(figures, beside, &plan).with(report(what, night, ground, &plan)?);
    what.search.give(|| answer.json(), || answer.table(), || format!("{}planned in   {took:.1?}\n", answer.said()))
}

/// Weighs a plan that was handed in, and compares it with what it says of itself.
fn check(what: &Planning, night: &Night, ground: &Ground<'_>, file: &Path, given: &Given) -> Result<(), Failure> {
    let figures: Figures = ground.weigh(&given.plan, given.certificate.as_ref()).map_err(|why| Fault::of(file, why))?;
    let report = report(what, night, ground, &given.plan)?;
    if what.search.json {
        println!("{}", figures.json(report.as_ref())?);
    } else {
        print!("{}{}", figures.said(), report.map(|it| it.said()).unwrap_or_default());
    }
    Ok(claims::hold(file, given, &figures)?)
}

/// The report of a plan beside first come, first served, where it is asked for.
fn report(what: &Planning, night: &Night, ground: &Ground<'_>, plan: &Plan) -> Result<Option<Beside>, Failure> {
    if !what.report {
        return Ok(None);
    }
    let without_load = watched(what, &night.instance, &Objective::linear());
    let best_without_load = without_load.is_exact().then(|| without_load.value.total());
    Ok(Some(ground.report(plan, best_without_load)?))
}

/// Solves with a bar on a terminal, until the deadline.
fn watched(what: &Planning, market: &Instance, objective: &Objective) -> Solved {
    let mut watch = Watch::begin("planning", Instant::now() + what.search.deadline);
    let mut ask = |at: Checkpoint<'_>| {
        // What is said of the plan so far takes a pass over all pairs.
        watch.look(|| (at.placed() as u64, at.of() as u64, at.bound() - at.value()))
    };
    solve(market, objective, &mut ask)
}
