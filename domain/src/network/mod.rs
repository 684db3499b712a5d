//! Networks: the tree, its levels, who stands above and below.
//!
//! A network is created, edited, moved with its branch, archived and reopened. Each keeps rows
//! that name all its ancestors, so that rights, subtrees and counts need one join at any depth
//! (`docs/decisions/0002-network-tree.md`).

mod archive;
mod cover;
mod create;
mod facts;
mod level;
mod own;
mod pilot;
mod read;
mod relocate;
mod territory;
mod tree;
mod update;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    policy::{Ask, Standing},
    text::fold,
};

pub use archive::{ArchiveRefusal, ReopenRefusal, archive, reopen};
pub use cover::{Cover, CoverRefusal, Covered, cover};
pub use create::{Create, CreateRefusal, create};
pub use facts::{above, level_exists};
pub(crate) use level::settle_levels;
pub use level::{LevelRefusal, SetLevel, set_level};
pub use own::{Tie, list_of_viewer};
pub use pilot::pilots;
pub use read::{
    Commune, Filter, Level, NetworkOrder, ancestors, by_ids, by_slug, communes_of, communes_within,
    levels, list, list_below, list_communes, load, subtree_counts,
};
pub use relocate::{Relocate, RelocateRefusal, relocate};
pub use territory::{Body, around, bodies_of};
pub use tree::{Tree, tree};
pub use update::{Change, UpdateRefusal, update};

/// A network as this asker may see it.
#[derive(Clone, Debug)]
pub struct Network {
    /// Its identifier.
    pub id: Uuid,
    /// Its short name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The code of its level, which is data of the federation.
    pub level: String,
    /// The network above.
    pub parent_id: Option<Uuid>,
    /// Whether it gathers people by theme instead of territory.
    pub is_thematic: bool,
    /// What it is, in Markdown.
    pub description: String,
    /// Who carries it.
    pub host: String,
    /// Where to write.
    pub contact_email: Option<String>,
    /// Where to call.
    pub contact_phone: Option<String>,
    /// Links for its members; `None` for others.
    pub links: Option<Links>,
    /// Since when it is closed.
    pub archived_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub revision: i32,
    /// Since when it is here.
    pub created_at: DateTime<Utc>,
}

/// The words by which a network is found.
fn searched(name: &str, host: &str) -> String {
    format!("{} {}", fold(name), fold(host)).trim_end().to_owned()
}

/// Where members of a network meet online.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Its chat.
    pub chat_url: Option<String>,
    /// Its shared resources.
    pub resources_url: Option<String>,
    /// Its website.
    pub website_url: Option<String>,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    slug: String,
    name: String,
    level: String,
    parent_id: Option<Uuid>,
    is_thematic: bool,
    description: String,
    host: String,
    contact_email: Option<String>,
    contact_phone: Option<String>,
    chat_url: Option<String>,
    resources_url: Option<String>,
    website_url: Option<String>,
    archived_at: Option<DateTime<Utc>>,
    revision: i32,
    created_at: DateTime<Utc>,
}

impl Row {
    fn seen_by(self, standing: &Standing) -> Network {
        let links =
            standing.may(&Ask::SeeNetworkLinks { network: self.id }).is_ok().then_some(Links {
                chat_url: self.chat_url,
                resources_url: self.resources_url,
                website_url: self.website_url,
            });
        Network {
            id: self.id,
            slug: self.slug,
            name: self.name,
            level: self.level,
            parent_id: self.parent_id,
            is_thematic: self.is_thematic,
            description: self.description,
            host: self.host,
            contact_email: self.contact_email,
            contact_phone: self.contact_phone,
            links,
            archived_at: self.archived_at,
            revision: self.revision,
            created_at: self.created_at,
        }
    }
}

impl From<entities::network::Model> for Row {
    fn from(model: entities::network::Model) -> Self {
        Self {
            id: model.id,
            slug: model.slug,
            name: model.name,
            level: model.level,
            parent_id: model.parent_id,
            is_thematic: model.is_thematic,
            description: model.description,
            host: model.host,
            contact_email: model.contact_email,
            contact_phone: model.contact_phone,
            chat_url: model.chat_url,
            resources_url: model.resources_url,
            website_url: model.website_url,
            archived_at: model.archived_at,
            revision: model.revision,
            created_at: model.created_at,
        }
    }
}
