//! The command line.

use std::{net::SocketAddr, process::ExitCode};

use clap::{Parser, Subcommand};
use domain::clock::Clock;
use maillage::{
    config::{self, Config},
    serve,
    server::Server,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A membership platform for federations of professional networks.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and the API, and send letters.
    Serve {
        /// With fictional people, the demonstration sign-in and a mailbox to read every letter.
        #[arg(long)]
        demo: bool,
        /// The address and port; before MAILLAGE_LISTEN.
        #[arg(long)]
        listen: Option<SocketAddr>,
    },
    /// Bring the database to the newest step.
    Migrate,
    /// Print the GraphQL schema.
    Schema,
    /// Print every setting with its doc and default.
    Config,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
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

#[expect(clippy::print_stdout, reason = "the command line's answers")]
fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Schema => {
            print!("{}", api::sdl());
            Ok(())
        }
        Command::Config => {
            print!("{}", config::manual());
            Ok(())
        }
        Command::Migrate => start(async {
            let config = Config::from_environment()?;
            Server::open(config, Clock::Machine, false).await?;
            println!("The database is up to date.");
            Ok(())
        }),
        Command::Serve { demo, listen } => start(async move {
            let mut config = Config::from_environment()?;
            if let Some(listen) = listen {
                config = config.listening_on(listen);
            }
            log(&config);
            let server = Server::open(config, Clock::Machine, demo).await?;
            serve::serve(server, None).await
        }),
    }
}

fn start(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| anyhow::anyhow!("TLS was set up twice"))?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

fn log(config: &Config) {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_writer(std::io::stderr)
        .init();
}
