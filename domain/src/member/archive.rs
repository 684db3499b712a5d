//! Closing a person's record, and opening it again.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QuerySelect as _, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::{Seen, facts, seen::see};
use crate::{
    audit::Line,
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::{MemberId, MembershipId},
    membership::{self, Begin, Ending, Origin, Role},
    policy::{Ask, MemberFacts},
    refusals, registration,
};

refusals! {
    /// Why a record may not be closed.
    MemberArchive: pub enum ArchiveRefusal {
        /// It is closed already.
        AlreadyArchived => "ALREADY_ARCHIVED" on "memberId",
        /// A network would have no lead; an administrator or a lead above may do this.
        LastLead => "LAST_LEAD" on "memberId",
    }
}

refusals! {
    /// Why a record may not be opened again.
    MemberRestore: pub enum RestoreRefusal {
        /// It is open.
        NotArchived => "NOT_ARCHIVED" on "memberId",
    }
}

#[derive(FromQueryResult)]
struct Standing {
    is_administrator: bool,
    is_gone: bool,
}

/// Whether this asker may close the record, or open it again once it is closed.
pub async fn may_archive(ctx: &Context, seen: &Seen) -> Result<bool, Halt> {
    let mut facts = seen.facts.clone();
    if let Some(archived_at) = seen.archived_at {
        let ended = ended_by_closing(ctx.db(), seen.id, archived_at).await?;
        facts.networks.extend(ended.iter().map(|ended| ended.network_id));
    }
    if ctx.may(&Ask::ArchiveMember { member: &facts }).is_err() {
        return Ok(false);
    }
    let standing: Option<Standing> = Sql::new(
        "select is_administrator, merged_into_id is not null or erased_at is not null as is_gone \
         from member where id = ?",
        binds![seen.id],
    )
    .one(ctx.db())
    .await?;
    let Some(standing) = standing.filter(|standing| !standing.is_gone) else { return Ok(false) };
    let is_above = seen.archived_at.is_none() && standing.is_administrator;
    Ok(!is_above || ctx.may(&Ask::Administer).is_ok())
}

/// Closes a record: memberships end, places at what is to come go to the next in line, browsers are
/// signed out, the history stays.
pub async fn archive(ctx: &Context, id: MemberId) -> Outcome<Seen, ArchiveRefusal> {
    let (tx, row, facts, _) = hold(ctx, id).await?;

    ctx.may(&Ask::ArchiveMember { member: &facts })?;
    if row.is_administrator {
        ctx.may(&Ask::Administer)?;
    }

    if row.archived_at.is_some() {
        return Err(ArchiveRefusal::AlreadyArchived.into());
    }
    let held = membership::all_running(&tx, ctx, row.id).await?;
    for lead in held.iter().filter(|held| held.role == Role::Lead && held.ended_on.is_none()) {
        if membership::leaves_without_lead(&tx, ctx, lead.network_id, row.id, ctx.today()).await? {
            return Err(ArchiveRefusal::LastLead.into());
        }
    }

    let (now, today) = (ctx.now(), ctx.today());
    let cancelled = registration::depart(&tx, ctx, &[row.id]).await?;
    let line = Line::new("member.archive", id).on_behalf_of(id);
    let mut lines = vec![line.changing(json!({ "cancelled": cancelled }))];
    for held in held {
        let on = today.max(held.started_on);
        lines.push(
            Line::new("membership.end", MembershipId::of(held.id))
                .within(held.network_id)
                .on_behalf_of(id)
                .changing(json!({ "ended_on": on, "ending": "archived" })),
        );
        membership::close(&tx, held, on, Ending::Archived, None).await?;
    }
    Sql::new(
        "update sign_in_session set revoked_at = ?, sealed_id_token = null \
         where member_id = ? and revoked_at is null",
        binds![now, id],
    )
    .run(&*tx)
    .await?;
    let row = write(&tx, row, Some(now)).await?;
    tx.audit_all(ctx, lines).await?;
    // The answer is what the asker saw when they asked: with the memberships goes the right to look.
    let seen = see(ctx.standing(), row, facts)?;
    tx.commit().await?;
    Ok(seen)
}

/// Opens a closed record again, with the memberships that its closing ended.
pub async fn restore(ctx: &Context, id: MemberId) -> Outcome<Seen, RestoreRefusal> {
    let (tx, row, facts, ended) = hold(ctx, id).await?;

    ctx.may(&Ask::ArchiveMember { member: &facts })?;

    if row.archived_at.is_none() {
        return Err(RestoreRefusal::NotArchived.into());
    }

    for ended in ended {
        // Nobody gives back more than they could give.
        let (network, role) = (ended.network_id, ended.role);
        let may = ctx.may(&Ask::ChangeMembership { network, role }).is_ok();
        let begin = Begin {
            network: network.into(),
            member: id,
            role: if may { role } else { Role::Member },
            local_role: ended.local_role,
            started_on: ctx.today().max(ended.started_on),
            origin: Origin::Change,
        };
        membership::begin(&tx, ctx, begin).await?;
    }
    let row = write(&tx, row, None).await?;
    tx.audit(ctx, Line::new("member.restore", id).on_behalf_of(id)).await?;
    let seen = see(ctx.standing(), row, facts)?;
    tx.commit().await?;
    Ok(seen)
}

type Ended = entities::membership::Model;

/// The record, held until the change is certain; of a closed one also the memberships that its
/// closing ended, whose leads still answer for it.
async fn hold(
    ctx: &Context,
    id: MemberId,
) -> Result<(Transaction, entities::member::Model, MemberFacts, Vec<Ended>), Halt> {
    ctx.standing().is_somebody()?;
    let tx = ctx.begin().await?;
    let row = entities::member::Entity::find_by_id(id.uuid())
        .filter(entities::member::Column::MergedIntoId.is_null())
        .filter(entities::member::Column::ErasedAt.is_null())
        .lock_exclusive()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let mut facts = facts(ctx, &*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;
    let mut ended = Vec::new();
    if let Some(archived_at) = row.archived_at {
        ended = ended_by_closing(&*tx, row.id, archived_at).await?;
        facts.networks.extend(ended.iter().map(|ended| ended.network_id));
    }
    ctx.may(&Ask::SeeMember { member: &facts })?;
    Ok((tx, row, facts, ended))
}

/// The memberships that the closing of a record ended.
async fn ended_by_closing(
    db: &impl ConnectionTrait,
    member: Uuid,
    archived_at: DateTime<Utc>,
) -> Result<Vec<Ended>, Halt> {
    let closed_on = archived_at.with_timezone(&FEDERATION_ZONE).date_naive();
    Ok(entities::membership::Entity::find()
        .filter(entities::membership::Column::MemberId.eq(member))
        .filter(entities::membership::Column::Ending.eq(Ending::Archived))
        .filter(entities::membership::Column::EndedOn.gte(closed_on))
        .all(db)
        .await?)
}

async fn write(
    tx: &Transaction,
    row: entities::member::Model,
    archived_at: Option<DateTime<Utc>>,
) -> Result<entities::member::Model, Halt> {
    let revision = row.revision + 1;
    let mut model: entities::member::ActiveModel = row.into();
    model.archived_at = Set(archived_at);
    model.revision = Set(revision);
    Ok(model.update(&**tx).await?)
}
