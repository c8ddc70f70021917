//! Connections: kept open, and lent to one user at a time.
//!
//! The driver's own pool asks the server how it is whenever a connection comes back, which is a second round trip for every
//! statement. This one asks nothing of a connection whose work came to its end, and has every other one rolled back first.

use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{
    Manager, Metrics, Object, Pool as Kept, PoolError, QueueMode, RecycleError, RecycleResult, Timeouts,
};
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions, Connection, Executor, PgConnection};

use crate::{DbError, Settings};

/// The connections of a process.
#[derive(Clone)]
pub(crate) struct Pool(Kept<Maker>);

impl Pool {
    /// Opens the first connection, so that a wrong address is known at once.
    pub async fn open(settings: &Settings) -> Result<Self, DbError> {
        let kept = Kept::builder(Maker { options: options(settings)?, life: settings.life })
            .max_size(settings.connections as usize)
            .timeouts(Timeouts { wait: Some(settings.wait), create: Some(settings.wait), recycle: None })
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1)
            .build();
        let pool = Self(kept.map_err(|fault| DbError::Broken(fault.to_string()))?);
        pool.lend().await?.finished();
        Ok(pool)
    }

    /// Lends a connection, as soon as one is free.
    pub async fn lend(&self) -> Result<Lent, DbError> {
        // In a box of its own, because it may open a connection: every use case would have to make room for that, and every
        // field of GraphQL for the largest of them.
        match Box::pin(self.0.get()).await {
            Ok(connection) => Ok(Lent { connection: Some(connection), finished: false }),
            Err(PoolError::Timeout(_)) => Err(DbError::Unavailable("no free connection".into())),
            Err(fault) => Err(DbError::Unavailable(fault.to_string())),
        }
    }

    /// Closes the connections that nobody has, and lends no more.
    pub async fn close(&self) {
        let rested = self.0.retain(|_, _| false).removed;
        self.0.close();
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
}

impl Manager for Maker {
    type Type = PgConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        PgConnection::connect_with(&self.options).await
    }

    async fn recycle(&self, _: &mut PgConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() > self.life { Err(RecycleError::message("it is old")) } else { Ok(()) }
    }
}

/// A connection that is lent. Until its user says that the work on it is finished, it counts as left in the middle: it is
/// rolled back, and read to the end, before anybody else has it.
pub(crate) struct Lent {
    connection: Option<Object<Maker>>,
    finished: bool,
}

impl Lent {
    /// Gives it back: nothing is under way on it, and no transaction is open.
    pub fn finished(mut self) {
        self.finished = true;
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
        let Some(connection) = self.connection.take().filter(|_| !self.finished) else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(roll_back(connection))),
            // Nobody is left to talk to the server, which rolls back what is cut off.
            Err(_) => drop(Object::take(connection)),
        }
    }
}

async fn roll_back(mut connection: Object<Maker>) {
    if let Err(fault) = connection.execute("ROLLBACK").await {
        tracing::warn!(%fault, "a connection was lost");
        drop(Object::take(connection));
    }
}
