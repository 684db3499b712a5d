//! Beginning a charter: its title, who signs it, and a first draft.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{Charter, MOST_MONTHS, read};
use crate::{
    audit::Line,
    context::Context,
    error::{Denied, Outcome, refuse_with},
    id::{CharterId, NetworkId},
    policy::Ask,
    refusals,
    text::{is_long, line},
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Create {
    /// Whose it is.
    pub network: NetworkId,
    /// Its title.
    pub title: String,
    /// Whether the volunteer signs.
    pub asks_volunteer: bool,
    /// Whether the host structure signs.
    pub asks_structure: bool,
    /// For how many months a signature holds; none means without end.
    pub validity_months: Option<i32>,
    /// Its text, in Markdown.
    pub draft: String,
}

refusals! {
    /// Why a charter may not be begun.
    CharterCreate: pub enum CreateRefusal {
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

/// Begins a charter; nobody but its network's leads sees it before it is published.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Charter, CreateRefusal> {
    let tx = ctx.begin().await?;
    let network = entities::network::Entity::find_by_id(asked.network.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::EditCharter { network: network.id })?;

    refuse_with(wrongs(&asked))?;

    let id = CharterId::new();
    let row = entities::charter::ActiveModel {
        id: Set(id.uuid()),
        network_id: Set(network.id),
        title: Set(line(&asked.title)),
        asks_volunteer: Set(asked.asks_volunteer),
        asks_structure: Set(asked.asks_structure),
        validity_months: Set(asked.validity_months),
        draft: Set(asked.draft),
        archived_at: Set(None),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await?;

    tx.audit(
        ctx,
        Line::new("charter.create", id).within(network.id).changing(json!({
            "title": row.title, "asks_volunteer": row.asks_volunteer,
            "asks_structure": row.asks_structure, "validity_months": row.validity_months,
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(read::load(ctx, id).await?)
}

/// All that is wrong with it.
fn wrongs(asked: &Create) -> Vec<CreateRefusal> {
    let mut wrongs = Vec::new();
    let title = line(&asked.title);
    if title.is_empty() {
        wrongs.push(CreateRefusal::TitleMissing);
    }
    if is_long(&title) {
        wrongs.push(CreateRefusal::TitleTooLong);
    }
    if !asked.asks_volunteer && !asked.asks_structure {
        wrongs.push(CreateRefusal::NobodySigns);
    }
    if asked.validity_months.is_some_and(|months| !(1..=MOST_MONTHS).contains(&months)) {
        wrongs.push(CreateRefusal::ValidityOutOfRange { most: MOST_MONTHS });
    }
    wrongs
}
