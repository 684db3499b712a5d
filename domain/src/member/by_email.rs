//! Finding a person by their address, for the house's own commands.

use super::by_address;
use crate::{
    context::Context,
    error::{Denied, Halt},
    id::MemberId,
};

/// The member of this address; only the house may look people up so.
pub async fn by_email(ctx: &Context, email: &str) -> Result<Option<MemberId>, Halt> {
    if !ctx.standing().is_house {
        return Err(Denied::Hidden.into());
    }
    let found = by_address(ctx.db(), &email.trim().to_lowercase()).await?;
    Ok(found.map(|found| found.id.into()))
}
