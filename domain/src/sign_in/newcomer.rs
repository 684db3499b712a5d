//! Somebody met for the first time: a member of no network yet.

use sea_orm::{ActiveModelTrait as _, FromQueryResult, Set};
use serde_json::json;
use uuid::Uuid;

use super::Refusal;
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Halt, Outcome},
    id::MemberId,
    text::fold,
};

/// A member as sign-in needs to know them.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Met {
    id: Uuid,
    is_archived: bool,
}

impl Met {
    /// The member, unless archived.
    pub(super) fn admitted(self) -> Outcome<MemberId, Refusal> {
        if self.is_archived { Err(Refusal::MemberArchived.into()) } else { Ok(self.id.into()) }
    }
}

/// The form of an address by which one address is one person.
pub(super) fn key_of(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The member with this address.
pub(super) async fn by_email(change: &Transaction, key: &str) -> Result<Option<Met>, Halt> {
    let found = Sql::new(
        "select id, archived_at is not null as is_archived from member where email_key = ?",
        binds![key],
    )
    .one(&**change)
    .await?;
    Ok(found)
}

/// The member of this key, or the one they were merged into.
pub(super) async fn by_id(change: &Transaction, id: Uuid) -> Result<Option<Met>, Halt> {
    let found = Sql::new(
        "select now.id, now.archived_at is not null as is_archived from member \
         join member now on now.id = coalesce(member.merged_into_id, member.id) \
         where member.id = ?",
        binds![id],
    )
    .one(&**change)
    .await?;
    Ok(found)
}

/// What a newcomer brings.
pub(super) struct Newcomer<'a> {
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
    pub email: &'a str,
    pub phone: Option<&'a str>,
}

/// Makes a member of someone who proved that the address is theirs.
pub(super) async fn welcome(
    change: &Transaction,
    ctx: &Context,
    newcomer: Newcomer<'_>,
) -> Result<MemberId, Halt> {
    let id = MemberId::new();
    let first_name = newcomer.first_name.unwrap_or_default().trim();
    // Without any name, the part before the @ is at least one that the person knows.
    let last_name = match newcomer.last_name.map(str::trim).unwrap_or_default() {
        "" if first_name.is_empty() => newcomer.email.split('@').next().unwrap_or_default(),
        last_name => last_name,
    };
    entities::member::ActiveModel {
        id: Set(id.uuid()),
        first_name: Set(first_name.to_owned()),
        last_name: Set(last_name.to_owned()),
        search: Set(fold(&format!("{last_name} {first_name}"))),
        email: Set(newcomer.email.trim().to_owned()),
        email_key: Set(Some(key_of(newcomer.email))),
        phone: Set(newcomer.phone.map(str::to_owned)),
        job_title: Set(None),
        profile_kind: Set(entities::member::ProfileKind::Other),
        may_train: Set(false),
        skills: Set(json!([])),
        visibility: Set(json!({})),
        is_administrator: Set(false),
        coop_id: Set(None),
        preference_token_hash: Set(None),
        archived_at: Set(None),
        merged_into_id: Set(None),
        last_seen_at: Set(None),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&**change)
    .await?;
    change.audit(ctx, Line::new("member.sign_up", id).on_behalf_of(id)).await?;
    Ok(id)
}
