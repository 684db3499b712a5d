//! Changing one's own address: asked for while signed in, and done once the person, still signed in,
//! follows the link that was sent to the new one.
//!
//! The link alone does nothing: whoever receives it by a slip of the pen cannot be made to take an
//! account that is not theirs. Asking never tells whether an address is known: who follows the link
//! has proved that it is theirs, and may be told.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, FromQueryResult, QuerySelect as _, Set};
use uuid::Uuid;

use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Denied, Error, Halt, Outcome},
    id::{EmailChangeId, MemberId},
    identifier::Email,
    member,
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
    secret::{self, SecretKey},
};

/// A new mailbox may be slow to receive from someone it does not know.
const LASTS: TimeDelta = TimeDelta::days(1);
/// How many letters a person may cause in [`LASTS`].
const MOST: i64 = 5;

/// A new address that waits for its owner's word.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct EmailChange {
    /// The new address.
    pub email: String,
    /// Until when its link holds.
    pub expires_at: DateTime<Utc>,
}

refusals! {
    /// Why a letter to a new address does not leave.
    EmailChangeRequest: pub enum EmailChangeRequestRefusal {
        /// Not an email address.
        EmailInvalid { email: String } => "EMAIL_INVALID" on "email",
        /// It is the address already.
        EmailUnchanged => "EMAIL_UNCHANGED" on "email",
        /// Several letters left today already.
        TooOften { most: i64 } => "EMAIL_CHANGE_TOO_OFTEN" on "email",
    }
}

refusals! {
    /// Why the link to a new address changes nothing.
    EmailChangeConfirm: pub enum EmailChangeConfirmRefusal {
        /// There is no such link, or it was asked for by someone else.
        LinkUnknown => "EMAIL_CHANGE_UNKNOWN" on "token",
        /// It was used before, or another address was asked for since.
        LinkUsed => "EMAIL_CHANGE_USED" on "token",
        /// It is too old.
        LinkExpired => "EMAIL_CHANGE_EXPIRED" on "token",
        /// Another record has this address: a lead has to join the two records.
        EmailTaken => "EMAIL_TAKEN" on "token",
    }
}

/// The word in the letter's link.
pub fn email_change_token(secret: &SecretKey, id: EmailChangeId) -> String {
    secret.token("email-change", id.uuid(), 0)
}

fn oneself(ctx: &Context) -> Result<MemberId, Denied> {
    let me = ctx.member()?;
    ctx.may(&Ask::ChangeOwnEmail { member: me.uuid() })?;
    Ok(me)
}

/// The asker's new address that waits to be confirmed, if any.
pub async fn waiting_email_change(ctx: &Context) -> Result<Option<EmailChange>, Halt> {
    let me = oneself(ctx)?;
    Ok(Sql::new(
        "select email, expires_at from email_change \
         where member_id = ? and used_at is null and expires_at > ? \
         order by created_at desc, id desc limit 1",
        binds![me, ctx.now()],
    )
    .one(ctx.db())
    .await?)
}

/// Sends a link to the asker's new address; a link to another one, sent before, holds no more.
pub async fn request_email_change(
    ctx: &Context,
    email: &str,
) -> Outcome<EmailChange, EmailChangeRequestRefusal> {
    let me = oneself(ctx)?;
    let Ok(email) = email.trim().parse::<Email>() else {
        return Err(EmailChangeRequestRefusal::EmailInvalid { email: email.to_owned() }.into());
    };
    let tx = ctx.begin().await?;
    let row = lock(&tx, me).await?;
    if row.email == email.as_str() {
        return Err(EmailChangeRequestRefusal::EmailUnchanged.into());
    }
    let (id, now) = (EmailChangeId::new(), ctx.now());
    let sent = Sql::new(
        "select count(*) from email_change where member_id = ? and created_at > ?",
        binds![me, now - LASTS],
    )
    .number(&*tx)
    .await?;
    if sent >= MOST {
        return Err(EmailChangeRequestRefusal::TooOften { most: MOST }.into());
    }
    Sql::new(
        "update email_change set used_at = ? where member_id = ? and used_at is null",
        binds![now, me],
    )
    .run(&*tx)
    .await?;
    entities::email_change::ActiveModel {
        id: Set(id.uuid()),
        member_id: Set(me.uuid()),
        email: Set(email.as_str().to_owned()),
        token_hash: Set(secret::hash(&email_change_token(ctx.secret(), id))),
        expires_at: Set(now + LASTS),
        used_at: Set(None),
        created_at: Set(now),
    }
    .insert(&*tx)
    .await?;
    let to = Recipient { member_id: Some(me.uuid()), email: email.to_string() };
    let told = Told::EmailToConfirm { email_change: id };
    tx.tell(ctx, Letter::new(told, to, &id.to_string())).await?;
    tx.audit(ctx, Line::new("email_change.request", id).on_behalf_of(me)).await?;
    tx.commit().await?;
    Ok(EmailChange { email: email.to_string(), expires_at: now + LASTS })
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    email: String,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
}

/// Whether the asker may still follow the link; changes nothing.
pub async fn find_email_change(
    ctx: &Context,
    token: &str,
) -> Outcome<EmailChange, EmailChangeConfirmRefusal> {
    let me = oneself(ctx)?;
    let row = decide(load(ctx.db(), token).await?, me, ctx.now())?;
    Ok(EmailChange { email: row.email, expires_at: row.expires_at })
}

/// Gives the asker's record the address that the link was sent to; a letter tells the former one.
pub async fn confirm_email_change(
    ctx: &Context,
    token: &str,
) -> Outcome<member::Seen, EmailChangeConfirmRefusal> {
    let me = oneself(ctx)?;
    let tx = ctx.begin().await?;
    let former = lock(&tx, me).await?;
    let row = decide(load(&*tx, token).await?, me, ctx.now())?;
    let email: Email = row.email.parse().map_err(anyhow::Error::new)?;
    let to = Recipient { member_id: Some(me.uuid()), email: former.email.clone() };
    member::move_to(&tx, former, &email)
        .await?
        .ok_or_else(|| Error::from(EmailChangeConfirmRefusal::EmailTaken))?;
    Sql::new("update email_change set used_at = ? where id = ?", binds![ctx.now(), row.id])
        .run(&*tx)
        .await?;
    let id = EmailChangeId::of(row.id);
    if !to.email.is_empty() {
        let told = Told::EmailChanged { email_change: id };
        tx.tell(ctx, Letter::new(told, to, &id.to_string())).await?;
    }
    // The trail says that it changed; the addresses themselves are personal.
    tx.audit(ctx, Line::new("email_change.confirm", id).on_behalf_of(me)).await?;
    tx.commit().await?;
    Ok(member::load(ctx, me).await?)
}

async fn lock(tx: &Transaction, me: MemberId) -> Result<entities::member::Model, Halt> {
    entities::member::Entity::find_by_id(me.uuid())
        // The address is a key: whoever refers to the row is waited for before anything else is held.
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or_else(|| Denied::Hidden.into())
}

async fn load(db: &impl sea_orm::ConnectionTrait, token: &str) -> Result<Option<Row>, Halt> {
    Ok(Sql::new(
        "select id, member_id, email, expires_at, used_at from email_change where token_hash = ?",
        binds![secret::hash(token)],
    )
    .one(db)
    .await?)
}

fn decide(
    row: Option<Row>,
    me: MemberId,
    now: DateTime<Utc>,
) -> Result<Row, EmailChangeConfirmRefusal> {
    let row = row
        .filter(|row| row.member_id == me.uuid())
        .ok_or(EmailChangeConfirmRefusal::LinkUnknown)?;
    if row.used_at.is_some() {
        return Err(EmailChangeConfirmRefusal::LinkUsed);
    }
    if row.expires_at <= now {
        return Err(EmailChangeConfirmRefusal::LinkExpired);
    }
    Ok(row)
}
