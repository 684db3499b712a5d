//! `maillage admin grant`.

use clap::Subcommand;
use domain::{context::Door, identifier::Email, member};

/// Who runs the federation.
#[derive(Subcommand)]
pub(super) enum Admin {
    /// Give the federation to the person of this address to run, known or not.
    Grant {
        /// Their address.
        email: Email,
    },
}

pub(super) async fn run(command: Admin) -> anyhow::Result<()> {
    let Admin::Grant { email } = command;
    let ctx = super::open().await?.context(Door::Command);
    let id = member::grant_administrator(&ctx, &email).await?;
    super::print(&format!("{id}\n"))?;
    Ok(())
}
