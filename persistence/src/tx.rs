//! A transaction: one reader, one instant, every event of it recorded with the work.

use std::sync::{Arc, Mutex as SyncMutex};

use async_trait::async_trait;
use domain::access::{Actor, Scope};
use domain::{Event, Id, Noun, Timestamp};
use sea_orm::sqlx::{self, Postgres};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, RuntimeErr, Statement, Value,
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::db::Traffic;
use crate::once::{self, Claim};
use crate::pool::Lent;
use crate::{Db, DbError, outbox, scope};

/// What a transaction knows of its cause: when it happens, who causes it, under which request.
#[derive(Clone)]
pub struct Stamp {
    /// The instant of everything in it.
    pub now: Timestamp,
    /// Who acts.
    pub actor: Actor,
    /// The request that it answers.
    pub request_id: String,
    /// Where new ids come from.
    pub ids: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// The key under which its work is done once.
    pub once: Option<Arc<Claim>>,
}

/// An open transaction. Dropped without [`commit`](Tx::commit), it leaves nothing.
pub struct Tx {
    inner: Mutex<Lent>,
    stamp: Stamp,
    events: SyncMutex<Vec<outbox::Recorded>>,
    shown: SyncMutex<Vec<String>>,
    traffic: Arc<Traffic>,
    told: Option<Told>,
}

/// Who is told of an event once its transaction has ended well: this process, at once; the others hear by the outbox.
pub(crate) type Told = Arc<dyn Fn(&Event) + Send + Sync>;

impl Tx {
    /// Opens a transaction in which the scope's records are seen, in one round trip.
    pub(crate) async fn begin(db: &Db, traffic: Arc<Traffic>, seen: &Scope, stamp: Stamp) -> Result<Self, DbError> {
        let inner = db.open(seen).await?;
        let (inner, events, shown) = (Mutex::new(inner), SyncMutex::default(), SyncMutex::default());
        let tx = Self { inner, stamp, events, shown, traffic, told: db.told() };
        if let Some(claim) = tx.open_claim() {
            once::claim(&tx, claim).await?;
        }
        Ok(tx)
    }

    /// The key that this transaction bears: a script's first that ends well bears it, later ones do not.
    fn open_claim(&self) -> Option<&Arc<Claim>> {
        self.stamp.once.as_ref().filter(|claim| !claim.is_done())
    }

    /// The instant of everything in this transaction.
    pub const fn now(&self) -> Timestamp {
        self.stamp.now
    }

    /// Who acts, and under which request.
    pub const fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Lets the rest of the transaction see and change every record: for work on both sides of a deployment that the
    /// rules have allowed, such as posting to the other school's account.
    pub async fn widen(&self) -> Result<(), DbError> {
        let reader = scope::reader(&scope::service());
        self.run("SELECT set_config('lateral.reader', $1, true)", [reader.into()]).await.map(drop)
    }

    /// Has what follows walk along indexes in their order. For deadlines: the service may see every row, which PostgreSQL
    /// does not foresee, and it would rather gather all that may be seen than go by the few that are due.
    pub async fn along_indexes(&self) -> Result<(), DbError> {
        self.run("SET LOCAL enable_bitmapscan = off", []).await.map(drop)
    }

    /// Records what happened; it is written with the commit.
    pub fn record(&self, event: Event) {
        self.keep(outbox::Recorded { event, reason: None });
    }

    /// Records what happened, and why in the actor's own words, if there are any.
    pub fn record_for<'r>(&self, event: Event, reason: impl Into<Option<&'r str>>) {
        self.keep(outbox::Recorded { event, reason: reason.into().map(str::to_owned) });
    }

    fn keep(&self, recorded: outbox::Recorded) {
        self.events.lock().expect("no holder of this lock can panic").push(recorded);
    }

    /// Names what the answer shows, where no event names it: by that an answer that was lost is rendered again.
    pub fn shows<N: Noun>(&self, id: Id<N>) {
        self.shown.lock().expect("no holder of this lock can panic").push(id.to_string());
    }

    /// Writes the recorded events and ends the transaction; everything happened, or nothing did.
    pub async fn commit(self) -> Result<(), DbError> {
        let events = std::mem::take(&mut *self.events.lock().expect("no holder of this lock can panic"));
        if !events.is_empty() {
            outbox::write(&self, &events).await?;
        }
        let claim = self.open_claim().map(Arc::clone);
        if let Some(claim) = &claim {
            let shown = std::mem::take(&mut *self.shown.lock().expect("no holder of this lock can panic"));
            once::conclude(&self, claim, shown, &events).await?;
        }
        self.traffic.round_trip();
        let mut connection = self.inner.into_inner();
        sqlx::raw_sql("COMMIT").execute(&mut *connection).await?;
        connection.finished();
        if let Some(claim) = &claim {
            claim.done();
        }
        if let Some(told) = &self.told {
            events.iter().for_each(|it| told(&it.event));
        }
        Ok(())
    }

    /// The rows of a query.
    pub async fn rows<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<R>, DbError> {
        let rows = self.query_all_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        rows.iter().map(|row| R::from_query_result(row, "").map_err(DbError::from)).collect()
    }

    /// The only row of a query, if there is one.
    pub async fn row<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<R>, DbError> {
        let row = self.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        row.map(|row| R::from_query_result(&row, "")).transpose().map_err(DbError::from)
    }

    /// Runs a statement and gives the number of rows that it wrote.
    pub async fn run(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbError> {
        let done = self.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
        Ok(done.rows_affected())
    }
}

/// A statement as the driver takes it.
pub(crate) fn query(statement: Statement) -> sqlx::query::Query<'static, Postgres, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()));
    // Safe: statements are constants of this crate or made by the query builder; values are bound, never spliced.
    sqlx::query_with(sqlx::AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn of_query(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

/// SeaORM's builders and entities run in a transaction as they do on a connection.
#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.traffic.statement();
        let mut tx = self.inner.lock().await;
        query(statement).execute(&mut **tx).await.map(Into::into).map_err(of_query)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.traffic.statement();
        let mut tx = self.inner.lock().await;
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut **tx).await;
        done.map(Into::into).map_err(of_query)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.traffic.statement();
        let mut tx = self.inner.lock().await;
        let row = query(statement).fetch_optional(&mut **tx).await;
        row.map(|row| row.map(Into::into)).map_err(of_query)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.traffic.statement();
        let mut tx = self.inner.lock().await;
        let rows = query(statement).fetch_all(&mut **tx).await;
        rows.map(|rows| rows.into_iter().map(Into::into).collect()).map_err(of_query)
    }
}
