//! Founding, changing, moving and closing networks.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::network::{
    self, ArchiveRefusal, Change, Cover, CoverRefusal, Create, CreateRefusal, LevelRefusal,
    Relocate, RelocateRefusal, ReopenRefusal, SetLevel, UpdateRefusal,
};

use super::{Network, NetworkKey, NetworkLevel};
use crate::graphql::{
    given::{Emptied, Given},
    id::{asker, read, read_some},
    loader::load,
    payload::{patch, payload},
};

payload! {
    /// What came of founding a network.
    NetworkCreatePayload refused by CreateRefusal {
        /// The new network.
        network: Network
    }
}
payload! {
    /// What came of changing a network.
    NetworkUpdatePayload refused by UpdateRefusal {
        /// The changed network.
        or current network: Network
    }
}
payload! {
    /// What came of changing a territory.
    NetworkTerritoryUpdatePayload refused by CoverRefusal {
        /// The network with its territory.
        network: Network
    }
}

payload! {
    /// What came of moving a network.
    NetworkMovePayload refused by RelocateRefusal {
        /// The moved network.
        or current network: Network
    }
}
payload! {
    /// What came of closing a network.
    NetworkArchivePayload refused by ArchiveRefusal {
        /// The closed network.
        network: Network
    }
}
payload! {
    /// What came of opening a network again.
    NetworkReopenPayload refused by ReopenRefusal {
        /// The open network.
        network: Network
    }
}

payload! {
    /// What came of setting a level.
    NetworkLevelSetPayload refused by LevelRefusal {
        /// The level.
        level: NetworkLevel
    }
}

/// A level, new or known.
#[derive(InputObject)]
pub struct NetworkLevelSetInput {
    /// Its code: lower-case letters, digits and hyphens.
    code: String,
    /// Its name.
    name: String,
    /// Its place among the levels, from 0 for the widest.
    rank: i32,
}

/// A network to be founded.
#[derive(InputObject)]
pub struct NetworkCreateInput {
    /// Its short name in addresses: lower-case letters, digits and hyphens.
    slug: String,
    /// Its name.
    name: String,
    /// The code of its level.
    level: String,
    /// The network above; nothing for a new top.
    parent_id: Option<ID>,
    /// Whether it gathers people by theme.
    #[graphql(default)]
    is_thematic: bool,
    /// What it is, in Markdown.
    #[graphql(default)]
    description: String,
    /// The organisation that carries it.
    #[graphql(default)]
    host: String,
}

/// What changes of a network; what is not named stays, what is null is emptied.
#[derive(InputObject)]
pub struct NetworkUpdateInput {
    /// The network.
    network_id: ID,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
    /// Its name.
    name: Emptied<String>,
    /// The code of its level.
    level: Emptied<String>,
    /// Whether it gathers people by theme.
    is_thematic: Given<bool>,
    /// What it is, in Markdown.
    description: Emptied<String>,
    /// The organisation that carries it.
    host: Emptied<String>,
    /// Where to write.
    contact_email: MaybeUndefined<String>,
    /// Where to call.
    contact_phone: MaybeUndefined<String>,
    /// Its chat.
    chat_url: MaybeUndefined<String>,
    /// Its shared resources.
    resources_url: MaybeUndefined<String>,
    /// Its website.
    website_url: MaybeUndefined<String>,
    /// The INSEE codes of all its communes.
    communes: Emptied<Vec<String>>,
}

/// What joins a network's territory, and what leaves it; what leaves goes first.
#[derive(InputObject)]
pub struct NetworkTerritoryUpdateInput {
    /// The network.
    network_id: ID,
    /// The INSEE codes of communes that join.
    #[graphql(default)]
    add_communes: Vec<String>,
    /// The SIREN numbers of EPCI whose communes all join.
    #[graphql(default)]
    add_epcis: Vec<String>,
    /// The INSEE codes of communes that leave.
    #[graphql(default)]
    remove_communes: Vec<String>,
    /// The SIREN numbers of EPCI whose communes all leave.
    #[graphql(default)]
    remove_epcis: Vec<String>,
}

/// Where a network moves.
#[derive(InputObject)]
pub struct NetworkMoveInput {
    /// The network; its branch moves with it.
    network_id: ID,
    /// The network above; nothing for the top.
    parent_id: Option<ID>,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
}

/// The network to close.
#[derive(InputObject)]
pub struct NetworkArchiveInput {
    /// The network.
    network_id: ID,
}

/// The network to open again.
#[derive(InputObject)]
pub struct NetworkReopenInput {
    /// The network.
    network_id: ID,
}

/// What can be done to networks.
#[derive(Default)]
pub struct NetworkMutation;

/// What can be done to networks.
#[Object]
impl NetworkMutation {
    /// Founds a network, below one that you lead.
    async fn network_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The network.")] input: NetworkCreateInput,
    ) -> Result<Option<NetworkCreatePayload>> {
        let asked = Create {
            slug: input.slug,
            name: input.name,
            level: input.level,
            parent: read_some(ctx, input.parent_id.as_ref())?,
            is_thematic: input.is_thematic,
            description: input.description,
            host: input.host,
        };
        NetworkCreatePayload::of(ctx, network::create(asker(ctx), asked).await, Network::of)
    }

    /// Changes what a network says of itself, and its territory.
    async fn network_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: NetworkUpdateInput,
    ) -> Result<Option<NetworkUpdatePayload>> {
        let id = read(ctx, &input.network_id)?;
        let change = Change {
            expected_revision: input.expected_revision,
            name: input.name.0,
            level: input.level.0,
            is_thematic: input.is_thematic.0,
            description: input.description.0,
            host: input.host.0,
            contact_email: patch(input.contact_email),
            contact_phone: patch(input.contact_phone),
            chat_url: patch(input.chat_url),
            resources_url: patch(input.resources_url),
            website_url: patch(input.website_url),
            communes: input.communes.0,
        };
        let outcome = network::update(asker(ctx), id, change).await;
        let current = load(ctx, NetworkKey(id.uuid()));
        NetworkUpdatePayload::of_edit(ctx, outcome, Network::of, current).await
    }

    /// Adds communes to a network's territory and takes some away: the rest stays, whoever else
    /// works on it at the same time.
    async fn network_territory_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What joins and what leaves.")] input: NetworkTerritoryUpdateInput,
    ) -> Result<Option<NetworkTerritoryUpdatePayload>> {
        let id = read(ctx, &input.network_id)?;
        let asked = Cover {
            add_communes: input.add_communes,
            add_bodies: input.add_epcis,
            remove_communes: input.remove_communes,
            remove_bodies: input.remove_epcis,
        };
        let outcome = network::cover(asker(ctx), id, asked).await;
        NetworkTerritoryUpdatePayload::of(ctx, outcome, |covered| Network::of(covered.network))
    }

    /// Adds a level to the federation, or renames and moves one that is known; for administrators.
    async fn network_level_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The level.")] input: NetworkLevelSetInput,
    ) -> Result<Option<NetworkLevelSetPayload>> {
        let asked = SetLevel { code: input.code, name: input.name, rank: input.rank };
        NetworkLevelSetPayload::of(
            ctx,
            network::set_level(asker(ctx), asked).await,
            NetworkLevel::of,
        )
    }

    /// Hangs a network, with its branch, below another.
    async fn network_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to.")] input: NetworkMoveInput,
    ) -> Result<Option<NetworkMovePayload>> {
        let asked = Relocate {
            network: read(ctx, &input.network_id)?,
            to: read_some(ctx, input.parent_id.as_ref())?,
            expected_revision: input.expected_revision,
        };
        let current = load(ctx, NetworkKey(asked.network.uuid()));
        let outcome = network::relocate(asker(ctx), asked).await;
        NetworkMovePayload::of_edit(ctx, outcome, Network::of, current).await
    }

    /// Closes a network whose branch is closed; its history stays.
    async fn network_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: NetworkArchiveInput,
    ) -> Result<Option<NetworkArchivePayload>> {
        let id = read(ctx, &input.network_id)?;
        NetworkArchivePayload::of(ctx, network::archive(asker(ctx), id).await, Network::of)
    }

    /// Opens a closed network again.
    async fn network_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: NetworkReopenInput,
    ) -> Result<Option<NetworkReopenPayload>> {
        let id = read(ctx, &input.network_id)?;
        NetworkReopenPayload::of(ctx, network::reopen(asker(ctx), id).await, Network::of)
    }
}
