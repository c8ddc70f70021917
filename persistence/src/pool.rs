//! Connections: kept open, and lent to one user at a time.
//!
//! The driver's own pool asks the server how it is whenever a connection comes back, which is a second round trip for every
//! statement. This one asks nothing of a connection whose work came to its end. Of one that was left in the middle, the
//! transaction is rolled back, or the answer heard to its end, before anybody else has it.

use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;

use deadpool::managed::{Manager, Metrics, Object, Pool as Kept, QueueMode, RecycleError, RecycleResult};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions, Connection, Executor, PgConnection};
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use crate::{DbError, Settings};

/// How long to wait before a server is called again that could not take another connection; twice as long each time.
const PAUSE: Duration = Duration::from_millis(10);

/// The connections of a process.
#[derive(Clone)]
pub(crate) struct Pool {
    kept: Kept<Maker>,
    wait: Duration,
}

impl Pool {
    /// Opens the first connection, so that a wrong address is known at once.
    pub async fn open(settings: &Settings) -> Result<Self, DbError> {
        // The server gives up a statement by itself; what has no answer after that comes from a line that is dead.
        let patience = settings.statement + settings.wait;
        let maker = Maker { options: options(settings)?, life: settings.life, patience };
        let kept = Kept::builder(maker).max_size(settings.connections as usize).queue_mode(QueueMode::Lifo).build();
        let kept = kept.map_err(|fault| DbError::Broken(fault.to_string()))?;
        let pool = Self { kept, wait: settings.wait };
        pool.lend().await?.finished();
        Ok(pool)
    }

    /// Lends a connection, as soon as one is free. Whatever keeps the server from giving one, users are told to come back.
    pub async fn lend(&self) -> Result<Lent, DbError> {
        // In a box of its own, because it may open a connection: every use case would have to make room for that, and every
        // field of GraphQL for the largest of them.
        match timeout(self.wait, Box::pin(self.kept.get())).await {
            Ok(Ok(connection)) => Ok(Lent { connection: Some(connection), work: Work::Asked }),
            Ok(Err(fault)) => Err(DbError::Unavailable(fault.to_string())),
            Err(_) => Err(DbError::Unavailable("no connection in time".into())),
        }
    }

    /// Closes the connections that nobody has, and lends no more.
    pub async fn close(&self) {
        let rested = self.kept.retain(|_, _| false).removed;
        self.kept.close();
        for connection in rested {
            // The server sees by itself that one is gone whose farewell was lost.
            let _ = connection.close().await;
        }
    }
}

/// How to reach the server, and what every connection is told first.
pub(crate) fn options(settings: &Settings) -> Result<PgConnectOptions, DbError> {
    let told = [
        ("statement_timeout", settings.statement.as_millis().to_string()),
        ("lock_timeout", settings.lock.as_millis().to_string()),
        ("idle_in_transaction_session_timeout", settings.idle.as_millis().to_string()),
        // Statements are few, and their plans do not hang on the values: left to itself, PostgreSQL plans each list of ids
        // anew, because it takes a list that it cannot see for ten.
        ("plan_cache_mode", "force_generic_plan".into()),
        ("jit", "off".into()),
        // What is read often is in memory, and no disk of today has an arm to move. Else PostgreSQL takes a row by its id for so
        // dear that it gathers everything a reader may see beside it.
        ("random_page_cost", "1.1".into()),
        // How alike a title must be to words that were mistyped: two letters that changed places are forgiven.
        ("pg_trgm.word_similarity_threshold", "0.45".into()),
    ];
    let options = PgConnectOptions::from_str(&settings.url)?;
    Ok(options.application_name("lateral").options(told).disable_statement_logging())
}

struct Maker {
    options: PgConnectOptions,
    life: Duration,
    patience: Duration,
}

impl Manager for Maker {
    type Type = PgConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        let mut pause = PAUSE;
        loop {
            match PgConnection::connect_with(&self.options).await {
                Err(fault) if will_pass(&fault) => sleep(pause).await,
                made => return made,
            }
            pause *= 2;
        }
    }

    async fn recycle(&self, _: &mut PgConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() > self.life { Err(RecycleError::message("it is old")) } else { Ok(()) }
    }
}

/// Whether a server that could not be reached is only starting, or has just too many connections.
fn will_pass(fault: &sqlx::Error) -> bool {
    match fault {
        sqlx::Error::Io(it) => it.kind() == std::io::ErrorKind::ConnectionRefused,
        sqlx::Error::Database(it) => it.code().is_some_and(|code| ["53300", "57P03"].contains(&&*code)),
        _ => false,
    }
}

/// What is under way on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    /// A statement, which is a transaction of its own.
    Asked,
    /// A transaction.
    Opened,
    /// Nothing.
    Finished,
}

/// A connection that is lent. Until its user says that the work on it is finished, it counts as left in the middle: what was
/// opened is rolled back, and what was asked is heard to the end, before anybody else has it.
pub(crate) struct Lent {
    connection: Option<Object<Maker>>,
    work: Work,
}

impl Lent {
    /// Says that a transaction is about to be opened.
    pub fn opens(&mut self) {
        self.work = Work::Opened;
    }

    /// Gives it back: nothing is under way on it, and no transaction is open.
    pub fn finished(mut self) {
        self.work = Work::Finished;
    }
}

impl Deref for Lent {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.connection.as_deref().expect("it is there until it is dropped")
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.connection.as_deref_mut().expect("it is there until it is dropped")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take().filter(|_| self.work != Work::Finished) else { return };
        let left = Left(Some(connection));
        // Without a runtime, nobody is left to talk to the server, which rolls back what is cut off.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(left.settled(self.work));
        }
    }
}

/// A connection that was left in the middle. Dropped so, as by a runtime that ends, it is closed.
struct Left(Option<Object<Maker>>);

impl Left {
    /// Ends what was left, and gives the connection back if that went well.
    async fn settled(mut self, work: Work) {
        let Some(connection) = &mut self.0 else { return };
        let patience = Object::pool(connection).map_or(Duration::ZERO, |pool| pool.manager().patience);
        match timeout(patience, settle(connection, work)).await {
            Ok(Ok(())) => drop(self.0.take()),
            Ok(Err(fault)) => tracing::warn!(%fault, "a connection was lost"),
            Err(_) => tracing::warn!("a connection was lost: nobody answers"),
        }
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(Object::take(connection));
        }
    }
}

async fn settle(connection: &mut PgConnection, work: Work) -> Result<(), sqlx::Error> {
    loop {
        let done = match work {
            Work::Opened => connection.execute("ROLLBACK").await.map(drop),
            Work::Asked | Work::Finished => connection.ping().await,
        };
        match done {
            // What went wrong with the work itself and was not heard yet comes first.
            Err(sqlx::Error::Database(_)) => {}
            done => return done,
        }
    }
}
