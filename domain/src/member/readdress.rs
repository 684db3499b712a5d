//! Correcting the address of a person: with it they sign in, so that not everybody may.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, QuerySelect as _, Set};
use serde_json::json;
use uuid::Uuid;

use super::{Seen, by_address, facts, seen::see};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds, broken_constraint},
    error::{self, Denied, Outcome},
    id::MemberId,
    identifier::Email,
    outbox::Told,
    policy::{Ask, MemberFacts},
    refusals,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Readdress {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// The address as it should be.
    pub email: String,
}

refusals! {
    /// Why an address may not be corrected.
    MemberEmailUpdate: pub enum ReaddressRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// Not an email address.
        EmailInvalid { email: String } => "EMAIL_INVALID" on "email",
        /// Another record has this address: join the two records.
        EmailTaken => "EMAIL_TAKEN" on "email",
        /// The record is closed.
        Archived => "MEMBER_ARCHIVED" on "memberId",
    }
}

/// Whether this asker may correct the address: those who lead a network of someone who never used
/// the account may, because nobody proved the address yet; once somebody did, only administrators.
pub async fn may_readdress(ctx: &Context, facts: &MemberFacts) -> Result<bool, error::Halt> {
    if ctx.may(&Ask::CorrectEmail { member: facts, is_used: false }).is_err() {
        return Ok(false);
    }
    let is_used = is_used(ctx.db(), facts.id).await?;
    Ok(ctx.may(&Ask::CorrectEmail { member: facts, is_used }).is_ok())
}

/// Whether somebody ever came in by this record, or runs the federation by it.
async fn is_used(db: &impl sea_orm::ConnectionTrait, member: Uuid) -> Result<bool, error::Halt> {
    Ok(Sql::new(
        "select 1 as one from member where id = ? and (last_seen_at is not null \
         or is_administrator or exists (select 1 from identity where identity.member_id = member.id) \
         or exists (select 1 from sign_in_session opened where opened.member_id = member.id))",
        binds![member],
    )
    .exists(db)
    .await?)
}

/// Gives a person's record another address. Who already used the account keeps being signed in.
pub async fn readdress(
    ctx: &Context,
    id: MemberId,
    asked: Readdress,
) -> Outcome<Seen, ReaddressRefusal> {
    ctx.standing().is_somebody()?;
    let tx = ctx.begin().await?;
    let row = entities::member::Entity::find_by_id(id.uuid())
        // The address is a key: whoever refers to the row is waited for before anything else is held.
        .lock_exclusive()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let facts = facts(ctx, &*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;
    let is_used = is_used(&*tx, row.id).await?;

    ctx.may(&Ask::CorrectEmail { member: &facts, is_used })?;

    if asked.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(ReaddressRefusal::Stale { revision: row.revision }.into());
    }
    if row.archived_at.is_some() {
        return Err(ReaddressRefusal::Archived.into());
    }
    let Ok(email) = asked.email.trim().parse::<Email>() else {
        return Err(ReaddressRefusal::EmailInvalid { email: asked.email }.into());
    };
    let row = move_to(&tx, row, &email).await?.ok_or(ReaddressRefusal::EmailTaken)?;
    // The trail says that it was corrected, and by whom; the address itself is personal.
    let line = Line::new("member.email", id)
        .on_behalf_of(id)
        .changing(json!({ "revision": row.revision, "was_used": is_used }));
    tx.audit(ctx, line).await?;
    let seen = see(ctx.standing(), row, facts)?;
    tx.commit().await?;
    Ok(seen)
}

/// Gives the record this address, and sends there the letters that wait; `None` when another record
/// has it. A letter that is for one mailbox alone still goes to that one: what proves that an address is
/// somebody's, and what warns the former address.
pub(crate) async fn move_to(
    tx: &Transaction,
    row: entities::member::Model,
    email: &Email,
) -> Result<Option<entities::member::Model>, error::Halt> {
    let id = row.id;
    if by_address(&**tx, &email.key()).await?.is_some_and(|other| other.id != id) {
        return Ok(None);
    }
    let revision = row.revision + 1;
    let mut model: entities::member::ActiveModel = row.into();
    model.email = Set(email.as_str().to_owned());
    model.email_key = Set(Some(email.key()));
    model.revision = Set(revision);
    let row = match model.update(&**tx).await {
        Ok(row) => row,
        Err(error) if broken_constraint(&error).is_some() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Sql::new(
        "update outbox set email = ? where member_id = ? and state = 'pending' and kind not in ?",
        binds![email.as_str(), id, Told::OF_ONE_MAILBOX.map(str::to_owned).to_vec()],
    )
    .run(&**tx)
    .await?;
    Ok(Some(row))
}
