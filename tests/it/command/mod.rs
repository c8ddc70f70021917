//! The command line, run as a process of its own: what it says, and with which code it ends.

mod beginning;
mod databases;
mod market;
mod serving;
mod trail;

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use lateral::app::Ids;
use lateral_tests::database::Database;
use serde_json::Value as Json;

/// How a command ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    /// What it printed.
    out: String,
    /// What it said on the side.
    err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ended {
    /// What was printed, of a command that ended well.
    fn well(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.out
    }

    /// Whether it ended badly and said all of this on the side.
    #[track_caller]
    fn badly(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "\"{word}\" is missing in {self:?}");
        }
    }
}

/// A folder of signing keys, gone with the test.
struct Keys(PathBuf);

impl Keys {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("lateral-test-keys-{}", Ids.uuid().simple())))
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        // A command that ended early made none.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The command with these settings and no others.
fn lateral(words: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lateral-tried"));
    command.env_clear().envs(settings.iter().copied()).args(words).stdin(Stdio::null());
    command
}

/// Runs a command to its end on a database, with the login of the service.
fn run(words: &[&str], database: &Database, keys: &Keys, settings: &[(&str, &str)]) -> Ended {
    let usual = [("LATERAL_DATABASE_URL", database.runtime.as_str()), ("LATERAL_KEYS", path(&keys.0))];
    let settings: Vec<_> = usual.into_iter().chain(settings.iter().copied()).collect();
    lateral(words, &settings).output().unwrap().into()
}

fn path(it: &Path) -> &str {
    it.to_str().unwrap()
}

/// A server that runs, ended with the test.
struct Server {
    child: Child,
    err: BufReader<ChildStderr>,
    /// Its address, as a client writes it.
    url: String,
}

impl Server {
    /// Starts one on a free port and waits until it serves.
    fn start(database: &Database, keys: &Keys) -> Self {
        let settings = [
            ("LATERAL_DATABASE_URL", database.runtime.as_str()),
            ("LATERAL_KEYS", path(&keys.0)),
            ("LATERAL_LISTEN", "127.0.0.1:0"),
        ];
        let mut child = lateral(&["serve"], &settings).stderr(Stdio::piped()).spawn().unwrap();
        let err = BufReader::new(child.stderr.take().unwrap());
        let (mut server, mut said) = (Self { child, err, url: String::new() }, String::new());
        while server.url.is_empty() {
            let mut line = String::new();
            assert_ne!(server.err.read_line(&mut line).unwrap(), 0, "the server ended: {said}");
            let told: Json = serde_json::from_str(&line).unwrap_or_default();
            if told["fields"]["message"] == "serving" {
                server.url = format!("http://{}", told["fields"]["address"].as_str().unwrap());
            }
            said += &line;
        }
        server
    }

    /// Tells it to end as whoever runs services does, and gives its code and what it logged meanwhile.
    fn stop(mut self) -> (Option<i32>, Vec<Json>) {
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status().unwrap();
        assert!(told.success());
        let mut logged = String::new();
        self.err.read_to_string(&mut logged).unwrap();
        let code = self.child.wait().unwrap().code();
        (code, logged.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that was stopped is not there any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_problem_of_the_settings_is_told_at_once() {
    let ended =
        lateral(&["serve"], &[("LATERAL_LISTEN", "nowhere"), ("LATERAL_LOG", "lateral=loud")]).output().unwrap();
    Ended::from(ended).badly(&["3 problem(s)", "LATERAL_LISTEN", "LATERAL_LOG", "LATERAL_DATABASE_URL is not set"]);
    Ended::from(lateral(&["migrate"], &[]).output().unwrap()).badly(&["LATERAL_OWNER_DATABASE_URL is not set"]);
    let schema = Ended::from(lateral(&["schema"], &[("LATERAL_LISTEN", "nowhere")]).output().unwrap());
    assert!(schema.well().contains("type Query"), "the contract needs no settings");
}

#[test]
fn keys_are_made_and_rotated_without_a_database() {
    let keys = Keys::new();
    let of = |word: &str| -> Vec<String> {
        let ended = Ended::from(lateral(&["keys", word], &[("LATERAL_KEYS", path(&keys.0))]).output().unwrap());
        ended.well().lines().map(str::to_owned).collect()
    };
    let first = of("list");
    assert_eq!(first.len(), 1);
    let said = of("rotate");
    let both = of("list");
    assert_eq!((both.len(), &both[0]), (2, &first[0]), "the old one still verifies");
    assert_eq!(said, [format!("{} signs from now on", both[1])]);
}
