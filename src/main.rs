//! The binary: one command line over everything.

use std::process::ExitCode;

use clap::Parser as _;
use maillage::command::{self, Arguments};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    keep_memory_small();
    match command::run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// The allocator asks for huge pages, two megabytes at a time, and what is freed inside one stays
/// with the process: half of all that the server holds, and no faster (`docs/decisions/0008`).
fn keep_memory_small() {
    // A kernel that knows nothing of them has none to give.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[expect(clippy::print_stderr, reason = "the command line's last word")]
fn complain(error: &anyhow::Error) {
    eprintln!("maillage: {error:#}");
}
