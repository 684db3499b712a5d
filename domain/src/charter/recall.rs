//! Reminding those who have not answered a charter, when someone who writes it asks for that.

use chrono::Datelike as _;
use sea_orm::EntityTrait as _;
use serde_json::json;

use super::{Charter, newcomer::unasked, read};
use crate::{
    audit::Line,
    context::Context,
    error::{Denied, Halt, Outcome},
    id::{CharterId, CharterVersionId},
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
};

refusals! {
    /// Why nobody may be reminded.
    CharterRemind: pub enum RecallRefusal {
        /// The charter is closed.
        CharterArchived => "CHARTER_ARCHIVED" on "charterId",
        /// Everyone answered, or was reminded this week.
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

/// Writes again to everyone whose answer is missing, each once a week at most.
pub async fn recall(ctx: &Context, id: CharterId) -> Outcome<Recalled, RecallRefusal> {
    let tx = ctx.begin().await?;
    let row =
        entities::charter::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    read::may_edit(ctx, &tx, &row).await?;
    if row.archived_at.is_some() {
        return Err(RecallRefusal::CharterArchived.into());
    }
    let week = ctx.today().iso_week();
    let week = format!("{}-{}", week.year(), week.week());
    let letters = unasked(ctx, &*tx, Some(row.id)).await?.into_iter().map(|row| {
        let charter_version = CharterVersionId::of(row.version_id);
        let to = Recipient { member_id: Some(row.member_id), email: row.email };
        let reason = format!("{charter_version}:{week}");
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

/// How many people have not answered, for who writes the charter.
pub async fn unanswered(ctx: &Context, charter: &Charter) -> Result<usize, Halt> {
    ctx.may(&Ask::EditCharter { network: charter.network_id })?;
    Ok(unasked(ctx, ctx.db(), Some(charter.id)).await?.len())
}
