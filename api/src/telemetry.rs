//! Logs: a line a thing that happened, with the request it belongs to; JSON where a machine reads them.

mod veil;

use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: plain text on a terminal, JSON elsewhere. `filter` chooses what is logged.
///
/// What panics is logged like everything else, so that it is in the same form and passes the same veil.
pub fn start(filter: &str) {
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(veil::Veiled);
    // A second start in one process (tests) keeps the first.
    let _ = if std::io::stderr().is_terminal() { log.compact().try_init() } else { log.json().try_init() };
    std::panic::set_hook(Box::new(panicked));
}

fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    tracing::error!(why = panic.payload_as_str(), place, "panicked");
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_a_line_of_the_log_that_names_the_request() {
        let kept = Kept::default();
        let writer = kept.clone();
        let log = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(panicked));
        let ended = tracing::subscriber::with_default(log, || {
            let breaks = || tracing::info_span!("request", id = "abc").in_scope(|| panic!("it broke"));
            std::panic::catch_unwind(breaks)
        });
        std::panic::set_hook(usual);
        assert!(ended.is_err());
        let line: serde_json::Value = serde_json::from_slice(&kept.0.lock().unwrap()).unwrap();
        assert_eq!((&line["fields"]["message"], &line["fields"]["why"]), (&"panicked".into(), &"it broke".into()));
        assert_eq!((&line["level"], &line["span"]["id"]), (&"ERROR".into(), &"abc".into()));
        assert!(line["fields"]["place"].as_str().unwrap().contains("telemetry.rs:"), "{line}");
    }
}
