//! Erasing a person: what is personal goes, what counts stays, bound to a record without a name.

use sea_orm::{ColumnTrait as _, EntityTrait as _, FromQueryResult, QueryFilter as _};
use serde_json::json;
use uuid::Uuid;

use super::{facts, personal::records};
use crate::{
    audit::Line,
    context::Context,
    database::{Bind, Hold as _, Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::{MemberId, MembershipId},
    member::NAMELESS,
    membership::{self, Ending},
    policy::Ask,
    refusals,
};

refusals! {
    /// Why a person may not be erased.
    MemberErase: pub enum EraseRefusal {
        /// It cannot be undone, and was not confirmed.
        NotConfirmed => "NOT_CONFIRMED" on "isConfirmed",
        /// It was done already.
        AlreadyErased => "ALREADY_ERASED" on "memberId",
        /// A network would have no lead; name another first, or ask an administrator.
        LastLead => "LAST_LEAD" on "memberId",
        /// The federation would have no administrator.
        LastAdministrator => "LAST_ADMINISTRATOR" on "memberId",
    }
}

/// Erases a person: themselves, or an administrator does it for them. It cannot be undone.
pub async fn erase(ctx: &Context, id: MemberId, is_confirmed: bool) -> Outcome<(), EraseRefusal> {
    let tx = ctx.begin().await?;
    let row = entities::member::Entity::find_by_id(id.uuid())
        .filter(entities::member::Column::MergedIntoId.is_null())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let facts = facts(ctx, &*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;

    ctx.may(&Ask::ErasePersonal { member: &facts })?;

    if !is_confirmed {
        return Err(EraseRefusal::NotConfirmed.into());
    }
    if row.erased_at.is_some() {
        return Err(EraseRefusal::AlreadyErased.into());
    }
    if row.is_administrator && is_last_administrator(&tx, row.id).await? {
        return Err(EraseRefusal::LastAdministrator.into());
    }
    let held = membership::all_running(&tx, ctx, &[row.id]).await?;
    if membership::leaves_any_without_lead(&tx, ctx, &held, row.id).await? {
        return Err(EraseRefusal::LastLead.into());
    }

    forget(&tx, ctx, row.id, &held).await?;
    tx.commit().await?;
    Ok(())
}

type Held = entities::membership::Model;

async fn is_last_administrator(tx: &Transaction, member: Uuid) -> Result<bool, Halt> {
    let others = Sql::new(
        "select 1 as one from member where is_administrator and archived_at is null and id <> ?",
        binds![member],
    );
    Ok(!others.exists(&**tx).await?)
}

/// The same, decided already; for those who were not seen for years.
pub(crate) async fn forget_unseen(
    tx: &Transaction,
    ctx: &Context,
    member: Uuid,
) -> Result<(), Halt> {
    // The person's row comes first, as for everybody.
    entities::member::Entity::find_by_id(member).hold().one(&**tx).await?;
    let held = membership::all_running(tx, ctx, &[member]).await?;
    forget(tx, ctx, member, &held).await
}

async fn forget(tx: &Transaction, ctx: &Context, member: Uuid, held: &[Held]) -> Result<(), Halt> {
    let id = MemberId::of(member);
    let ids = records(tx, member).await?;
    let keys = addresses(tx, &ids).await?;
    membership::close_for_good(tx, ctx, held, Ending::Erased).await?;
    // What was to be may have a reason in words, which nobody keeps: the lines tell the end alone.
    let ended = held.iter().map(|held| {
        let on = ctx.today().max(held.started_on);
        Line::new("membership.end", MembershipId::of(held.id))
            .within(held.network_id)
            .on_behalf_of(id)
            .changing(json!({ "ended_on": on, "ending": "erased" }))
    });
    let mut lines: Vec<Line> = ended.collect();
    crate::registration::depart(tx, ctx, &ids).await?;
    clear_words(tx, ctx, &ids).await?;
    clear_letters(tx, ctx, &ids, &keys).await?;
    clear_ways_in(tx, &ids, &keys).await?;
    let (search, now) = (crate::text::fold(NAMELESS), ctx.now());
    run(
        tx,
        "update member set first_name = '', last_name = ?, search = ?, email = '', \
         email_key = null, phone = null, job_title = null, profile_kind = 'other', \
         may_train = false, skills = ?, visibility = ?, is_administrator = false, last_seen_at = null, \
         archived_at = coalesce(archived_at, ?), erased_at = ?, revision = revision + 1 \
         where id in ?",
        binds![NAMELESS, search, json!([]), json!({}), now, now, ids.as_slice()],
    )
    .await?;
    // What the trail told of the person goes; that something was done, and by whom, stays.
    run(
        tx,
        "update audit_line set changes = ? where member_id in ? or subject_id in ?",
        binds![json!({}), ids.as_slice(), ids.as_slice()],
    )
    .await?;
    run(
        tx,
        "update sign_in_session set acting_reason = null, acting_until = null \
         where acting_as_id in ?",
        binds![ids.as_slice()],
    )
    .await?;
    lines.push(Line::new("member.erase", id).on_behalf_of(id));
    tx.audit_all(ctx, lines).await
}

async fn run(tx: &Transaction, text: &str, values: Vec<Bind>) -> Result<(), Halt> {
    Sql::new(text, values).run(&**tx).await?;
    Ok(())
}

/// The person's addresses, of their record and of its duplicates.
async fn addresses(tx: &Transaction, ids: &[Uuid]) -> Result<Vec<String>, Halt> {
    #[derive(FromQueryResult)]
    struct Row {
        email_key: String,
    }
    let text = "select email_key from member where id in ? and email_key is not null";
    let rows: Vec<Row> = Sql::new(text, binds![ids]).all(&**tx).await?;
    Ok(rows.into_iter().map(|row| row.email_key).collect())
}

/// What the person wrote, and what was written of them.
async fn clear_words(tx: &Transaction, ctx: &Context, ids: &[Uuid]) -> Result<(), Halt> {
    run(
        tx,
        "delete from answer where registration_id in \
         (select id from registration where member_id in ?)",
        binds![ids],
    )
    .await?;
    run(
        tx,
        "update join_request set state = 'withdrawn', decided_at = ? \
         where member_id in ? and state = 'pending'",
        binds![ctx.now(), ids],
    )
    .await?;
    run(
        tx,
        "update employer_manager set state = 'ended', ended_at = ? \
         where member_id in ? and state in ('claimed', 'confirmed')",
        binds![ctx.now(), ids],
    )
    .await?;
    run(
        tx,
        "update employment set ended_on = case when started_on > ? then started_on else ? end \
         where member_id in ? and (ended_on is null or ended_on > ?)",
        binds![ctx.today(), ctx.today(), ids, ctx.today()],
    )
    .await?;
    run(
        tx,
        "update signature set state = 'withdrawn', ended_at = ? \
         where member_id in ? and side = 'volunteer' and state = 'signed'",
        binds![ctx.now(), ids],
    )
    .await?;
    for text in [
        "update membership set ending_reason = null where member_id in ?",
        "update registration set reason = null where member_id in ?",
        "update attendance set reason = null where member_id in ?",
        "update employment set job_title = null, refusal_reason = null where member_id in ?",
        "update employer_manager set reason = null where member_id in ?",
        "update signature set reason = null where member_id in ?",
        "update join_request set word = '', reason = null where member_id in ?",
    ] {
        run(tx, text, binds![ids]).await?;
    }
    Ok(())
}

/// Letters keep their fate, without the address; those that wait no longer leave.
async fn clear_letters(
    tx: &Transaction,
    ctx: &Context,
    ids: &[Uuid],
    keys: &[String],
) -> Result<(), Halt> {
    // The key holds a mark of the address; the letter's own name is as unique.
    run(
        tx,
        "update outbox set state = case when state = 'pending' then 'skipped' else state end, \
         email = '', key = message_id, last_error = null, locked_until = null, locked_by = null \
         where member_id in ? or lower(email) in ?",
        binds![ids, keys.to_vec()],
    )
    .await?;
    run(
        tx,
        "delete from event_newcomer where invitation_id in \
         (select id from invitation where member_id in ? or email_key in ?)",
        binds![ids, keys.to_vec()],
    )
    .await?;
    run(
        tx,
        "update invitation set email = '', email_key = '', name = null, first_name = null, last_name = null, word = '', \
         state = case when state = 'sent' then 'revoked' else state end, \
         answered_at = coalesce(answered_at, ?) where member_id in ? or email_key in ?",
        binds![ctx.now(), ids, keys.to_vec()],
    )
    .await?;
    run(tx, "delete from letter_refusal where member_id in ?", binds![ids]).await?;
    run(tx, "delete from address_refusal where email_key in ?", binds![keys.to_vec()]).await
}

/// Nobody signs in as the person any more, by whatever way.
async fn clear_ways_in(tx: &Transaction, ids: &[Uuid], keys: &[String]) -> Result<(), Halt> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }

    // Answers that are kept for repeated requests may tell of the person.
    let mut scopes: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let tokens: Vec<Row> =
        Sql::new("select id from token where member_id in ?", binds![ids]).all(&**tx).await?;
    scopes.extend(tokens.iter().map(|token| token.id.to_string()));
    run(tx, "delete from idempotency where scope in ?", binds![scopes]).await?;
    for table in [
        "calendar_feed",
        "email_change",
        "identity",
        "identity_confirmation",
        "sign_in_session",
        "token",
    ] {
        run(tx, &format!("delete from {table} where member_id in ?"), binds![ids]).await?;
    }
    run(
        tx,
        "delete from email_link where member_id in ? or email_key in ?",
        binds![ids, keys.to_vec()],
    )
    .await
}
