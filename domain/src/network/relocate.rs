//! Moving a network, with its branch, below another.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::{Network, Row};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::NetworkId,
    policy::Ask,
    refusals,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Relocate {
    /// The network that moves.
    pub network: NetworkId,
    /// Where it will hang; nothing means at the top.
    pub to: Option<NetworkId>,
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
}

refusals! {
    /// Why a network may not move.
    NetworkMove: pub enum RelocateRefusal {
        /// Someone else changed it in the meantime; the payload has its present state.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// A network cannot hang below itself.
        Circle => "CIRCLE" on "parentId",
        /// The network above is closed.
        ParentArchived => "PARENT_ARCHIVED" on "parentId",
    }
}

/// Moves a network with all that hangs below it.
pub async fn relocate(ctx: &Context, asked: Relocate) -> Outcome<Network, RelocateRefusal> {
    let tx = ctx.begin().await?;
    lock_the_tree(ctx, &tx).await?;
    let row = entities::network::Entity::find_by_id(asked.network.uuid())
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let parent = match asked.to {
        Some(id) => Some(
            entities::network::Entity::find_by_id(id.uuid())
                .one(&*tx)
                .await?
                .ok_or(Denied::Hidden)?,
        ),
        None => None,
    };

    ctx.may(&Ask::MoveNetwork { network: row.id, to: asked.to.map(NetworkId::uuid) })?;

    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(RelocateRefusal::Stale { revision: row.revision }.into());
    }
    if let Some(parent) = &parent {
        let is_below = Sql::new(
            "select 1 as one from network_ancestor where ancestor_id = ? and descendant_id = ?",
            binds![row.id, parent.id],
        );
        if is_below.exists(&*tx).await? {
            return Err(RelocateRefusal::Circle.into());
        }
        if parent.archived_at.is_some() {
            return Err(RelocateRefusal::ParentArchived.into());
        }
    }

    // The branch forgets those above it, and learns the new ones.
    Sql::new(
        "delete from network_ancestor where descendant_id in \
         (select descendant_id from network_ancestor where ancestor_id = ?) \
         and ancestor_id in (select ancestor_id from network_ancestor \
         where descendant_id = ? and ancestor_id <> ?)",
        binds![row.id, row.id, row.id],
    )
    .run(&*tx)
    .await?;
    if let Some(parent) = &parent {
        Sql::new(
            "insert into network_ancestor (ancestor_id, descendant_id, depth) \
             select upper.ancestor_id, lower.descendant_id, upper.depth + lower.depth + 1 \
             from network_ancestor upper join network_ancestor lower on lower.ancestor_id = ? \
             where upper.descendant_id = ?",
            binds![row.id, parent.id],
        )
        .run(&*tx)
        .await?;
    }
    let before = row.parent_id;
    let revision = row.revision;
    let mut model: entities::network::ActiveModel = row.into();
    model.parent_id = Set(parent.map(|parent| parent.id));
    model.revision = Set(revision + 1);
    let row = model.update(&*tx).await?;

    tx.audit(
        ctx,
        Line::new("network.move", asked.network).within(asked.network).changing(
            serde_json::json!({ "parent": {
                "from": before.map(|id| NetworkId::of(id).to_string()),
                "to": asked.to.map(|id| id.to_string()),
            } }),
        ),
    )
    .await?;
    tx.commit().await?;
    Ok(Row::from(row).seen_by(ctx.standing()))
}

/// Two moves at once could close a circle; one waits for the other.
async fn lock_the_tree(ctx: &Context, tx: &Transaction) -> Result<(), Halt> {
    if ctx.house().db.backend() == sea_orm::DbBackend::Postgres {
        Sql::new("lock table network_ancestor in share row exclusive mode", vec![])
            .run(&**tx)
            .await?;
    }
    Ok(())
}
