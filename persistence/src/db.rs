//! The database: one pool, reads of public records, and the door to transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use domain::Event;
use domain::access::Scope;
use futures_util::TryStreamExt;
use sea_orm::sqlx;
use sea_orm::{DbBackend, FromQueryResult, QueryResult, Statement, Value};

use crate::pool::{Lent, Pool};
use crate::tx::{Stamp, Told, Tx};
use crate::{DbError, scope};

/// How to reach the database, and for how long to wait for it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address, with the runtime's login.
    pub url: String,
    /// The most connections that are open at once.
    pub connections: u32,
    /// How long to wait for a free connection.
    pub wait: Duration,
    /// How long one statement may take.
    pub statement: Duration,
    /// How long to wait for a lock.
    pub lock: Duration,
    /// How long a transaction may sit idle before the server ends it.
    pub idle: Duration,
    /// How old a connection may be when it is used: what the server remembers for it only grows.
    pub life: Duration,
}

impl Settings {
    /// The defaults of TRUST section 1 for an address: pool wait 1 s, lock 2 s, statement 5 s, idle 10 s; and half an hour's life.
    pub fn of(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 16,
            wait: Duration::from_secs(1),
            statement: Duration::from_secs(5),
            lock: Duration::from_secs(2),
            idle: Duration::from_secs(10),
            life: Duration::from_secs(30 * 60),
        }
    }
}

/// How much is asked of the database: what a test's statement budget and the benchmark count.
#[derive(Debug, Default)]
pub struct Traffic {
    statements: AtomicU64,
    round_trips: AtomicU64,
}

impl Traffic {
    pub(crate) fn statement(&self) {
        self.statements.fetch_add(1, Relaxed);
        self.round_trip();
    }

    pub(crate) fn round_trip(&self) {
        self.round_trips.fetch_add(1, Relaxed);
    }

    /// Statements so far that read or wrote tables (SETTLED 21).
    pub fn statements(&self) -> u64 {
        self.statements.load(Relaxed)
    }

    /// Round trips so far, with those that open and end transactions.
    pub fn round_trips(&self) -> u64 {
        self.round_trips.load(Relaxed)
    }
}

/// The database, shared by everything that runs in this process.
#[derive(Clone)]
pub struct Db {
    pool: Pool,
    traffic: Arc<Traffic>,
    told: Option<Told>,
}

impl Db {
    /// Opens the pool.
    pub async fn connect(settings: &Settings) -> Result<Self, DbError> {
        let pool = Box::pin(Pool::open(settings)).await?;
        Ok(Self { pool, traffic: Arc::default(), told: None })
    }

    /// The same database, telling somebody of every event as soon as its transaction has ended well.
    #[must_use]
    pub fn telling(self, told: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        Self { told: Some(Arc::new(told)), ..self }
    }

    pub(crate) fn told(&self) -> Option<Told> {
        self.told.clone()
    }

    /// What was asked of the database so far.
    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// Opens a transaction in which the actor's records are seen.
    pub async fn begin(&self, stamp: Stamp) -> Result<Tx, DbError> {
        self.begin_as(&stamp.actor.scope(), stamp).await
    }

    /// Opens a transaction in which the scope's records are seen.
    pub async fn begin_as(&self, seen: &Scope, stamp: Stamp) -> Result<Tx, DbError> {
        Tx::begin(self, Arc::clone(&self.traffic), seen, stamp).await
    }

    /// The rows of a query over public tables.
    pub async fn rows<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<R>, DbError> {
        let mut rows = Vec::new();
        let keep = |row| {
            rows.push(row);
            Ok(())
        };
        self.each(sql, values, keep).await?;
        Ok(rows)
    }

    /// Gives each row of a query over public tables to `take` as it comes: what is made of a whole country is not held
    /// twice.
    pub async fn each<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
        mut take: impl FnMut(R) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.each_raw(sql, values, |row| take(R::from_query_result(row, "")?)).await
    }

    /// Gives each row as it comes, unread: of a joined row, only what differs from the one before is worth reading.
    async fn each_raw(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
        mut take: impl FnMut(&QueryResult) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.traffic.statement();
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        let mut connection = self.pool.lend().await?;
        let mut coming = crate::tx::query(statement).fetch(&mut *connection);
        while let Some(row) = coming.try_next().await? {
            take(&row.into())?;
        }
        drop(coming);
        connection.finished();
        Ok(())
    }

    /// The only row of a query over public tables, if there is one.
    pub async fn row<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<R>, DbError> {
        Ok(self.rows(sql, values).await?.pop())
    }

    /// The rows of a query over private tables, with row-level security told who reads in the same round trip.
    pub async fn rows_for<R: FromQueryResult>(
        &self,
        seen: &Scope,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<R>, DbError> {
        let (sql, values) = telling(seen, sql, values);
        self.rows(&sql, values).await
    }

    /// Gives each row of a query over private tables to `take` as it comes.
    pub async fn each_for<R: FromQueryResult>(
        &self,
        seen: &Scope,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
        take: impl FnMut(R) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let (sql, values) = telling(seen, sql, values);
        self.each(&sql, values, take).await
    }

    /// Gives each row of a query over private tables to `take` as it comes, unread.
    pub(crate) async fn each_raw_for(
        &self,
        seen: &Scope,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
        take: impl FnMut(&QueryResult) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        let (sql, values) = telling(seen, sql, values);
        self.each_raw(&sql, values, take).await
    }

    /// The only row of a query over private tables, if there is one that the scope sees.
    pub async fn row_for<R: FromQueryResult>(
        &self,
        seen: &Scope,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<R>, DbError> {
        Ok(self.rows_for(seen, sql, values).await?.pop())
    }

    /// Runs a statement over public tables outside a transaction.
    pub async fn run(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbError> {
        self.traffic.statement();
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        let mut connection = self.pool.lend().await?;
        let done = crate::tx::query(statement).execute(&mut *connection).await?;
        connection.finished();
        Ok(done.rows_affected())
    }

    /// Closes the connections that nobody has, and opens no more.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Opens a transaction for a reader, in one round trip.
    pub(crate) async fn open(&self, seen: &Scope) -> Result<Lent, DbError> {
        self.traffic.round_trip();
        let mut connection = self.pool.lend().await?;
        connection.opens();
        // Safe: the text is ours, and what is spliced into it are ids.
        sqlx::raw_sql(sqlx::AssertSqlSafe(scope::opening(seen))).execute(&mut *connection).await?;
        Ok(connection)
    }
}

/// A statement over private tables that tells row-level security who reads, with its values.
fn telling(seen: &Scope, sql: &str, values: impl IntoIterator<Item = Value>) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = values.into_iter().collect();
    let sql = scope::telling(sql, values.len());
    values.push(scope::reader(seen).into());
    (sql, values)
}
