//! Publishing a charter's draft as a version that never changes, and telling all who sign it.

use std::collections::HashSet;

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::{Charter, asked, hash, newcomer, read};
use crate::{
    audit::Line,
    context::Context,
    database::Hold as _,
    error::{Denied, Halt, Outcome},
    id::{CharterId, CharterVersionId},
    outbox::{Letter, Told},
    refusals,
    text::is_blank,
};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Publish {
    /// Which charter.
    pub charter: CharterId,
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// Whether those who signed an older version must sign again; otherwise they only hear of it.
    pub asks_again: bool,
}

refusals! {
    /// Why a charter may not be published.
    CharterPublish: pub enum PublishRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The charter is closed.
        CharterArchived => "CHARTER_ARCHIVED" on "charterId",
        /// There is no text.
        DraftMissing => "DRAFT_MISSING" on "charterId",
        /// The published version says the same, under the same rules.
        Unchanged => "UNCHANGED" on "charterId",
    }
}

/// Publishes the draft as the next version.
pub async fn publish(ctx: &Context, ask: Publish) -> Outcome<Charter, PublishRefusal> {
    let tx = ctx.begin().await?;
    let row = entities::charter::Entity::find_by_id(ask.charter.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let last = entities::charter_version::Entity::find()
        .filter(entities::charter_version::Column::CharterId.eq(row.id))
        .order_by_desc(entities::charter_version::Column::Number)
        .one(&*tx)
        .await?;

    read::may_edit(ctx, &tx, &row).await?;

    decide(&row, last.as_ref(), ask)?;

    // The first version asks everyone: nobody has signed anything yet.
    let asks_again = ask.asks_again || last.is_none();
    let id = CharterVersionId::new();
    let version = entities::charter_version::ActiveModel {
        id: Set(id.uuid()),
        charter_id: Set(row.id),
        number: Set(last.map_or(1, |last| last.number + 1)),
        body_hash: Set(hash(&row.draft)),
        body: Set(row.draft.clone()),
        asks_volunteer: Set(row.asks_volunteer),
        asks_structure: Set(row.asks_structure),
        validity_months: Set(row.validity_months),
        asks_again: Set(asks_again),
        published_by_id: Set(ctx.standing().member),
        published_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await?;
    let (network, revision) = (row.network_id, row.revision + 1);
    let mut model: entities::charter::ActiveModel = row.clone().into();
    model.revision = Set(revision);
    model.update(&*tx).await?;

    tx.audit(
        ctx,
        Line::new("charter.publish", ask.charter).within(network).changing(json!({
            "number": version.number, "body_hash": version.body_hash, "asks_again": asks_again,
        })),
    )
    .await?;
    let letters = letters(ctx, &*tx, &row, id).await?;
    tx.tell_all(ctx, letters).await?;
    tx.commit().await?;
    Ok(read::load(ctx, ask.charter).await?)
}

/// Whose answer is missing is asked; whose signature stands is told that it does. Who has both to
/// hear, for themselves and for an employer, is asked: there is something to do.
async fn letters(
    ctx: &Context,
    db: &impl ConnectionTrait,
    row: &entities::charter::Model,
    id: CharterVersionId,
) -> Result<Vec<Letter>, Halt> {
    let missing = newcomer::unasked(ctx, db, Some(row.id)).await?;
    let asked: HashSet<Uuid> = missing.iter().map(|row| row.member_id).collect();
    let informed = asked::standing(ctx, db, row).await?.into_iter();
    let informed = informed.filter(|to| to.member_id.is_none_or(|member| !asked.contains(&member)));
    let inform = |to| {
        Letter::new(Told::CharterInformed { charter_version: id }, to, &id.to_string())
            .within(row.network_id)
    };
    Ok(missing.into_iter().map(newcomer::asking).chain(informed.map(inform)).collect())
}

fn decide(
    row: &entities::charter::Model,
    last: Option<&entities::charter_version::Model>,
    ask: Publish,
) -> Result<(), PublishRefusal> {
    if ask.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(PublishRefusal::Stale { revision: row.revision });
    }
    if row.archived_at.is_some() {
        return Err(PublishRefusal::CharterArchived);
    }
    if is_blank(&row.draft) {
        return Err(PublishRefusal::DraftMissing);
    }
    let is_same = |last: &entities::charter_version::Model| {
        last.body == row.draft
            && last.asks_volunteer == row.asks_volunteer
            && last.asks_structure == row.asks_structure
            && last.validity_months == row.validity_months
    };
    if last.is_some_and(is_same) { Err(PublishRefusal::Unchanged) } else { Ok(()) }
}
