//! Joining two records of the same person: everything of the duplicate moves to the one that is kept.

mod period;

use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, Set,
};
use serde_json::json;
use uuid::Uuid;

use super::{Seen, duplicate::may_hand_over, facts, seen::see, skill};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::MemberId,
    policy::Ask,
    refusals,
};
use entities::member::Model;

/// Which two.
#[derive(Clone, Copy, Debug)]
pub struct Merge {
    /// The record that stays.
    pub kept: MemberId,
    /// The record that moves into it.
    pub duplicate: MemberId,
}

refusals! {
    /// Why two records may not be joined.
    MemberMerge: pub enum MergeRefusal {
        /// It is the same record twice.
        Same => "SAME_MEMBER" on "duplicateId",
        /// The record to keep is closed.
        KeptArchived => "MEMBER_ARCHIVED" on "keptId",
    }
}

/// Joins two records; no letter says so. The duplicate's address goes on signing the person in.
pub async fn merge(ctx: &Context, asked: Merge) -> Outcome<Seen, MergeRefusal> {
    ctx.standing().is_somebody()?;
    let tx = ctx.begin().await?;
    let (kept_id, gone_id) = (asked.kept.uuid(), asked.duplicate.uuid());
    // Both rows are held in one order, so that two opposite requests do not wait for each other.
    let rows = entities::member::Entity::find()
        .filter(entities::member::Column::Id.is_in([kept_id, gone_id]))
        .filter(entities::member::Column::MergedIntoId.is_null())
        .filter(entities::member::Column::ErasedAt.is_null())
        .order_by_asc(entities::member::Column::Id)
        .hold()
        .all(&*tx)
        .await?;
    let row = |id| rows.iter().find(|row| row.id == id).cloned().ok_or(Denied::Hidden);
    let (kept, gone) = (row(kept_id)?, row(gone_id)?);
    let facts = facts(ctx, &*tx, &[kept_id, gone_id]).await?;
    let of = |id| facts.get(&id).ok_or(Denied::Hidden);

    ctx.may(&Ask::MergeMembers { kept: of(kept_id)?, duplicate: of(gone_id)? })?;
    if kept.is_administrator || gone.is_administrator {
        ctx.may(&Ask::Administer)?;
    }
    may_hand_over(ctx, &tx, gone_id).await??;
    may_hand_over(ctx, &tx, kept_id).await??;

    if kept_id == gone_id {
        return Err(MergeRefusal::Same.into());
    }
    if kept.archived_at.is_some() {
        return Err(MergeRefusal::KeptArchived.into());
    }

    period::memberships(&tx, ctx, kept_id, gone_id).await?;
    registrations(&tx, ctx, kept_id, gone_id).await?;
    attendances(&tx, kept_id, gone_id).await?;
    period::employments(&tx, ctx, kept_id, gone_id).await?;
    managers(&tx, ctx, kept_id, gone_id).await?;
    signatures(&tx, ctx, kept_id, gone_id).await?;
    the_rest(&tx, ctx, kept_id, gone_id).await?;
    let kept = complete(&tx, ctx, kept, gone).await?;

    let line = Line::new("member.merge", asked.kept)
        .on_behalf_of(asked.kept)
        .changing(json!({ "duplicate": asked.duplicate }));
    tx.audit(ctx, line).await?;
    let facts =
        super::facts(ctx, &*tx, &[kept_id]).await?.remove(&kept_id).ok_or(Denied::Hidden)?;
    let seen = see(ctx.standing(), kept, facts)?;
    tx.commit().await?;
    Ok(seen)
}

async fn run(tx: &Transaction, text: &str, values: Vec<crate::database::Bind>) -> Result<(), Halt> {
    Sql::new(text, values).run(&**tx).await?;
    Ok(())
}

/// Of two registrations for one event the better state stays; the place of the other is offered to
/// the next in line.
async fn registrations(
    tx: &Transaction,
    ctx: &Context,
    kept: Uuid,
    gone: Uuid,
) -> Result<(), Halt> {
    #[derive(FromQueryResult)]
    struct Shared {
        event_id: Uuid,
    }
    let shared: Vec<Shared> = Sql::new(
        "select event_id from registration where member_id = ? \
         and event_id in (select event_id from registration where member_id = ?) order by event_id",
        binds![kept, gone],
    )
    .all(&**tx)
    .await?;
    let mut events = Vec::with_capacity(shared.len());
    for Shared { event_id } in shared {
        events.push(crate::event::lock(tx, event_id.into()).await?.0);
    }
    // The lesser of two for the same event: by state, then the one that came later.
    let lesser = "select lesser.id from registration lesser join registration better \
        on better.event_id = lesser.event_id and better.member_id <> lesser.member_id \
        where lesser.member_id in ? and better.member_id in ? and \
        (case lesser.state when 'confirmed' then 0 when 'offered' then 1 when 'pending' then 2 \
        when 'waitlisted' then 3 when 'declined' then 4 else 5 end, lesser.rank, lesser.id) > \
        (case better.state when 'confirmed' then 0 when 'offered' then 1 when 'pending' then 2 \
        when 'waitlisted' then 3 when 'declined' then 4 else 5 end, better.rank, better.id)";
    let both = || binds![vec![kept, gone], vec![kept, gone]];
    for table in ["answer", "session_choice"] {
        run(tx, &format!("delete from {table} where registration_id in ({lesser})"), both())
            .await?;
    }
    run(tx, &format!("delete from registration where id in ({lesser})"), both()).await?;
    run(
        tx,
        "update registration set member_id = ?, revision = revision + 1 where member_id = ?",
        binds![kept, gone],
    )
    .await?;
    run(
        tx,
        "update registration set registered_by_id = ? where registered_by_id = ?",
        binds![kept, gone],
    )
    .await?;
    for event in &events {
        crate::registration::offer_free_places(tx, ctx, event).await?;
    }
    Ok(())
}

/// Of two presences at one event or session the better one stays; the same for being asked to come.
async fn attendances(tx: &Transaction, kept: Uuid, gone: Uuid) -> Result<(), Halt> {
    let both = || binds![vec![kept, gone], vec![kept, gone]];
    run(
        tx,
        "delete from attendance where id in (select lesser.id from attendance lesser \
         join attendance better on better.event_id = lesser.event_id \
         and coalesce(better.session_id, better.event_id) = coalesce(lesser.session_id, lesser.event_id) \
         and better.member_id <> lesser.member_id \
         where lesser.member_id in ? and better.member_id in ? and \
         (case lesser.state when 'present' then 0 when 'excused' then 1 else 2 end, lesser.id) > \
         (case better.state when 'present' then 0 when 'excused' then 1 else 2 end, better.id))",
        both(),
    )
    .await?;
    // An excuse that the person sent stays their own word.
    run(
        tx,
        "update attendance set recorded_by_id = \
         case when recorded_by_id = member_id then ? else recorded_by_id end, \
         member_id = ? where member_id = ?",
        binds![kept, kept, gone],
    )
    .await?;
    run(
        tx,
        "delete from event_invitation where member_id = ? \
         and event_id in (select event_id from event_invitation where member_id = ?)",
        binds![gone, kept],
    )
    .await?;
    run(tx, "update event_invitation set member_id = ? where member_id = ?", binds![kept, gone])
        .await
}

/// Of two who act for one employer the confirmed one goes on.
async fn managers(tx: &Transaction, ctx: &Context, kept: Uuid, gone: Uuid) -> Result<(), Halt> {
    run(
        tx,
        "update employer_manager set state = 'ended', ended_at = ? where id in \
         (select lesser.id from employer_manager lesser join employer_manager better \
         on better.employer_id = lesser.employer_id and better.member_id <> lesser.member_id \
         where lesser.member_id in ? and better.member_id in ? \
         and lesser.state in ('claimed', 'confirmed') and better.state in ('claimed', 'confirmed') \
         and (case lesser.state when 'confirmed' then 0 else 1 end, lesser.id) > \
         (case better.state when 'confirmed' then 0 else 1 end, better.id))",
        binds![ctx.now(), vec![kept, gone], vec![kept, gone]],
    )
    .await?;
    run(tx, "update employer_manager set member_id = ? where member_id = ?", binds![kept, gone])
        .await
}

/// Of two signatures that hold under one text the one that holds longer goes on.
async fn signatures(tx: &Transaction, ctx: &Context, kept: Uuid, gone: Uuid) -> Result<(), Halt> {
    run(
        tx,
        "update signature set state = 'withdrawn', ended_at = ? where id in \
         (select lesser.id from signature lesser join signature better \
         on better.charter_version_id = lesser.charter_version_id \
         and better.member_id <> lesser.member_id \
         where lesser.member_id in ? and better.member_id in ? \
         and lesser.side = 'volunteer' and better.side = 'volunteer' \
         and lesser.state = 'signed' and better.state = 'signed' \
         and (lesser.signed_at, lesser.id) < (better.signed_at, better.id))",
        binds![ctx.now(), vec![kept, gone], vec![kept, gone]],
    )
    .await?;
    run(tx, "update signature set member_id = ? where member_id = ?", binds![kept, gone]).await?;
    run(tx, "update signature set signed_by_id = ? where signed_by_id = ?", binds![kept, gone])
        .await
}

/// Identities and requests move; browsers are signed out and keys revoked, for they were given to
/// whoever held the other record; what was refused by letter stays refused.
async fn the_rest(tx: &Transaction, ctx: &Context, kept: Uuid, gone: Uuid) -> Result<(), Halt> {
    let now = ctx.now();
    let both = || binds![kept, gone];
    run(tx, "update identity set member_id = ? where member_id = ?", both()).await?;
    run(tx, "update invitation set member_id = ? where member_id = ?", both()).await?;
    run(
        tx,
        "update join_request set state = 'withdrawn', decided_at = ? \
         where member_id = ? and state = 'pending' and network_id in \
         (select network_id from join_request where member_id = ? and state = 'pending')",
        binds![now, gone, kept],
    )
    .await?;
    run(tx, "update join_request set member_id = ? where member_id = ?", both()).await?;
    run(
        tx,
        "update sign_in_session set revoked_at = ?, sealed_id_token = null \
         where member_id = ? and revoked_at is null",
        binds![now, gone],
    )
    .await?;
    run(
        tx,
        "update token set revoked_at = ? where member_id = ? and revoked_at is null",
        binds![now, gone],
    )
    .await?;
    run(
        tx,
        "update calendar_feed set revoked_at = ? where member_id = ? and revoked_at is null",
        binds![now, gone],
    )
    .await?;
    run(
        tx,
        "insert into letter_refusal (member_id, category, created_at) \
         select ?, category, created_at from letter_refusal where member_id = ? \
         on conflict (member_id, category) do nothing",
        both(),
    )
    .await?;
    run(tx, "delete from letter_refusal where member_id = ?", binds![gone]).await
}

/// What the kept record did not know, it learns; the other becomes a signpost to it.
async fn complete(
    tx: &Transaction,
    ctx: &Context,
    kept: Model,
    gone: Model,
) -> Result<Model, Halt> {
    run(
        tx,
        "update member set merged_into_id = ? where merged_into_id = ?",
        binds![kept.id, gone.id],
    )
    .await?;
    let revision = gone.revision + 1;
    let mut signpost: entities::member::ActiveModel = gone.clone().into();
    signpost.merged_into_id = Set(Some(kept.id));
    signpost.archived_at = Set(Some(ctx.now()));
    signpost.is_administrator = Set(false);
    signpost.revision = Set(revision);
    signpost.update(&**tx).await?;

    let mut skills = super::seen::words(&kept.skills);
    skills.extend(super::seen::words(&gone.skills));
    let mut skills = skill::tidy(&skills);
    skills.truncate(skill::MOST);
    let before = kept.clone();
    let mut model: entities::member::ActiveModel = kept.into();
    model.phone = Set(before.phone.or(gone.phone));
    model.job_title = Set(before.job_title.or(gone.job_title));
    model.may_train = Set(before.may_train || gone.may_train);
    model.is_administrator = Set(before.is_administrator || gone.is_administrator);
    model.last_seen_at = Set(before.last_seen_at.max(gone.last_seen_at));
    model.skills = Set(json!(skills));
    model.revision = Set(before.revision + 1);
    Ok(model.update(&**tx).await?)
}
