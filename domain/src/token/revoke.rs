//! Taking a token back, at once and for good.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::{Row, Token};
use crate::{
    audit::Line,
    context::Context,
    error::{Denied, Outcome},
    id::TokenId,
    policy::Ask,
    refusals,
};

refusals! {
    /// Why a token may not be taken back.
    TokenRevoke: pub enum RevokeRefusal {
        /// It was taken back already.
        AlreadyRevoked => "ALREADY_REVOKED" on "tokenId",
    }
}

/// Takes a token back.
pub async fn revoke(ctx: &Context, id: TokenId) -> Outcome<Token, RevokeRefusal> {
    let tx = ctx.begin().await?;
    let row =
        entities::token::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;

    ctx.may(&Ask::RevokeToken { owner: row.member_id, network: row.network_id })?;

    if row.revoked_at.is_some() {
        return Err(RevokeRefusal::AlreadyRevoked.into());
    }

    let mut line = Line::new("token.revoke", id).on_behalf_of(row.member_id);
    if let Some(network) = row.network_id {
        line = line.within(network);
    }
    let mut model: entities::token::ActiveModel = row.into();
    model.revoked_at = Set(Some(ctx.now()));
    let row = model.update(&*tx).await?;

    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(Row::from(row).into())
}
