//! Closing a person's record, and opening it again.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, Set,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Seen, facts, seen::see};
use crate::{
    audit::Line,
    clock::FEDERATION_ZONE,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    employment,
    error::{Denied, Halt, Outcome},
    id::MemberId,
    membership::{self, Begin, Ending, Origin, Role, Until},
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

/// Closes a record: memberships and jobs end, places at what is to come go to the next in line,
/// browsers are signed out, the history stays.
pub async fn archive(ctx: &Context, id: MemberId) -> Outcome<Seen, ArchiveRefusal> {
    let (tx, row, facts, _) = hold(ctx, id).await?;

    ctx.may(&Ask::ArchiveMember { member: &facts })?;
    if row.is_administrator {
        ctx.may(&Ask::Administer)?;
    }

    if row.archived_at.is_some() {
        return Err(ArchiveRefusal::AlreadyArchived.into());
    }
    let held = membership::all_running(&tx, ctx, &[row.id]).await?;
    if membership::leaves_any_without_lead(&tx, ctx, &held, row.id).await? {
        return Err(ArchiveRefusal::LastLead.into());
    }

    let now = ctx.now();
    let cancelled = registration::depart(&tx, ctx, &[row.id]).await?;
    let line = Line::new("member.archive", id).on_behalf_of(id);
    let mut lines = vec![line.changing(json!({ "cancelled": cancelled }))];
    lines.extend(membership::close_all(&tx, ctx, &held, Ending::Archived).await?);
    lines.extend(employment::close(&tx, ctx, row.id).await?);
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

/// Opens a closed record again, with the memberships and jobs that its closing ended: what was to
/// end on a day that lies ahead ends on that day again, and what a network or an employer held that
/// was closed meanwhile stays ended.
pub async fn restore(ctx: &Context, id: MemberId) -> Outcome<Seen, RestoreRefusal> {
    let (tx, row, facts, ended) = hold(ctx, id).await?;

    ctx.may(&Ask::ArchiveMember { member: &facts })?;

    let Some(archived_at) = row.archived_at else {
        return Err(RestoreRefusal::NotArchived.into());
    };

    let closed = told_by_closing(&tx, row.id, archived_at).await?;
    let networks = ended.iter().map(|ended| ended.network_id).collect();
    let over = tx.archived("network", networks).await?;
    // Who was to move to a network that is closed stays where they were.
    let is_entered = |on: NaiveDate| {
        ended.iter().any(|there| {
            there.origin == Origin::Transfer
                && there.started_on == on
                && closed.contains_key(&there.id)
                && !over.contains(&there.network_id)
        })
    };
    let mut begun = Vec::new();
    for ended in &ended {
        let Some(was) = closed.get(&ended.id) else { continue };
        // Nobody enters a network that is closed.
        if over.contains(&ended.network_id) {
            continue;
        }
        let until = Until::before(was, ended)
            .filter(|until| until.ending != Some(Ending::Transferred) || is_entered(until.on));
        // Who was to leave in the meantime has left.
        if until.as_ref().is_some_and(|until| until.on <= ctx.today()) {
            continue;
        }
        // Nobody gives back more than they could give.
        let (network, role) = (ended.network_id, ended.role);
        let may = ctx.may(&Ask::ChangeMembership { network, role }).is_ok();
        let begin = Begin {
            network: network.into(),
            member: id,
            role: if may { role } else { Role::Member },
            local_role: ended.local_role,
            started_on: ctx.today().max(ended.started_on),
            // A transfer that was announced goes on being one.
            origin: if ended.started_on > ctx.today() { ended.origin } else { Origin::Change },
        };
        begun.push((begin, until));
    }
    let mut lines = membership::begin_all(&tx, ctx, begun).await?;
    let (reopened, employers_closed) = employment::reopen(&tx, row.id, &closed).await?;
    let counted = |count: usize| (count > 0).then_some(count);
    lines.push(Line::new("member.restore", id).on_behalf_of(id).changing(json!({
        "networks_closed": counted(over.len()), "employers_closed": counted(employers_closed),
    })));
    lines.extend(reopened);
    let row = write(&tx, row, None).await?;
    tx.audit_all(ctx, lines).await?;
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
        .hold()
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
        .order_by_asc(entities::membership::Column::StartedOn)
        .order_by_asc(entities::membership::Column::Id)
        .all(db)
        .await?)
}

/// What the closing of a record ended, memberships and jobs alike, each with what its line on the
/// trail tells. Lines are kept as long as the record can be opened again.
async fn told_by_closing(
    tx: &Transaction,
    member: Uuid,
    archived_at: DateTime<Utc>,
) -> Result<HashMap<Uuid, Value>, Halt> {
    use entities::audit_line::{Column, Entity};
    let lines = Entity::find()
        .filter(Column::MemberId.eq(member))
        .filter(Column::Action.is_in(["membership.end", "employment.end"]))
        .filter(Column::At.gte(archived_at))
        .all(&**tx)
        .await?;
    // Older lines tell the ending alone.
    let is_of_closing = |ending: &Value| ending == "archived" || ending["to"] == "archived";
    Ok(lines
        .into_iter()
        .filter(|line| is_of_closing(&line.changes["ending"]))
        .map(|line| (line.subject_id, line.changes))
        .collect())
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
