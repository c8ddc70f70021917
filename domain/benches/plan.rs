//! Times the national plan on markets in the interchange format: `cargo bench --bench plan -- FOLDER…`, the public instance
//! without a folder. `script/bench matching` makes the markets of the figures and runs it on each.
//!
//! Seconds are of the processor, without reading the market; each is the middle of several runs. What takes microseconds is
//! timed by the clock on the wall.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use lateral_domain::Word;
use lateral_domain::brokerage::matching::interchange::{Incoming, Layout, Meta, Night, Table};
use lateral_domain::brokerage::matching::plan::{
    Draft, Give, Instance, LivePlan, Objective, Pairing, Plan, Solved, Step, solve,
};

/// How many arrivals, and how many forced pairs, are timed.
const MANY: usize = 1_000;
/// The largest market for whose pairs planning anew is waited for, in requests.
const MOST_ANEW: usize = 5_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    if folders.is_empty() {
        folders.push(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/matching/small").to_owned());
    }
    for folder in &folders {
        let night = read(Path::new(folder))?;
        time(folder, &night);
    }
    Ok(())
}

fn time(name: &str, night: &Night) {
    let instance = &night.instance;
    let (requests, specialists) = (instance.asks().len(), instance.gives().len());
    println!("{name}: {requests} requests, {specialists} specialists, {} pairs", instance.len());
    let [fair, linear] = [("fair", &night.fair), ("linear", &Objective::linear())].map(|(name, objective)| {
        let (solved, seconds) = timed(instance, objective);
        let (value, met) = (solved.value.total(), solved.value.met);
        let proof = if solved.is_exact() { "proved best" } else { "NOT PROVED" };
        println!("  {name}: {seconds:.4} s, {value} points, {met} met, {proof}");
        solved
    });
    println!("  most memory so far: {} MiB", peak() / 1_024);
    fairness(instance, &fair, &linear);
    let mut live = arrivals(instance, &night.fair);
    if requests <= MOST_ANEW {
        forced(&mut live, &night.fair);
    }
}

/// Plans a market several times; gives the plan and the middle of the seconds.
fn timed(instance: &Instance, objective: &Objective) -> (Solved, f64) {
    let runs = (2_000_000 / (instance.len() + 1)).clamp(3, 50) | 1;
    let mut seconds = Vec::new();
    let mut last = None;
    for _ in 0..runs {
        // The system tells a process's time in steps, so short runs are repeated until they fill many of them.
        let again = if instance.len() < 1_000_000 { 20 } else { 1 };
        let from = processor();
        for _ in 0..again {
            last = Some(solve(instance, objective, &mut |_| Step::GoOn));
        }
        seconds.push((processor() - from) / f64::from(again));
    }
    seconds.sort_by(f64::total_cmp);
    (last.expect("it ran at least three times"), seconds[seconds.len() / 2])
}

/// The price of fairness, and what is had for it.
fn fairness(instance: &Instance, fair: &Solved, linear: &Solved) {
    let busy = |plan: &Plan| plan.loads(instance.gives().len()).iter().filter(|jobs| **jobs >= 3).count();
    let without_load = |solved: &Solved| solved.value.weight + solved.value.worth;
    let given_up = without_load(linear) - without_load(fair);
    let share = given_up as f64 / without_load(linear) as f64 * 100.0;
    println!(
        "  fairness: {given_up} points given up ({share:.2} %); with three or more jobs {} instead of {}",
        busy(&fair.plan),
        busy(&linear.plan)
    );
}

/// Lets the last requests arrive one by one.
fn arrivals(instance: &Instance, objective: &Objective) -> LivePlan {
    let before = instance.asks().len().saturating_sub(MANY);
    let row = |request: usize| instance.row(request).iter().collect::<Vec<_>>();
    let asks = instance.asks()[..before].to_vec();
    let draft =
        Draft { asks, gives: instance.gives().to_vec(), pairs: (0..before).map(row).collect(), seed: instance.seed() };
    let mut live = LivePlan::new(Instance::new(draft).expect("a part of a market is one"), objective.clone());
    let mut nanos = Vec::new();
    for request in before..instance.asks().len() {
        let pairs = row(request);
        let from = Instant::now();
        live.arrive(instance.asks()[request], pairs).expect("it was in the market");
        nanos.push(from.elapsed().as_nanos());
    }
    let same = live.solved() == solve(instance, objective, &mut |_| Step::GoOn);
    println!("  arrivals: {}, the plan of all together: {same}", percentiles(nanos));
    live
}

/// Forces pairs, and compares each loss with planning anew.
fn forced(live: &mut LivePlan, objective: &Objective) {
    let instance = live.instance().clone();
    let best = live.solved().value.total();
    let (mut nanos, mut equal, mut tried) = (Vec::new(), 0, 0);
    for nth in 0..MANY * 3 {
        let request = nth * 7_919 % instance.asks().len();
        let Some(pair) = instance.row(request).iter().nth(nth % 23) else { continue };
        if tried == MANY {
            break;
        }
        tried += 1;
        let from = Instant::now();
        let loss = live.force(request as u32, pair.specialist).map(|it| it.loss);
        nanos.push(from.elapsed().as_nanos());
        equal += usize::from(loss == Some(best - anew(&instance, objective, request, pair)));
    }
    println!("  why not: {}, equal to planning anew {equal} of {tried}", percentiles(nanos));
}

/// What the best plan with a pair is worth: the pair, and the best of the market without either's place.
fn anew(instance: &Instance, objective: &Objective, request: usize, pair: Pairing) -> i64 {
    let row = |it: usize| if it == request { Vec::new() } else { instance.row(it).iter().collect() };
    let mut gives = instance.gives().to_vec();
    let give = &mut gives[pair.specialist as usize];
    let cost = objective.cost_after(give.jobs);
    *give = Give { capacity: give.capacity - 1, jobs: give.jobs + 1, ..*give };
    let asks = instance.asks().to_vec();
    let draft = Draft { pairs: (0..asks.len()).map(row).collect(), asks, gives, seed: instance.seed() };
    let rest = solve(&Instance::new(draft).expect("a smaller market is one"), objective, &mut |_| Step::GoOn);
    rest.value.total() + pair.weight + instance.asks()[request].worth - cost
}

fn percentiles(mut nanos: Vec<u128>) -> String {
    nanos.sort_unstable();
    let at = |permille: usize| nanos[permille * (nanos.len() - 1) / 1_000] as f64 / 1_000.0;
    format!("p50 {:.1} µs, p99 {:.1} µs of {}", at(500), at(990), nanos.len())
}

/// The seconds that this thread has had of the processor.
fn processor() -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux tells it");
    let nanos = told.split(' ').next().and_then(|it| it.parse::<u64>().ok()).expect("a number");
    nanos as f64 / 1e9
}

/// The most memory that this process has had, in kibibytes.
fn peak() -> u64 {
    let told = fs::read_to_string("/proc/self/status").expect("Linux tells it");
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
    line.split_whitespace().next().and_then(|it| it.parse().ok()).expect("a number")
}

fn read(folder: &Path) -> Result<Night, Box<dyn Error>> {
    let told = fs::read_to_string(folder.join("meta.json"))?;
    let number = |name: &str| -> Result<u64, Box<dyn Error>> { Ok(list(&told, name)?.first().copied().unwrap_or(0)) };
    let load = list(&told, "load_penalty")?.into_iter().map(|cost| cost as i64).collect();
    let meta = Meta {
        seed: number("seed")?,
        requests: number("requests")?,
        specialists: number("specialists")?,
        slots: None,
        edges: number("edges")?,
        fair: Objective::fair(load).map_err(|fault| format!("{fault:?}"))?,
    };
    let mut incoming = Incoming::new(meta);
    for table in [Table::Requests, Table::Specialists, Table::Edges] {
        let text = fs::read_to_string(folder.join(table.as_str()))?;
        let mut lines = text.lines();
        let layout = Layout::of_header(table, lines.next().unwrap_or("").as_bytes()).map_err(|no| no.to_string())?;
        for line in lines {
            incoming.take(layout, line.as_bytes()).map_err(|no| no.to_string())?;
        }
        incoming.end(table).map_err(|no| no.to_string())?;
    }
    Ok(incoming.night())
}

/// The number or the numbers that stand behind a name.
fn list(told: &str, name: &str) -> Result<Vec<u64>, Box<dyn Error>> {
    let from = told.find(&format!("\"{name}\"")).ok_or_else(|| format!("meta.json says no {name}"))?;
    let behind = told[from..].split_once(':').map_or("", |(_, behind)| behind).trim_start();
    let end = if behind.starts_with('[') { behind.find(']') } else { behind.find([',', '}']) };
    let numbers = behind[..end.unwrap_or(behind.len())].split(|it: char| !it.is_ascii_digit());
    Ok(numbers.filter_map(|it| it.parse().ok()).collect())
}
