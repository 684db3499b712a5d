//! Writing on a charter's draft and settings; what is published stays as it is.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{Charter, MOST_MONTHS, read};
use crate::{
    audit::{self, Line},
    context::Context,
    database::Hold as _,
    error::{Denied, Outcome, refuse_with},
    id::CharterId,
    patch::Patch,
    refusals,
    text::{is_long, line},
};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// Its title.
    pub title: Option<String>,
    /// Whether the volunteer signs, from the next version.
    pub asks_volunteer: Option<bool>,
    /// Whether the host structure signs, from the next version.
    pub asks_structure: Option<bool>,
    /// For how many months a signature holds, from the next version.
    pub validity_months: Patch<i32>,
    /// The text of the next version, in Markdown.
    pub draft: Option<String>,
}

refusals! {
    /// Why a charter may not be changed.
    CharterUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The charter is closed.
        CharterArchived => "CHARTER_ARCHIVED" on "charterId",
        /// It has no title.
        TitleMissing => "TITLE_MISSING" on "title",
        /// The title is longer than 200 characters.
        TitleTooLong => "TEXT_TOO_LONG" on "title",
        /// Neither the volunteer nor the structure would sign.
        NobodySigns => "NOBODY_SIGNS" on "asksVolunteer",
        /// A signature holds from 1 to 120 months, or without end.
        ValidityOutOfRange { most: i32 } => "VALIDITY_OUT_OF_RANGE" on "validityMonths",
    }
}

/// Changes a charter's draft and settings.
pub async fn update(
    ctx: &Context,
    id: CharterId,
    change: Change,
) -> Outcome<Charter, UpdateRefusal> {
    let tx = ctx.begin().await?;
    let before = entities::charter::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    read::may_edit(ctx, &tx, &before).await?;

    refuse_with(wrongs(&before, &change))?;

    let was = told(&before);
    let mut model: entities::charter::ActiveModel = before.clone().into();
    model.title = Set(change.title.map_or(before.title, |title| line(&title)));
    model.asks_volunteer = Set(change.asks_volunteer.unwrap_or(before.asks_volunteer));
    model.asks_structure = Set(change.asks_structure.unwrap_or(before.asks_structure));
    model.validity_months = Set(change.validity_months.over(before.validity_months));
    model.draft = Set(change.draft.unwrap_or(before.draft));
    model.revision = Set(before.revision + 1);
    let row = model.update(&*tx).await?;

    let changes = audit::difference(&was, &told(&row));
    tx.audit(ctx, Line::new("charter.update", id).within(row.network_id).changing(changes)).await?;
    tx.commit().await?;
    Ok(read::load(ctx, id).await?)
}

/// What the trail tells of a charter; of its draft, how long it is.
fn told(row: &entities::charter::Model) -> serde_json::Value {
    json!({
        "title": row.title, "asks_volunteer": row.asks_volunteer,
        "asks_structure": row.asks_structure, "validity_months": row.validity_months,
        "draft_characters": row.draft.chars().count(), "revision": row.revision,
    })
}

/// All that is wrong with it; what was changed in the meantime comes alone.
fn wrongs(before: &entities::charter::Model, change: &Change) -> Vec<UpdateRefusal> {
    if change.expected_revision.is_some_and(|expected| expected != before.revision) {
        return vec![UpdateRefusal::Stale { revision: before.revision }];
    }
    let mut wrongs = Vec::new();
    if before.archived_at.is_some() {
        wrongs.push(UpdateRefusal::CharterArchived);
    }
    let title = change.title.as_deref().map(line);
    if title.as_ref().is_some_and(String::is_empty) {
        wrongs.push(UpdateRefusal::TitleMissing);
    }
    if title.is_some_and(|title| is_long(&title)) {
        wrongs.push(UpdateRefusal::TitleTooLong);
    }
    let asks_volunteer = change.asks_volunteer.unwrap_or(before.asks_volunteer);
    let asks_structure = change.asks_structure.unwrap_or(before.asks_structure);
    if !asks_volunteer && !asks_structure {
        wrongs.push(UpdateRefusal::NobodySigns);
    }
    if let Patch::Put(Some(months)) = change.validity_months
        && !(1..=MOST_MONTHS).contains(&months)
    {
        wrongs.push(UpdateRefusal::ValidityOutOfRange { most: MOST_MONTHS });
    }
    wrongs
}
