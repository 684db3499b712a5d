//! What a person was told of late, from the letters to them.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::Resource,
};

/// How long something is news.
const LATE: TimeDelta = TimeDelta::days(60);

/// One thing that a person was told.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Told {
    /// The letter's kind.
    pub kind: String,
    /// About which event.
    pub event_id: Option<Uuid>,
    /// In which network's affairs.
    pub network_id: Option<Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// What the asker was told of late, the newest first, links to sign in apart.
pub async fn lately(ctx: &Context, most: i64) -> Result<Vec<Told>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    let now = ctx.now();
    Ok(Sql::new(
        "select kind, event_id, network_id, created_at from outbox \
         where member_id = ? and created_at > ? and due_at <= ? \
         and state in ('pending', 'sent') and kind not in ('sign_in_link', 'identity_to_confirm', 'email_to_confirm') \
         order by created_at desc, id desc limit ?",
        binds![me, now - LATE, now, most],
    )
    .all(ctx.db())
    .await?)
}
