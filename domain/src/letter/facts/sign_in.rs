//! Links to sign in, as letters carry them. Nothing here says whether the address has an account.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::{About, Person, full_name};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    id::{AuditLineId, EmailChangeId, EmailLinkId, IdentityConfirmationId},
    sign_in::{confirmation_token, email_change_token, email_link_token},
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

/// The link to confirm a new address, as long as it opens.
pub(super) async fn new_email(ctx: &Context, id: EmailChangeId) -> Result<Option<About>, Halt> {
    let sql =
        "select expires_at from email_change where id = ? and used_at is null and expires_at > ?";
    let row: Option<Row> = Sql::new(sql, binds![id, ctx.now()]).one(ctx.db()).await?;
    Ok(row.map(|row| {
        let token = email_change_token(ctx.secret(), id);
        About::SignInLink(SignInLink { token, expires_at: row.expires_at })
    }))
}

/// The reader's account has another address now; which one is not for a mailbox that may be an
/// employer's.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct FormerEmail {
    /// Since when.
    pub changed_at: DateTime<Utc>,
}

/// When the address was changed.
pub(super) async fn former_email(ctx: &Context, id: EmailChangeId) -> Result<Option<About>, Halt> {
    let sql = "select used_at as changed_at from email_change where id = ? and used_at is not null";
    let row: Option<FormerEmail> = Sql::new(sql, binds![id]).one(ctx.db()).await?;
    Ok(row.map(About::FormerEmail))
}

/// An administrator who acts as the reader for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// Who.
    pub administrator: Person,
    /// Why.
    pub reason: String,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// Until when at most.
    pub until: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct ActedRow {
    at: DateTime<Utc>,
    first_name: String,
    last_name: String,
    changes: serde_json::Value,
}

/// Who acts as the reader, why and until when, as the trail tells it.
pub(super) async fn acted(ctx: &Context, line: AuditLineId) -> Result<Option<About>, Halt> {
    let row: Option<ActedRow> = Sql::new(
        "select line.at, line.changes, member.first_name, member.last_name from audit_line line \
         join member on member.id = line.actor_id where line.id = ?",
        binds![line],
    )
    .one(ctx.db())
    .await?;
    Ok(row.and_then(|row| {
        // Erasing the person empties the line: there is nothing left to tell.
        let reason = row.changes.get("reason")?.as_str()?.to_owned();
        let until = row.changes.get("until")?.as_str()?.parse().ok()?;
        let administrator = Person { name: full_name(&row.first_name, &row.last_name) };
        Some(About::Acted(Acted { administrator, reason, started_at: row.at, until }))
    }))
}
