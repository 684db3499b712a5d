//! Links to sign in, as letters carry them. Nothing here says whether the address has an account.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::About;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::{EmailLinkId, IdentityConfirmationId},
    sign_in::{confirmation_token, email_link_token},
};

/// A link that acts when its page's button is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInLink {
    /// What the link carries.
    pub token: String,
    /// Until when it opens.
    pub expires_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    expires_at: DateTime<Utc>,
}

/// The link to sign in, as long as it opens.
pub(super) async fn email_link(ctx: &Context, id: EmailLinkId) -> Result<Option<About>, Halt> {
    let sql =
        "select expires_at from email_link where id = ? and used_at is null and expires_at > ?";
    let row: Option<Row> = Sql::new(sql, binds![id, ctx.now()]).one(ctx.db()).await?;
    Ok(row.map(|row| {
        let token = email_link_token(ctx.secret(), id);
        About::SignInLink(SignInLink { token, expires_at: row.expires_at })
    }))
}

/// The link to confirm an identity, as long as it opens.
pub(super) async fn confirmation(
    ctx: &Context,
    id: IdentityConfirmationId,
) -> Result<Option<About>, Halt> {
    let row: Option<Row> = Sql::new(
        "select expires_at from identity_confirmation \
         where id = ? and used_at is null and expires_at > ?",
        binds![id, ctx.now()],
    )
    .one(ctx.db())
    .await?;
    Ok(row.map(|row| {
        let token = confirmation_token(ctx.secret(), id);
        About::SignInLink(SignInLink { token, expires_at: row.expires_at })
    }))
}
