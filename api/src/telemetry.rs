//! Logs: a line a thing that happened, with the request it belongs to; JSON where a machine reads them.

mod veil;

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: plain text on a terminal, JSON elsewhere. `LATERAL_LOG` chooses what is logged.
pub fn start() {
    let filter = EnvFilter::builder().with_env_var("LATERAL_LOG").try_from_env();
    let filter = filter.unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(veil::Veiled);
    // A second start in one process (tests) keeps the first.
    let _ = if std::io::stderr().is_terminal() { log.compact().try_init() } else { log.json().try_init() };
}
