//! `maillage export`: writes what a network has to a file that others, and we, read.

use std::path::PathBuf;

use domain::{
    context::Door, employer, error::Error, event, exchange::ImportRefusal, identifier::Pivot,
    member, place,
};

use super::{Subject, network_called, of_file, open, put_out, told};

/// What is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What is written.
    subject: Subject,
    /// The slug of the network.
    #[arg(long)]
    network: String,
    /// The file, or a folder in which the file gets its usual name; by default what goes out.
    #[arg(long)]
    output: Option<PathBuf>,
    /// The publisher's SIRET or RNA, which the standard asks for in the name of a file of places.
    #[arg(long)]
    publisher: Option<Pivot>,
}

/// Writes the file.
#[expect(clippy::print_stderr, reason = "what goes out may be the file itself")]
pub(super) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let ctx = open().await?.context(Door::Command);
    let network = &arguments.network;
    network_called(&ctx, network).await?;
    let export = match arguments.subject {
        Subject::Employers => employer::export(&ctx, network).await,
        Subject::Places => place::export(&ctx, network, arguments.publisher.as_ref()).await,
        Subject::Members => member::export(&ctx, network).await,
        Subject::Events => event::export(&ctx, network).await,
    };
    let export = told(export.map_err(Error::<ImportRefusal>::from))?;
    let Some(output) = arguments.output else {
        return put_out(&export.bytes, "command-output-broken");
    };
    let path = if output.is_dir() { output.join(&export.file_name) } else { output };
    std::fs::write(&path, &export.bytes)
        .map_err(|error| of_file(&path, &error, "command-folder-missing"))?;
    let count = i64::try_from(export.count).unwrap_or(i64::MAX);
    let path = path.display().to_string();
    let words = [("count", locales::Value::Number(count)), ("path", locales::Value::from(&path))];
    eprintln!("{}", locales::text("exchange-written", &words));
    Ok(())
}
