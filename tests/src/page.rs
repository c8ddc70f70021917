//! The page at `/graphiql` as somebody's desk: what they ask is written into its editor, and run and answered there.

use std::sync::Mutex;

use domain::Timestamp;
use lateral::app::Clock;
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::app::TestApp;
use crate::browser::Browser;
use crate::site::Site;

/// Writes an operation into the editor as soon as it can be run, runs it, and waits for what it is answered.
const RUN: &str = "const [query, variables] = arguments;
    return new Promise((answered) => (function run() {
        const places = ['.graphiql-query-editor', '.graphiql-editor-tool', '.result-window'];
        const [asked, given, answer] = places.map((place) => document.querySelector(`${place} .CodeMirror`)?.CodeMirror);
        const button = document.querySelector('.graphiql-execute-button');
        if (!asked || !given || !answer || !button || button.disabled) return setTimeout(run, 20);
        asked.setValue(query);
        given.setValue(variables);
        answer.setValue('');
        button.click();
        (function read() { answer.getValue().trim() ? answered(answer.getValue()) : setTimeout(read, 20); })();
    })())";

/// A page that is open in a browser, with somebody signed in who asks there.
pub struct Page {
    browser: Browser,
    site: Site,
    clock: Clock,
    email: String,
    password: &'static str,
    /// When it was last loaded, by the service's clock: what they were given to show has run out a little later.
    loaded_at: Mutex<Option<Timestamp>>,
}

impl Page {
    /// Opens the page of a service. Gives nothing, and says so, where no browser is installed; in CI that is a failure.
    pub async fn open(app: &TestApp, email: String, password: &'static str) -> Option<Self> {
        let (browser, site, clock) = (Browser::open().await?, app.site().await, app.clock.clone());
        Some(Self { browser, site, clock, email, password, loaded_at: Mutex::new(None) })
    }

    /// Asks as whoever is signed in.
    pub async fn ask(&self, document: &str, variables: &Json) -> Answer {
        let now = self.clock.now();
        let loaded = self.loaded_at.lock().expect("nobody panics while holding it").replace(now);
        if loaded != Some(now) {
            self.load().await;
        }
        // The editor takes an object or nothing.
        let given = if variables.is_null() { String::new() } else { variables.to_string() };
        let answer = self.browser.run(RUN, json!([document, given])).await;
        let shown = answer.as_str().unwrap_or_default();
        Answer(serde_json::from_str(shown).unwrap_or_else(|_| panic!("the page shows no answer as JSON: {shown}")))
    }

    /// Loads the page, and signs in if the last sign-in is over.
    async fn load(&self) {
        self.browser.go(&format!("{}/graphiql", self.site.url)).await;
        let form = "form button.main";
        if self.browser.first_of(&[form, "[data-persona=acting]"]).await == form {
            self.browser.fill("input[name=email]", &self.email).await;
            self.browser.fill("input[name=password]", self.password).await;
            self.browser.click(form).await;
        }
        self.browser.read("[data-persona=acting]", "Alliance broker").await;
    }
}
