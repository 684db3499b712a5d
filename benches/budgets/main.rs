//! Holds the release binary to its budgets: size, start, memory, pages, and registering in a crowd.
//!
//! `cargo bench --bench budgets`; with `MAILLAGE_TEST_POSTGRES_URL` also on PostgreSQL. One part alone:
//! `-- server`, `-- pages` or `-- registering`. Each line
//! gives what was measured, what is allowed, and the first as a part of the second: that ratio is
//! what can be compared between machines. More than the budget ends with a failure.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    dead_code,
    reason = "a measurement prints, stops at the first fault, finds its database by itself, and \
              needs only a part of what it shares with the tests"
)]

mod demonstration;
mod html;
#[path = "../../tests/it/outside/mod.rs"]
mod outside;
#[path = "../../tests/it/support/database.rs"]
mod own;
mod pages;
mod registering;
mod server;

use std::{fs, path::Path, process::ExitCode, time::Duration};

/// The lines of the report.
#[derive(Default)]
struct Report {
    is_over: bool,
}

impl Report {
    fn title(text: &str) {
        println!("\n{text}\n");
        println!("| what | measured | budget | measured / budget |");
        println!("|---|---|---|---|");
    }

    /// Less is better.
    fn at_most(&mut self, what: &str, measured: f64, budget: f64, unit: &str) {
        self.line(what, measured, budget, unit, measured <= budget);
    }

    /// More is better.
    fn at_least(&mut self, what: &str, measured: f64, budget: f64, unit: &str) {
        self.line(what, measured, budget, unit, measured >= budget);
    }

    fn line(&mut self, what: &str, measured: f64, budget: f64, unit: &str, holds: bool) {
        let verdict = if holds { "" } else { " **over**" };
        println!(
            "| {what} | {measured:.1} {unit} | {budget:.0} {unit} | {:.2}{verdict} |",
            measured / budget
        );
        self.is_over |= !holds;
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores of {}", model.trim_start_matches([' ', '\t', ':']))
}

#[expect(clippy::cast_precision_loss, reason = "megabytes and milliseconds, not accounts")]
fn size(binary: &Path) -> f64 {
    fs::metadata(binary).unwrap().len() as f64 / 1e6
}

#[tokio::main]
async fn main() -> ExitCode {
    // A run of the tests also calls benches, only to see that they still begin.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let _ = rustls::crypto::ring::default_provider().install_default();
    let binary = Path::new(env!("CARGO_BIN_EXE_maillage"));
    let mut report = Report::default();

    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_asked = |part: &str| asked.as_deref().is_none_or(|asked| asked == part);

    Report::title(&format!("The binary, on {}", machine()));
    report.at_most("size", size(binary), 40.0, "MB");
    if is_asked("server") {
        server::measure(&mut report).await;
    }
    if is_asked("pages") {
        pages::measure(&mut report).await;
        html::measure(&mut report, pages::department()).await;
        demonstration::measure(&mut report).await;
    }
    if is_asked("registering") {
        registering::measure(&mut report).await;
    }

    if report.is_over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
