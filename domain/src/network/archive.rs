//! Closing a network, and opening it again.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, FromQueryResult, Set};
use uuid::Uuid;

use super::{Network, Row};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::{Denied, Outcome},
    id::{InvitationId, NetworkId},
    policy::Ask,
    refusals,
};

refusals! {
    /// Why a network may not be closed.
    NetworkArchive: pub enum ArchiveRefusal {
        /// Networks below it are still open.
        HasOpenNetworks { count: i64 } => "HAS_OPEN_NETWORKS" on "networkId",
        /// Requests to join wait for an answer, which a closed network no longer gives.
        HasWaitingRequests { count: i64 } => "HAS_WAITING_REQUESTS" on "networkId",
        /// It is closed already.
        AlreadyArchived => "ALREADY_ARCHIVED" on "networkId",
    }
}

refusals! {
    /// Why a network may not be opened again.
    NetworkReopen: pub enum ReopenRefusal {
        /// It is open.
        NotArchived => "NOT_ARCHIVED" on "networkId",
        /// The network above is closed.
        ParentArchived => "PARENT_ARCHIVED" on "networkId",
    }
}

#[derive(FromQueryResult)]
struct Revoked {
    id: Uuid,
}

/// Closes a network; its history stays, its memberships end with it when someone looks at the
/// present. Invitations that wait are taken back.
pub async fn archive(ctx: &Context, id: NetworkId) -> Outcome<Network, ArchiveRefusal> {
    let tx = ctx.begin().await?;
    let row =
        entities::network::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let count = Sql::new(
        "select count(*) from network where parent_id = ? and archived_at is null",
        binds![id],
    )
    .number(&*tx)
    .await?;
    let waiting = Sql::new(
        "select count(*) from join_request where network_id = ? and state = 'pending'",
        binds![id],
    )
    .number(&*tx)
    .await?;

    ctx.may(&Ask::ArchiveNetwork { network: row.id })?;

    if row.archived_at.is_some() {
        return Err(ArchiveRefusal::AlreadyArchived.into());
    }
    if count > 0 {
        return Err(ArchiveRefusal::HasOpenNetworks { count }.into());
    }
    if waiting > 0 {
        return Err(ArchiveRefusal::HasWaitingRequests { count: waiting }.into());
    }

    let revision = row.revision;
    let mut model: entities::network::ActiveModel = row.into();
    model.archived_at = Set(Some(ctx.now()));
    model.revision = Set(revision + 1);
    let row = model.update(&*tx).await?;

    let revoked: Vec<Revoked> = Sql::new(
        "update invitation set state = 'revoked' where network_id = ? and state = 'sent' \
         returning id",
        binds![id],
    )
    .all(&*tx)
    .await?;

    tx.audit(ctx, Line::new("network.archive", id).within(id)).await?;
    let line = |row: &Revoked| Line::new("invitation.revoke", InvitationId::of(row.id)).within(id);
    tx.audit_all(ctx, revoked.iter().map(line).collect()).await?;
    tx.commit().await?;
    Ok(Row::from(row).seen_by(ctx.standing()))
}

/// Opens a closed network again.
pub async fn reopen(ctx: &Context, id: NetworkId) -> Outcome<Network, ReopenRefusal> {
    let tx = ctx.begin().await?;
    let row =
        entities::network::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;

    // A closed network gives no rights, so those of the network above decide.
    match row.parent_id {
        Some(parent) => ctx.may(&Ask::ArchiveNetwork { network: parent })?,
        None => ctx.may(&Ask::Administer)?,
    };

    if row.archived_at.is_none() {
        return Err(ReopenRefusal::NotArchived.into());
    }
    let is_above_closed = Sql::new(
        "select 1 as one from network where id = ? and archived_at is not null",
        binds![row.parent_id],
    );
    if is_above_closed.exists(&*tx).await? {
        return Err(ReopenRefusal::ParentArchived.into());
    }

    let revision = row.revision;
    let mut model: entities::network::ActiveModel = row.into();
    model.archived_at = Set(None);
    model.revision = Set(revision + 1);
    let row = model.update(&*tx).await?;

    tx.audit(ctx, Line::new("network.reopen", id).within(id)).await?;
    tx.commit().await?;
    Ok(Row::from(row).seen_by(ctx.standing()))
}
