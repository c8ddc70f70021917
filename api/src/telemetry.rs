//! Logs: a line a thing that happened, with the request it belongs to; JSON where a machine reads them.

mod veil;

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: plain text on a terminal, JSON elsewhere. `filter` chooses what is logged.
///
/// What panics is logged like everything else, so that it is in the same form and passes the same veil.
pub fn start(filter: &str) {
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(veil::Veiled);
    // A second start in one process (tests) keeps the first.
    let _ = if std::io::stderr().is_terminal() { log.compact().try_init() } else { log.json().try_init() };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(why = panic.payload_as_str(), place, "panicked");
    }));
}
