//! What those do who lead a network: its words, its territory, its reminders, its letters, its numbers.

pub(super) mod charter;
pub(super) mod history;
pub(super) mod letter;
pub(super) mod number;
pub(super) mod reminder;
pub(super) mod settings;
pub(super) mod signature;
pub(super) mod territory;

use domain::{
    context::Context,
    error::Halt,
    network::{self, Network},
    policy::Ask,
};
use web::pages::Problem;

/// A network of which this asker may do what is asked, such as [`edit`].
async fn led(
    ctx: &Context,
    slug: &str,
    ask: fn(uuid::Uuid) -> Ask<'static>,
) -> Result<Network, Halt> {
    let network = network::by_slug(ctx, slug).await?;
    ctx.may(&ask(network.id))?;
    Ok(network)
}

const fn edit(network: uuid::Uuid) -> Ask<'static> {
    Ask::EditNetwork { network }
}

/// Says that a box must be ticked before something is done to many people.
fn unsure() -> Problem {
    Problem { field: Some("isSure".into()), words: locales::text("page-unsure", &[]) }
}
