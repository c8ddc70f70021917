//! The command `lateral` for the tests that run it as a process: Cargo tells a package where its own programs are, and no others.

use std::process::ExitCode;

fn main() -> ExitCode {
    lateral::cli::run()
}
