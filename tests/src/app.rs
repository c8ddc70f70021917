//! The service under test: its own database, a clock that stands still, and workers that run when told.

use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use lateral::app::{App, Caller, Clock};
use lateral::config::{Config, Needs};
use lateral::graphql::{self, Front, Live, Mutation, Query};
use lateral::worker::{self, Progress};
use persistence::{Db, Settings, check};
use sea_orm::FromQueryResult;
use tokio::sync::OnceCell;

use crate::database::{self, Database};
use crate::persona::Persona;
use crate::site::Sites;

/// The instant at which every test begins: a Monday morning in the second half of the autumn term.
pub const BEGINNING: &str = "2026-11-09T09:00:00Z";

/// How long the builders wait for a connection: a busy machine is not what a test is about.
const PATIENCE: Duration = Duration::from_secs(60);

/// The schema behind its front.
pub type Behind = Front<Query, Mutation, Live>;

/// One service with one database.
pub struct TestApp {
    /// The service.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Clock,
    /// Its schema behind the front, made when first asked.
    front: OnceCell<Arc<Behind>>,
    /// The database with its owner's login, which row-level security does not bind: for the world's builders.
    pub owner: Db,
    /// Where the database is.
    pub database: Database,
    /// The addresses at which it is served.
    pub(crate) sites: Sites,
}

/// What the workers did.
#[derive(Debug)]
pub struct Settled(Vec<String>);

impl Settled {
    /// The public names of the events that were relayed, in order.
    pub fn events(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

impl TestApp {
    /// Starts a service on a database of its own.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a service that has a single connection to its database: whoever asks anew within a transaction waits in vain.
    pub async fn narrow() -> Self {
        Self::start_with(&[("LATERAL_DATABASE_CONNECTIONS", "1"), ("LATERAL_DATABASE_WAIT_SECONDS", "5")]).await
    }

    /// Starts a service on a database of its own, with these settings beside those of every test.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let database = database::create().await;
        let beginning = BEGINNING.parse().expect("the beginning is an instant");
        let clock = Clock::fixed(Timestamp::new(beginning));
        let app = started(&database, &clock, settings).await;
        let patient = Settings { connections: 2, wait: PATIENCE, statement: PATIENCE, ..Settings::of(&database.owner) };
        let owner = Db::connect(&patient).await;
        let owner = owner.expect("the owner's login works");
        Self { front: OnceCell::new(), app, clock, owner, database, sites: Sites::default() }
    }

    /// The schema behind its front, with every limit.
    pub async fn front(&self) -> Arc<Behind> {
        let made = async || Arc::new(graphql::guarded(self.app.clone(), self.app.config.limits.clone()).await);
        Arc::clone(self.front.get_or_init(made).await)
    }

    /// The same service once more, as another process would be: connections, caches and memory of its own, over the
    /// same database and by the same clock.
    pub async fn replica(&self, settings: &[(&str, &str)]) -> Self {
        let app = started(&self.database, &self.clock, settings).await;
        app.refresh_directory().await.expect("the directory can be read");
        let (owner, database) = (self.owner.clone(), self.database.clone());
        Self { front: OnceCell::new(), app, clock: self.clock.clone(), owner, database, sites: Sites::default() }
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Persona<'_> {
        Persona::of(self, Caller::stranger("test"))
    }

    /// The service itself.
    pub fn service(&self) -> Persona<'_> {
        Persona::of(self, Caller::service("test"))
    }

    /// Runs the workers until nothing is due, and tells which events they relayed. What is left behind must be sound.
    pub async fn settle(&self) -> Settled {
        #[derive(FromQueryResult)]
        struct Waiting {
            name: String,
        }
        let mut events = Vec::new();
        loop {
            let planned = worker::rounds::tick(&self.app).await.expect("the planner meets no fault");
            let waiting =
                self.owner.rows::<Waiting>("SELECT name FROM outbox WHERE relayed_at IS NULL ORDER BY id", []);
            events.extend(waiting.await.expect("the outbox can be read").into_iter().map(|event| event.name));
            let worked = worker::tick(&self.app).await.expect("the workers meet no fault");
            if (planned, worked) == (Progress::Idle, Progress::Idle) {
                break;
            }
        }
        let tx = self.app.begin(&Caller::service("test")).await.expect("a transaction begins");
        let breaches = check::breaches(&tx).await.expect("the invariants can be asked");
        assert!(breaches.is_empty(), "invariants are broken: {breaches:#?}");
        Settled(events)
    }

    /// How many statements the service has sent so far.
    pub fn statements(&self) -> u64 {
        self.app.db().traffic().statements()
    }
}

async fn started(database: &Database, clock: &Clock, settings: &[(&str, &str)]) -> Arc<App> {
    let keys = std::env::temp_dir().join(format!("lateral-test-keys-{}", std::process::id()));
    let given = |name: &str| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let config = Config::read(Needs::Database, |name| {
        given(name).or_else(|| match name {
            "LATERAL_DATABASE_URL" => Some(database.runtime.clone()),
            // A busy machine is not what a test is about.
            "LATERAL_DATABASE_WAIT_SECONDS" => Some("60".into()),
            "LATERAL_KEYS" => Some(keys.display().to_string()),
            _ => None,
        })
    });
    App::start(config.expect("the settings are sound"), clock.clone()).await.expect("the service starts")
}
