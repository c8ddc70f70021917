//! The command `lateral`.

use std::process::ExitCode;

fn main() -> ExitCode {
    lateral::cli::run()
}
