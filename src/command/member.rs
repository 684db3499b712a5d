//! `maillage member export` and `maillage member erase`: for requests that come by post.

use clap::Subcommand;
use domain::{
    context::{Context as Asker, Door},
    error::Error,
    id::MemberId,
    identifier::Email,
    member::{self, EraseRefusal},
};

/// What is kept about a person.
#[derive(Subcommand)]
pub(super) enum Member {
    /// Print all that is kept about the person of this address, as JSON.
    Export {
        /// Their address.
        email: Email,
    },
    /// Erase the person of this address; what counts stays, without a name.
    Erase {
        /// Their address.
        email: Email,
        /// It cannot be undone.
        #[arg(long)]
        confirm: bool,
    },
}

pub(super) async fn run(command: Member) -> anyhow::Result<()> {
    let ctx = super::open().await?.context(Door::Command);
    match command {
        Member::Export { email } => {
            let id = whom(&ctx, &email).await?;
            let document = super::told(member::personal(&ctx, id).await)?;
            super::print(&format!("{document:#}\n"))?;
        }
        Member::Erase { email, confirm } => {
            let id = whom(&ctx, &email).await?;
            let erased = member::erase(&ctx, id, confirm).await;
            // There is no box to tick here: what confirms is a word of the command.
            if let Err(Error::Refused(reasons)) = &erased
                && reasons.contains(&EraseRefusal::NotConfirmed)
            {
                let words = locales::text("command-erase-unconfirmed", &[]);
                anyhow::bail!("{words} (NOT_CONFIRMED)");
            }
            super::told(erased)?;
            super::print(&format!("{id}\n"))?;
        }
    }
    Ok(())
}

async fn whom(ctx: &Asker, email: &Email) -> anyhow::Result<MemberId> {
    Ok(super::person_at(ctx, email.as_str()).await?.id.into())
}
