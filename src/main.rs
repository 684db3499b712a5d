//! The binary: one command line over everything.

use std::process::ExitCode;

use clap::Parser as _;
use maillage::command::{self, Arguments};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match command::run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the command line's last word")]
fn complain(error: &anyhow::Error) {
    eprintln!("maillage: {error:#}");
}
