//! The schema, as SQL files that only go forward, each in a transaction of its own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait};

/// Lists the migrations by file name, in order.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        vec![$(Box::new(SqlFile { name: $name, sql: include_str!(concat!("../sql/", $name, ".sql")) })),+]
    };
}

/// Every migration there is.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        files![
            "0001_ground",
            "0002_directory",
            "0003_identity",
            "0004_exchange",
            "0005_brokerage",
            "0006_reciprocity",
            "0007_platform",
            "0008_calendar",
        ]
    }
}

/// One file: it is run as it stands.
struct SqlFile {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for SqlFile {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SqlFile {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(self.sql).await.map(drop)
    }
}
