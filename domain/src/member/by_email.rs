//! Finding a person by their address.

use super::{Seen, by_address, by_ids};
use crate::{context::Context, error::Halt};

/// The member of this address, for those who may see the address; others learn nothing, not even
/// that it is known.
pub async fn by_email(ctx: &Context, email: &str) -> Result<Option<Seen>, Halt> {
    ctx.standing().is_somebody()?;
    let Some(found) = by_address(ctx.db(), &email.trim().to_lowercase()).await? else {
        return Ok(None);
    };
    let seen = by_ids(ctx, &[found.id]).await?.remove(&found.id);
    Ok(seen.filter(|seen| seen.email.is_some()))
}
