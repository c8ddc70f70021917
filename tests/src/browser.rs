//! A real headless Chromium, driven by the W3C WebDriver protocol: what a person would click, type and read.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How long something may take to appear: a busy machine is not what a test is about.
const PATIENCE: Duration = Duration::from_secs(60);
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1000",
];

/// One window with a profile of its own; closed when dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: PathBuf,
    client: reqwest::Client,
}

impl Browser {
    /// Opens a window. Gives nothing, and says so, where Chromium is not installed; in CI that is a failure.
    pub async fn open() -> Option<Self> {
        let driver = setting("LATERAL_TEST_DRIVER").unwrap_or_else(|| "chromedriver".into());
        let started = Command::new(driver).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut driver) = started else {
            assert!(setting("CI").is_none(), "CI needs the packages chromium and chromium-driver");
            // Written past the test harness, which hides what a passing test prints.
            let told = std::io::stderr().write_all(b"SKIPPED: chromedriver is not installed, no browser was tried\n");
            told.expect("standard error is open");
            return None;
        };
        let port = announced_port(&mut driver);
        let profile = new_profile();
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            client: reqwest::Client::builder().no_proxy().build().expect("a plain client needs nothing"),
            profile,
        };
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", browser.profile.display()));
        let mut options = json!({"args": flags});
        if let Some(binary) = setting("LATERAL_TEST_BROWSER") {
            options["binary"] = binary.to_string_lossy().into();
        }
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": 120_000},
        }}});
        let opened = browser.command("", wanted).await.expect("chromium starts");
        browser.session = opened["sessionId"].as_str().expect("a session has an id").to_owned();
        Some(browser)
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.command("/url", json!({"url": url})).await.expect("the page loads");
    }

    /// Clicks on the first element that a CSS selector finds, once it is there.
    pub async fn click(&self, selector: &str) {
        self.until(selector, "click", json!({})).await;
    }

    /// Types into an empty field.
    pub async fn fill(&self, selector: &str, text: &str) {
        self.until(selector, "value", json!({"text": text})).await;
    }

    /// Presses a key, wherever the keyboard is just now: a character, or one of WebDriver's private ones.
    pub async fn press(&self, key: char) {
        let strokes = json!([{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]);
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]});
        self.command("/actions", actions).await.expect("the key is pressed");
    }

    /// Waits until the element's text contains some words, and gives the text.
    pub async fn read(&self, selector: &str, words: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let since = Instant::now();
        loop {
            let seen = self.run(script, json!([selector])).await;
            let seen = seen.as_str().unwrap_or_default();
            if seen.contains(words) {
                return seen.to_owned();
            }
            assert!(since.elapsed() < PATIENCE, "{selector} says {seen:?}, not {words:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until something is found by one of some CSS selectors, and gives that one.
    pub async fn first_of<'s>(&self, selectors: &[&'s str]) -> &'s str {
        let script = "return arguments[0].findIndex((it) => document.querySelector(it))";
        let since = Instant::now();
        loop {
            let found = self.run(script, json!([selectors])).await.as_u64().and_then(|at| usize::try_from(at).ok());
            if let Some(found) = found {
                return selectors[found];
            }
            assert!(since.elapsed() < PATIENCE, "none of {selectors:?} is there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing is found by a CSS selector any more.
    pub async fn gone(&self, selector: &str) {
        let since = Instant::now();
        while self.run("return document.querySelector(arguments[0]) !== null", json!([selector])).await == json!(true) {
            assert!(since.elapsed() < PATIENCE, "{selector} is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Value) -> Value {
        self.command("/execute/sync", json!({"script": script, "args": arguments})).await.expect("the script runs")
    }

    /// What the page complained about since it was last asked: errors of scripts, and what its policy forbade.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.command("/se/log", json!({"type": "browser"})).await.expect("chromium keeps a log");
        let severe = log.as_array().into_iter().flatten().filter(|line| line["level"] == "SEVERE");
        severe.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    async fn until(&self, selector: &str, verb: &str, body: Value) {
        let since = Instant::now();
        loop {
            let tried = self.try_on(selector, verb, &body).await;
            let Err(problem) = tried else { return };
            assert!(since.elapsed() < PATIENCE, "cannot {verb} {selector}: {problem}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn try_on(&self, selector: &str, verb: &str, body: &Value) -> Result<(), String> {
        let found = self.command("/element", json!({"using": "css selector", "value": selector})).await?;
        let element = found.as_object().and_then(|it| it.values().next()).and_then(Value::as_str).unwrap_or_default();
        self.command(&format!("/element/{element}/{verb}"), body.clone()).await?;
        Ok(())
    }

    async fn command(&self, path: &str, body: Value) -> Result<Value, String> {
        let session = if self.session.is_empty() { String::new() } else { format!("/{}", self.session) };
        let url = format!("http://127.0.0.1:{}/session{session}{path}", self.port);
        let answer = self.client.post(url).json(&body).send().await.map_err(|problem| problem.to_string())?;
        let mut answer: Value = answer.json().await.map_err(|problem| problem.to_string())?;
        match answer["value"]["message"].as_str() {
            Some(problem) => Err(problem.to_owned()),
            None => Ok(answer["value"].take()),
        }
    }
}

impl Drop for Browser {
    /// Ends the session first: a driver that is killed leaves its browser running.
    fn drop(&mut self) {
        if let Ok(mut wire) = TcpStream::connect(("127.0.0.1", self.port)) {
            let end =
                format!("DELETE /session/{} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n", self.session);
            // A driver that does not hang up must not hold up the test: it is ended just below.
            let bounded = wire.set_read_timeout(Some(Duration::from_secs(5)));
            // It answers once the browser is gone, and keeps the line open: to wait for its end would be to wait in vain.
            let ended = bounded
                .and_then(|()| wire.write_all(end.as_bytes()))
                .and_then(|()| wire.read_exact(&mut [0; "HTTP/1.1 200".len()]));
            drop(ended);
        }
        drop(self.driver.kill().and_then(|()| self.driver.wait()));
        drop(std::fs::remove_dir_all(&self.profile));
    }
}

/// Reads the port that the driver found free from its first lines, and leaves its output open: it may say more.
fn announced_port(driver: &mut Child) -> u16 {
    let mut said = BufReader::new(driver.stdout.take().expect("the driver's output is piped"));
    let port = said
        .by_ref()
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok())
        .expect("the driver tells its port");
    driver.stdout = Some(said.into_inner());
    port
}

#[expect(clippy::disallowed_methods, reason = "script/test says by the environment which browser to use")]
fn setting(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

fn new_profile() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("lateral-browser-{}-{number}", std::process::id()))
}
