//! Reminding those who have not answered a charter, when someone who writes it asks for that.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{EntityTrait as _, FromQueryResult};
use serde_json::json;
use uuid::Uuid;

use super::{Charter, newcomer::unasked, read};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::{CharterId, CharterVersionId},
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
};

/// For how long after a letter that asked somebody no other does.
const REST: TimeDelta = TimeDelta::days(7);

refusals! {
    /// Why nobody may be reminded.
    CharterRemind: pub enum RecallRefusal {
        /// The charter is closed.
        CharterArchived => "CHARTER_ARCHIVED" on "charterId",
        /// Everyone answered, or was asked less than seven days ago.
        NobodyToRemind => "NOBODY_TO_REMIND" on "charterId",
    }
}

/// A charter, and how many people were reminded of it.
#[derive(Clone, Debug)]
pub struct Recalled {
    /// The charter.
    pub charter: Charter,
    /// How many letters leave.
    pub told: u64,
}

/// A letter that asked somebody.
#[derive(FromQueryResult)]
struct Asked {
    member_id: Uuid,
    key: String,
}

/// Writes again to everyone whose answer is missing and who was not asked for seven days.
pub async fn recall(ctx: &Context, id: CharterId) -> Outcome<Recalled, RecallRefusal> {
    let tx = ctx.begin().await?;
    let row =
        entities::charter::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    read::may_edit(ctx, &tx, &row).await?;
    if row.archived_at.is_some() {
        return Err(RecallRefusal::CharterArchived.into());
    }
    let asked = asked_since(&tx, row.network_id, ctx.now() - REST).await?;
    let rows = unasked(ctx, &*tx, Some(row.id)).await?;
    let version = rows.first().map(|row| CharterVersionId::of(row.version_id).to_string());
    let asked: HashSet<Uuid> = asked
        .into_iter()
        .filter(|asked| version.as_ref().is_some_and(|version| asked.key.contains(version)))
        .map(|asked| asked.member_id)
        .collect();
    let day = ctx.today();
    let letters = rows.into_iter().filter(|row| !asked.contains(&row.member_id)).map(|row| {
        let charter_version = CharterVersionId::of(row.version_id);
        let to = Recipient { member_id: Some(row.member_id), email: row.email };
        let reason = format!("{charter_version}:{day}");
        Letter::new(Told::CharterAsked { charter_version }, to, &reason).within(row.network_id)
    });
    let told = tx.tell_all(ctx, letters.collect()).await?;
    if told == 0 {
        return Err(RecallRefusal::NobodyToRemind.into());
    }
    tx.audit(
        ctx,
        Line::new("charter.remind", id).within(row.network_id).changing(json!({ "told": told })),
    )
    .await?;
    tx.commit().await?;
    Ok(Recalled { charter: read::load(ctx, id).await?, told })
}

/// Who was asked since then in a network's affairs, by which letter: its key names the version.
async fn asked_since(
    tx: &Transaction,
    network: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<Asked>, Halt> {
    Ok(Sql::new(
        "select member_id, key from outbox where network_id = ? and created_at > ? \
         and kind = 'charter_asked' and member_id is not null",
        binds![network, since],
    )
    .all(&**tx)
    .await?)
}

/// How many people have not answered, for who writes the charter.
pub async fn unanswered(ctx: &Context, charter: &Charter) -> Result<usize, Halt> {
    ctx.may(&Ask::EditCharter { network: charter.network_id })?;
    Ok(unasked(ctx, ctx.db(), Some(charter.id)).await?.len())
}
