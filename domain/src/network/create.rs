//! Founding a network, at the top or below another.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use uuid::Uuid;

use super::{Network, Row, level_exists, searched};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds, broken_constraint},
    error::{Denied, Outcome, refuse_with},
    id::NetworkId,
    policy::Ask,
    refusals,
    text::{is_long, line},
};

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Create {
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The code of its level.
    pub level: String,
    /// The network above, if any.
    pub parent: Option<NetworkId>,
    /// Whether it gathers people by theme.
    pub is_thematic: bool,
    /// What it is.
    pub description: String,
    /// Who carries it.
    pub host: String,
}

refusals! {
    /// Why a network may not be founded.
    NetworkCreate: pub enum CreateRefusal {
        /// The name is empty.
        NameMissing => "NAME_MISSING" on "name",
        /// The name, or that of who carries it, is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// The slug has other signs than lower-case letters, digits and hyphens, or is empty.
        SlugInvalid => "SLUG_INVALID" on "slug",
        /// Another network has this slug.
        SlugTaken { slug: String } => "SLUG_TAKEN" on "slug",
        /// The federation has no such level.
        LevelUnknown { level: String } => "LEVEL_UNKNOWN" on "level",
        /// The network above is closed.
        ParentArchived => "PARENT_ARCHIVED" on "parentId",
    }
}

/// Founds a network. Whoever leads above leads it too; a lead of its own is invited or granted.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Network, CreateRefusal> {
    let tx = ctx.begin().await?;
    let parent = match asked.parent {
        Some(id) => Some(
            entities::network::Entity::find_by_id(id.uuid())
                .one(&*tx)
                .await?
                .ok_or(Denied::Hidden)?,
        ),
        None => None,
    };

    ctx.may(&Ask::CreateNetwork { parent: parent.as_ref().map(|parent| parent.id) })?;

    let mut wrongs = Vec::new();
    if parent.as_ref().is_some_and(|parent| parent.archived_at.is_some()) {
        wrongs.push(CreateRefusal::ParentArchived);
    }
    let (name, host) = (line(&asked.name), line(&asked.host));
    if name.is_empty() {
        wrongs.push(CreateRefusal::NameMissing);
    }
    let long = [(&name, "name"), (&host, "host")].into_iter().filter(|(text, _)| is_long(text));
    wrongs.extend(long.map(|(_, field)| CreateRefusal::TooLong { field }));
    let namesake = Sql::new("select 1 as one from network where slug = ?", binds![&asked.slug]);
    if !is_slug(&asked.slug) {
        wrongs.push(CreateRefusal::SlugInvalid);
    } else if namesake.exists(&*tx).await? {
        wrongs.push(CreateRefusal::SlugTaken { slug: asked.slug.clone() });
    }
    if !level_exists(&*tx, &asked.level).await? {
        wrongs.push(CreateRefusal::LevelUnknown { level: asked.level.clone() });
    }
    refuse_with(wrongs)?;

    let id = NetworkId::new();
    let row = entities::network::ActiveModel {
        id: Set(id.uuid()),
        slug: Set(asked.slug.clone()),
        search: Set(searched(&name, &host)),
        name: Set(name),
        level: Set(asked.level),
        parent_id: Set(parent.as_ref().map(|parent| parent.id)),
        is_thematic: Set(asked.is_thematic),
        description: Set(asked.description),
        host: Set(host),
        contact_email: Set(None),
        contact_phone: Set(None),
        chat_url: Set(None),
        resources_url: Set(None),
        website_url: Set(None),
        archived_at: Set(None),
        revision: Set(1),
        created_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some(_) => CreateRefusal::SlugTaken { slug: asked.slug }.into(),
        None => crate::error::Error::from(error),
    })?;
    hang(&tx, id.uuid(), row.parent_id).await?;

    tx.audit(
        ctx,
        Line::new("network.create", id).within(id).changing(serde_json::json!({
            "slug": row.slug, "name": row.name, "level": row.level,
            "parent": row.parent_id.map(|id| NetworkId::of(id).to_string()),
        })),
    )
    .await?;
    tx.commit().await?;
    Ok(Row::from(row).seen_by(ctx.standing()))
}

/// Names the ancestors of a new leaf.
async fn hang(
    tx: &crate::database::Transaction,
    id: Uuid,
    parent: Option<Uuid>,
) -> Result<(), crate::error::Halt> {
    Sql::new(
        "insert into network_ancestor (ancestor_id, descendant_id, depth) values (?, ?, 0)",
        binds![id, id],
    )
    .run(&**tx)
    .await?;
    if let Some(parent) = parent {
        Sql::new(
            "insert into network_ancestor (ancestor_id, descendant_id, depth) \
             select ancestor_id, ?, depth + 1 from network_ancestor where descendant_id = ?",
            binds![id, parent],
        )
        .run(&**tx)
        .await?;
    }
    Ok(())
}

fn is_slug(text: &str) -> bool {
    let is_edged = text.starts_with('-') || text.ends_with('-');
    !text.is_empty()
        && text.len() <= 64
        && !is_edged
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
