//! What the searches of the command line have in common: until when they go on, the bar that shows where they stand, and how
//! their answer is given.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use domain::brokerage::matching::plan::Step;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::Failure;
use crate::interchange;

/// How to search, and how to answer.
#[derive(Args)]
pub struct Search {
    /// When to stop and give the best that was found so far, such as 500ms, 5s or 2m.
    #[arg(long, default_value = "60s", value_parser = duration)]
    pub deadline: Duration,
    /// Prints JSON: the answer with its figures and its prices.
    #[arg(long)]
    pub json: bool,
    /// Writes the answer into a file: as a table if its name ends in .csv, else as JSON.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

impl Search {
    /// Gives an answer: into the file that was asked for, and at the terminal as JSON or in words.
    pub fn give(
        &self,
        json: impl Fn() -> serde_json::Result<String>,
        table: impl Fn() -> String,
        said: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if let Some(file) = &self.out {
            let is_table = file.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv"));
            let text = if is_table { table() } else { json()? };
            interchange::write_file(file, text.as_bytes())?;
        }
        if self.json {
            print!("{}", json()?);
        } else {
            print!("{}", said());
        }
        Ok(())
    }
}

/// Who watches a search from the terminal: ends it at its deadline, and shows a bar until then.
pub struct Watch {
    deadline: Instant,
    bar: ProgressBar,
    shown: Instant,
}

/// How often the bar moves.
const LOOK: Duration = Duration::from_millis(200);

impl Watch {
    /// Begins to watch; `doing` says what is done meanwhile, in a word.
    pub fn begin(doing: &str, deadline: Instant) -> Self {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template(&format!("{doing} {{wide_bar}} {{percent}}% {{msg}}"));
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(None, target).with_style(style);
        Self { deadline, bar, shown: Instant::now() }
    }

    /// Whether the search goes on. What is said of it, how much of how much and how far from the best, is asked for only where
    /// somebody looks, and not at every step.
    pub fn look(&mut self, stands: impl FnOnce() -> (u64, u64, i64)) -> Step {
        let now = Instant::now();
        if !self.bar.is_hidden() && now - self.shown > LOOK {
            let (done, of, gap) = stands();
            self.bar.set_length(of);
            self.bar.set_position(done);
            self.bar.set_message(format!("within {gap}"));
            self.shown = now;
        }
        if now < self.deadline { Step::GoOn } else { Step::Stop }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Reads a time such as 500ms, 5s or 2m.
fn duration(text: &str) -> Result<Duration, String> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let duration = number.parse().ok().and_then(|number: u64| match unit {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    });
    let sensible = duration.filter(|it| *it <= Duration::from_secs(86_400));
    sensible.ok_or_else(|| "a time is a whole number with ms, s or m, at most a day: 500ms, 5s, 2m".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_unit() {
        for (text, milliseconds) in [("500ms", 500), ("5s", 5_000), ("2m", 120_000), ("0s", 0)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)));
        }
        for text in ["", "5", "s", "-5s", "1.5s", "5h", "86401s", "99999999999999999999s", "999999999999999999m"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
