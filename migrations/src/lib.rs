//! The schema, as SQL files that only go forward, each in a transaction of its own.

use percent_encoding::percent_decode_str;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, Statement};
use url::Url;

/// Lists the migrations by file name, in order.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        vec![$(SqlFile { name: $name, sql: include_str!(concat!("../sql/", $name, ".sql")) }),+]
    };
}

/// Every migration there is.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        files().into_iter().map(|file| Box::new(file) as Box<dyn MigrationTrait>).collect()
    }
}

/// Every file, in order.
fn files() -> Vec<SqlFile> {
    files![
        "0001_ground",
        "0002_directory",
        "0003_identity",
        "0004_exchange",
        "0005_brokerage",
        "0006_reciprocity",
        "0007_platform",
        "0008_calendar",
        "0009_taxonomy",
        "0010_matching",
        "0011_review",
        "0012_evaluation",
        "0013_designation",
        "0014_rate_card",
        "0015_charge",
        "0016_programme",
        "0017_grant",
        "0018_notification",
        "0019_letter",
        "0020_obligation",
        "0021_impact",
        "0022_case_study",
        "0023_alliance_policy",
        "0024_consent",
        "0025_employment",
        "0026_capacity",
        "0027_half_term_days",
        "0028_service_level",
        "0029_initial_meeting",
        "0030_particulars",
        "0031_template",
        "0033_assurance",
        "0034_overruling",
        "0035_mentorship",
        "0036_pooled_budget",
        "0037_ledger_movement",
        "0038_privacy",
        "0039_retention",
        "0040_coaching_practice",
        "0042_after_the_end",
        "0043_own_service_level",
        "0044_carrying_on",
        "0045_former_home",
        "0046_given_back",
        "0047_dispute_and_deadlines",
        "0048_signer",
        "0049_dates",
        "0050_end_reason",
        "0052_grant_money",
        "0053_held_for_late_word",
        "0054_clock_anew",
        "0055_writer",
        "0056_workstream",
        "0057_programme_round",
        "0058_disputed_carries_on",
        "0059_alliance_signature",
        "0060_what_stands",
        "0061_respond_by",
        "0062_came_to_a_request",
        "0063_for_credit",
        "0064_owed_and_told",
        "0065_action_plan",
        "0066_pause",
        "0067_writer_of_the_end",
        "0068_workstream_of_each",
        "0069_support_missed",
        "0070_keeping_programmes",
        "0071_taken_on_and_people",
        "0072_owed_as_it_stood",
        "0073_given_back_for_credit",
        "0074_kind",
        "0075_by_kind",
        "0076_what_waited_for_ever",
        "0077_within_the_work",
        "0078_role_over",
        "0079_designation_follows",
        "0080_clocks_and_reasons",
        "0081_handed_on_and_taken_back",
        "0082_whole_year",
        "0083_membership_rests",
        "0084_arisen_interest",
        "0085_interest_never_let_on",
        "0086_open_by_school",
        "0087_adviser",
        "0088_for_posts",
        "0089_before_anybody_comes",
        "0090_why_a_programme_ends",
        "0091_held_until",
        "0092_audit_chain",
        "0093_market_version",
        "0094_round",
        "0098_scenario",
        "0099_policy_change",
        "0100_shared_out",
        "0101_exchange_ring",
        "0102_round_choice",
        "0104_round_announced",
    ]
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

impl Migrator {
    /// The name of every migration, in order.
    pub fn names() -> Vec<String> {
        Self::migrations().iter().map(|it| it.name().to_owned()).collect()
    }
}

/// The key of the lock that keeps two processes from migrating at once: `lateral` as a number.
const LOCK: i64 = i64::from_be_bytes(*b"\0lateral");

/// Brings the schema up to date, lets the runtime's login work with it if one is named, and gives the number of migrations
/// that it took.
///
/// Another process that does the same waits, and then finds nothing to do. A migration that cannot get a table's lock
/// within a second fails rather than hold up the service.
pub async fn up(owner: &str, runtime: Option<&str>) -> Result<usize, DbErr> {
    let db = connect(owner).await?;
    db.execute_unprepared(&format!("SELECT pg_advisory_lock({LOCK}); SET lock_timeout = '1s'")).await?;
    let pending = Migrator::get_pending_migrations(&db).await?.len();
    Migrator::up(&db, None).await?;
    if let Some(runtime) = runtime {
        admit(&db, runtime).await?;
    }
    // The end of the session gives the lock back, also after a failure.
    db.close().await?;
    Ok(pending)
}

/// Makes the login that the runtime's address names, if it is not there, and lets it work with the tables.
///
/// The login owns nothing, so that row-level security binds it (SETTLED 22).
async fn admit(db: &DatabaseConnection, runtime: &str) -> Result<(), DbErr> {
    let address =
        Url::parse(runtime).map_err(|_| DbErr::Custom("the runtime's database address cannot be read".into()))?;
    let plain = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let (name, password) = (plain(address.username()), address.password().map(plain).unwrap_or_default());
    let login =
        Statement::from_sql_and_values(DbBackend::Postgres, include_str!("admit.sql"), [name.into(), password.into()]);
    if let Some(row) = db.query_one_raw(login).await? {
        db.execute_unprepared(&row.try_get::<String>("", "statement")?).await?;
    }
    Ok(())
}

/// One connection, so that the lock and the migrations share a session.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Box::pin(Database::connect(options)).await
}

/// The text of every migration, in order.
pub fn texts() -> impl Iterator<Item = &'static str> {
    files().into_iter().map(|file| file.sql)
}
