//! Every line of SQL: tables and their rows, transactions, the outbox. Knows neither permission nor the web.

pub mod audit;
pub mod brokerage;
pub mod check;
pub mod column;
pub mod communities;
pub mod db;
pub mod directory;
pub mod error;
pub mod exchange;
#[cfg(feature = "bench")]
pub mod floor;
pub mod identity;
pub mod once;
pub mod outbox;
pub mod page;
mod pool;
pub mod privacy;
pub mod reciprocity;
pub mod schema;
pub mod scope;
pub mod seed;
pub mod tx;

pub use column::{Key, Text};
pub use db::{Db, Settings};
pub use error::DbError;
pub use page::{Cursor, Page, PageRequest};
pub use tx::{Stamp, Tx};

/// Lists the values of a statement, each converted to what the database keeps.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        vec![$(sea_orm::Value::from($value)),*]
    };
}
