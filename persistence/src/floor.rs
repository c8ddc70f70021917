//! The floor under the benchmark: each measured operation as one statement, with nothing above it. Only in its build.

use sea_orm::sqlx::PgPool;
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::{DbBackend, FromQueryResult, Statement, Value};
use serde::Serialize;
use uuid::Uuid;

use crate::{Db, DbError, Settings, pool, tx, values};

/// Declares the rows of a statement: read from the database, written as JSON.
macro_rules! rows {
    ($($name:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {
        $(#[derive(FromQueryResult, Serialize)]
        struct $name { $($field: $kind),+ })+
    };
}

rows! {
    SchoolOffer {
        urn: i32, name: String, phase: String, town: Option<String>, postcode: Option<String>,
        local_authority: Option<String>, id: Option<Uuid>, title: Option<String>, kind: Option<String>,
        modes: Option<String>, half_days: Option<i32>, last_confirmed_at: Option<String>,
    }
    Offer {
        id: Uuid, title: String, kind: String, modes: String, last_confirmed_at: Option<String>, urn: i32,
        name: String, town: Option<String>, specialist_id: Option<Uuid>, post: Option<String>,
    }
    School { id: Uuid, urn: i32, name: String, phase: String, town: Option<String> }
    Work {
        title: String, status: String, deployment_id: Option<Uuid>, deployment_status: Option<String>,
        half_days: Option<i32>, specialist_id: Option<Uuid>, post: Option<String>, urn: Option<i32>,
        name: Option<String>, visit_id: Option<Uuid>, visited_on: Option<String>, visit_half_days: Option<i32>,
        visit_status: Option<String>,
    }
    Hit { id: Uuid, title: String, kind: String, urn: i32, name: String }
    Written { id: Uuid }
}

/// What is asked of an operation.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A number, such as a URN.
    pub number: i32,
    /// An id.
    pub id: Uuid,
    /// A text, or a word as the database spells it.
    pub text: String,
}

/// Where the floor has its connections from.
pub struct Floor {
    driver: PgPool,
    ours: Db,
}

impl Floor {
    /// Opens a pool as the driver has it, and one as the service has it.
    pub async fn open(settings: &Settings) -> Result<Self, DbError> {
        let pool = PgPoolOptions::new().max_connections(settings.connections).test_before_acquire(false);
        let driver = pool.acquire_timeout(settings.wait).connect_with(pool::options(settings)?).await?;
        Ok(Self { driver, ours: Db::connect(settings).await? })
    }

    /// Answers an operation of the benchmark by its name, on a connection of the service's pool or of the driver's; `None` if
    /// there is no such operation.
    pub async fn answer(&self, kept: bool, operation: &str, asked: Asked) -> Result<Option<String>, DbError> {
        Ok(Some(match operation {
            "q1" => self.json::<SchoolOffer>(kept, include_str!("floor/q1.sql"), values![asked.number]).await?,
            "q2" => {
                let (terms, stages) = (vec![asked.id], vec![asked.text]);
                self.json::<Offer>(kept, include_str!("floor/q2.sql"), values![terms, stages]).await?
            }
            "q3" => self.json::<School>(kept, include_str!("floor/q3.sql"), values![asked.number]).await?,
            "q4" => self.json::<Work>(kept, include_str!("floor/q4.sql"), values![asked.id]).await?,
            "q5" => self.json::<Hit>(kept, include_str!("floor/q5.sql"), values![asked.text]).await?,
            "q6" => self.json::<Written>(kept, include_str!("floor/q6.sql"), values![asked.id]).await?,
            _ => return Ok(None),
        }))
    }

    async fn json<R: FromQueryResult + Serialize>(
        &self,
        kept: bool,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<String, DbError> {
        let rows: Vec<R> = if kept {
            self.ours.rows(sql, values).await?
        } else {
            let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
            let rows = tx::query(statement).fetch_all(&self.driver).await?.into_iter();
            rows.map(|row| R::from_query_result(&row.into(), "")).collect::<Result<_, _>>()?
        };
        serde_json::to_string(&rows).map_err(|fault| DbError::Broken(fault.to_string()))
    }
}
