//! The use cases: one file per room, one function per verb. Each is a script: load, decide, save, record, commit.

pub mod audit;
pub mod brokerage;
pub mod cache;
pub mod communities;
pub mod directory;
pub mod exchange;
pub mod identity;
pub mod mail;
pub mod reciprocity;
pub mod seed;
pub mod snapshot;

mod clock;
mod ids;
mod refusal;
mod turn;

use std::sync::Arc;

use domain::access::{Actor, Scope};
use domain::brokerage::ServiceStandard;
use domain::directory::{Atlas, Taxonomy};
use domain::reciprocity::{BalancePolicies, BalancePolicy};
use persistence::brokerage::service_level;
use persistence::once::Claim;
use persistence::reciprocity::balance_policy;
use persistence::{Db, DbError, Settings, Stamp, Tx, schema};
use tokio::sync::OnceCell;

use crate::app::snapshot::{Directory, Snapshot};
use crate::cli::Failure;
use crate::config::{Config, Mode};
use crate::identity::Gate;

pub use cache::Cache;
pub use clock::Clock;
pub use ids::Ids;
pub use refusal::{Fault, Outcome, Refusal};
pub(crate) use turn::Turn;

/// How often a script is run again when it clashed with another transaction, and nobody else tries again (TRUST 1).
const ATTEMPTS: u32 = 5;

/// The service: what every use case needs.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The time of day.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// What is kept for a while, and the limits.
    pub cache: Arc<Cache>,
    /// How letters leave.
    pub mail: mail::Mail,
    /// By what people are recognised.
    pub gate: Gate,
    /// The market, as matching reads it.
    pub board: brokerage::matching::Board,
    directory: Arc<Directory>,
    atlas: Atlas,
    taxonomy: OnceCell<Arc<Taxonomy>>,
    balance: OnceCell<BalancePolicies>,
    service: OnceCell<ServiceStandard>,
    db: Db,
}

/// Who asks, and under which request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who it is.
    pub actor: Actor,
    /// The request's id, which the answer also carries.
    pub request_id: String,
    /// The key under which this write is done once, however often it is sent.
    pub idempotency_key: Option<String>,
    /// That key with what it stands for, once the write is known.
    pub once: Option<Arc<Claim>>,
}

impl Caller {
    /// Somebody who is not signed in.
    pub fn stranger(request_id: impl Into<String>) -> Self {
        Self { actor: Actor::Stranger, request_id: request_id.into(), idempotency_key: None, once: None }
    }

    /// The service itself, in a worker or a command.
    pub fn service(cause: impl Into<String>) -> Self {
        Self { actor: Actor::Service, request_id: cause.into(), idempotency_key: None, once: None }
    }

    /// What they may see.
    pub fn scope(&self) -> Scope {
        self.actor.scope()
    }
}

impl App {
    /// Connects what the settings name.
    pub async fn start(config: Config, clock: Clock) -> Result<Arc<Self>, Failure> {
        let gate = Gate::open(&config, clock.now())?;
        let settings = Settings {
            connections: config.connections,
            wait: config.connection_wait,
            ..Settings::of(&config.database)
        };
        let mail = mail::Mail::of(&config.mail, &config.public_url)?;
        let cache = Arc::new(Cache::new(config.redis.as_deref()));
        let directory = Arc::new(Directory::default());
        let (kept, known) = (cache.clone(), directory.clone());
        let db = Db::connect(&settings).await?.telling(move |event| kept.forget_here(event, &known.snapshot()));
        Ok(Arc::new(Self {
            config,
            clock,
            ids: Ids,
            cache,
            mail,
            board: brokerage::matching::Board::default(),
            directory,
            atlas: Atlas::default(),
            gate,
            taxonomy: OnceCell::new(),
            balance: OnceCell::new(),
            service: OnceCell::new(),
            db,
        }))
    }

    /// The database, for reads.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Why this database is not to be served; `None` if it is. The passwords of a demonstration are public, so production
    /// refuses one, even one that became so while it is served (SETTLED 13).
    pub async fn unfit(&self) -> Result<Option<&'static str>, DbError> {
        if self.config.mode != Mode::Production {
            return Ok(None);
        }
        let marked = schema::installation(&self.db, "demonstration").await?.is_some();
        Ok(marked.then_some("this database holds a demonstration, whose passwords are public; production refuses it"))
    }

    /// The directory as this process knows it: schools, trusts, authorities and alliances, in memory.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.directory.snapshot()
    }

    /// What turns places of the national grid into degrees and back.
    pub const fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// Reads again what has changed of the directory; gives whether anything had.
    pub async fn refresh_directory(&self) -> Result<bool, DbError> {
        self.directory.refresh(&self.db).await
    }

    /// The taxonomy of expertise, read once: a new edition comes with a migration, and so with a new process.
    pub async fn taxonomy(&self) -> Result<Arc<Taxonomy>, DbError> {
        let read = async || persistence::directory::expertise::taxonomy(&self.db).await.map(Arc::new);
        self.taxonomy.get_or_try_init(read).await.cloned()
    }

    /// The numbers by which reciprocity is weighed, in all their versions, read once: a new one comes with a migration.
    pub async fn balance_policies(&self) -> Result<&BalancePolicies, DbError> {
        self.balance.get_or_try_init(|| balance_policy::all(&self.db)).await
    }

    /// The numbers by which reciprocity is weighed now.
    pub async fn balance_policy(&self) -> Result<BalancePolicy, DbError> {
        Ok(self.balance_policies().await?.holding(self.clock.now()))
    }

    /// The service levels that hold nationally, and the days on which people work, read once, for they come with a migration;
    /// and what alliances have set for themselves by now.
    pub async fn service_standard(&self) -> Result<ServiceStandard, DbError> {
        let national = self.service.get_or_try_init(async || service_level::standard(&self.db).await).await?;
        Ok(national.with(self.snapshot().alliances.own_levels()))
    }

    /// Opens a transaction on behalf of a caller.
    pub async fn begin(&self, caller: &Caller) -> Result<Tx, DbError> {
        self.db.begin(self.stamp(caller)).await
    }

    /// Opens a transaction on behalf of a caller in which every record is seen: for scripts that must look beyond
    /// what the caller may see, and show nothing of it.
    pub async fn begin_wide(&self, caller: &Caller) -> Result<Tx, DbError> {
        self.db.begin_as(&Actor::Service.scope(), self.stamp(caller)).await
    }

    fn stamp(&self, caller: &Caller) -> Stamp {
        Stamp {
            now: self.clock.now(),
            actor: caller.actor.clone(),
            request_id: caller.request_id.clone(),
            ids: self.ids.source(),
            once: caller.once.clone(),
        }
    }

    /// Runs a script, and runs it again, from its beginning, while it clashes with other transactions.
    pub async fn retrying<T, F>(&self, script: impl Fn() -> F) -> Outcome<T>
    where
        // Named, and not `AsyncFn`, so that whoever awaits it can be sent between threads.
        F: Future<Output = Outcome<T>> + Send,
    {
        let mut attempt = 1;
        loop {
            match script().await {
                Err(Refusal::Fault(Fault::Clash)) if attempt < ATTEMPTS => {
                    clock::pause(attempt).await;
                    attempt += 1;
                }
                ended => return ended,
            }
        }
    }
}
