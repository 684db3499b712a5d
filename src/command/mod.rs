//! The command line: one file for each command, all over the domain.

mod admin;
mod check;
mod export;
mod import;
mod member;
mod network;
mod serve;
mod token;
mod worker;

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::Path,
};

use clap::{Parser, Subcommand};
use domain::{
    clock::Clock,
    context::Context,
    error::{Denied, Halt, Reason},
    member::{self as people, Seen},
    network::{self as networks, Network},
};

use crate::{
    config::{self, Config},
    server::Server,
};

/// A membership platform for federations of professional networks.
#[derive(Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find out what is wrong with database, mail server or provider, and how to mend it.
    Check,
    /// Who runs the federation.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Print every setting with its doc and default.
    Config,
    /// Write what a network has to a file.
    Export(export::Arguments),
    /// Bring a file into a network.
    Import(import::Arguments),
    /// What is kept about a person.
    #[command(subcommand)]
    Member(member::Member),
    /// Bring the database to the newest step.
    Migrate,
    /// The tree of networks.
    #[command(subcommand)]
    Network(network::Network),
    /// Print the GraphQL schema.
    Schema,
    /// Serve pages and the API, and send letters.
    Serve(serve::Arguments),
    /// The keys of third-party tools.
    #[command(subcommand)]
    Token(token::Token),
    /// Send letters and do what time brings about, without serving.
    Worker,
}

/// Does what was asked.
pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Check => start(check::run()),
        Command::Admin(command) => start(admin::run(command)),
        Command::Config => print(&config::manual()),
        Command::Export(arguments) => start(export::run(arguments)),
        Command::Import(arguments) => start(import::run(arguments)),
        Command::Member(command) => start(member::run(command)),
        Command::Migrate => start(async {
            open().await?;
            print("The database is up to date.\n")
        }),
        Command::Network(command) => start(network::run(command)),
        Command::Schema => print(&api::sdl()),
        Command::Serve(arguments) => start(serve::run(arguments)),
        Command::Token(command) => start(token::run(command)),
        Command::Worker => start(worker::run()),
    }
}

/// What files are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Subject {
    /// The organisations that employ members.
    Employers,
    /// Where the public is received, in the national standard.
    Places,
    /// The people of the network.
    Members,
    /// Its meetings.
    Events,
}

/// The server of the environment's settings, with its database brought up to date.
async fn open() -> anyhow::Result<Server> {
    Server::open(Config::from_environment()?, Clock::Machine, false).await
}

fn start(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| anyhow::anyhow!("TLS was set up twice"))?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// What a command says; nobody may be left to read it.
fn print(text: &str) -> anyhow::Result<()> {
    put_out(text.as_bytes(), "command-print-broken")
}

/// Writes to standard output; what keeps that from being done is told in the words of this key.
fn put_out(bytes: &[u8], key: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    // What is left in the buffer at the end would be lost without a word.
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| of_stream(&error, key))
}

/// Logs to standard error, in colours only where somebody looks on.
fn log(config: &Config) {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_writer(io::stderr);
    if io::stderr().is_terminal() {
        lines.init();
    } else {
        lines.with_ansi(false).init();
    }
}

/// The network of this slug; when there is none, one reads which slug was meant.
async fn network_called(ctx: &Context, slug: &str) -> anyhow::Result<Network> {
    networks::by_slug(ctx, slug).await.map_err(|halt| match halt {
        Halt::Denied(Denied::Hidden) => unknown("command-network-unknown", "slug", slug),
        halt => halt.into(),
    })
}

/// The person of this address; when there is none, one reads which address was meant.
async fn person_at(ctx: &Context, email: &str) -> anyhow::Result<Seen> {
    let found = people::by_email(ctx, email).await?;
    found.ok_or_else(|| unknown("command-member-unknown", "email", email))
}

fn unknown(key: &str, name: &'static str, value: &str) -> anyhow::Error {
    anyhow::anyhow!(locales::text(key, &[(name, value.into())]))
}

/// What kept a file from being read or written, in words that name it; those for what is not there
/// are of this key.
fn of_file(path: &Path, error: &io::Error, missing: &str) -> anyhow::Error {
    let key = match error.kind() {
        // On the way to it, a file stands where a folder should.
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => missing,
        io::ErrorKind::PermissionDenied => "command-file-closed",
        // A name that ends as a folder's does is no folder yet.
        io::ErrorKind::IsADirectory if !path.is_dir() => missing,
        io::ErrorKind::IsADirectory => "command-file-folder",
        _ => "command-file-broken",
    };
    let (path, reason) = (path.display().to_string(), error.to_string());
    let words = [("path", (&path).into()), ("reason", (&reason).into())];
    anyhow::anyhow!(locales::text(key, &words))
}

/// What kept what comes in from being read, or what goes out from being written.
fn of_stream(error: &io::Error, key: &str) -> anyhow::Error {
    anyhow::anyhow!(locales::text(key, &[("reason", (&error.to_string()).into())]))
}

/// An operation's outcome as the command line tells it: refusals in words.
pub(crate) fn told<T, R: Reason>(outcome: domain::error::Outcome<T, R>) -> anyhow::Result<T> {
    outcome.map_err(|error| match error {
        domain::error::Error::Refused(reasons) => {
            let words: Vec<_> = reasons
                .iter()
                .map(|reason| {
                    let words = web::words::refusal(reason);
                    format!("{} ({})", words, reason.code())
                })
                .collect();
            anyhow::anyhow!(words.join("\n"))
        }
        domain::error::Error::Halted(domain::error::Halt::Denied(
            domain::error::Denied::Hidden,
        )) => anyhow::anyhow!(locales::text("denied-hidden", &[])),
        domain::error::Error::Halted(halt) => halt.into(),
    })
}
