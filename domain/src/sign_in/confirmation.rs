//! An unknown identity with a known address: linked once the owner of the address confirms, in the
//! browser that met the identity.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait as _, FromQueryResult, Set};
use uuid::Uuid;

use super::{LINK_LASTS, Refusal, SignedIn, identity, identity::Identity, known, still_open};
use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Error, Halt, Outcome},
    id::{IdentityConfirmationId, MemberId},
    identifier::Email,
    outbox::{Letter, Recipient, Told},
    secret::{self, SecretKey},
};

/// A person who tries again at once is not written to again.
pub(super) const BETWEEN_LETTERS: TimeDelta = TimeDelta::minutes(2);

/// The word in the letter's link.
pub fn confirmation_token(secret: &SecretKey, id: IdentityConfirmationId) -> String {
    secret.token("identity-confirmation", id.uuid(), 0)
}

/// Writes to the owner of the address.
pub(super) async fn ask(
    change: &Transaction,
    ctx: &Context,
    member: MemberId,
    email: &Email,
    identity: &Identity,
) -> Result<(), Halt> {
    let now = ctx.now();
    let was_asked = Sql::new(
        "select id from identity_confirmation where issuer = ? and subject = ? \
         and member_id = ? and used_at is null and created_at > ?",
        binds![&identity.issuer, &identity.subject, member, now - BETWEEN_LETTERS],
    )
    .exists(&**change)
    .await?;
    if was_asked {
        return Ok(());
    }
    let id = IdentityConfirmationId::new();
    entities::identity_confirmation::ActiveModel {
        id: Set(id.uuid()),
        member_id: Set(member.uuid()),
        issuer: Set(identity.issuer.clone()),
        subject: Set(identity.subject.clone()),
        siret: Set(identity.siret.clone()),
        token_hash: Set(secret::hash(&confirmation_token(ctx.secret(), id))),
        expires_at: Set(now + LINK_LASTS),
        used_at: Set(None),
        created_at: Set(now),
    }
    .insert(&**change)
    .await?;
    let to = Recipient { member_id: Some(member.uuid()), email: email.to_string() };
    let letter = Letter::new(Told::IdentityToConfirm { confirmation: id }, to, &id.to_string());
    change.tell(ctx, letter).await
}

/// What a browser knows of the identity that it met.
#[derive(Clone, Copy, Debug)]
pub struct LinkIdentity<'a> {
    /// The word of the letter's link.
    pub token: &'a str,
    /// Who says who someone is.
    pub issuer: &'a str,
    /// Who it is, for that issuer.
    pub subject: &'a str,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    issuer: String,
    subject: String,
    siret: Option<String>,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
}

/// Whether the link still holds; changes nothing.
pub async fn find_confirmation(ctx: &Context, token: &str) -> Outcome<(), Refusal> {
    let row = load(ctx.db(), token).await?;
    decide(row, ctx.now()).map(|_| ()).map_err(Error::from)
}

/// Links the identity, once, and signs its person in.
///
/// Only the browser that met the identity may: a letter that is clicked by someone else's mistake
/// must not hand their account to whoever caused the letter.
pub async fn confirm_identity(ctx: &Context, link: LinkIdentity<'_>) -> Outcome<SignedIn, Refusal> {
    let change = ctx.begin().await?;
    let row = decide(load(&*change, link.token).await?, ctx.now())?;
    if row.issuer != link.issuer || row.subject != link.subject {
        return Err(Refusal::OtherBrowser.into());
    }
    let member =
        known::by_id(&change, row.member_id).await?.ok_or(Refusal::MemberArchived)?.admitted()?;

    let marked = Sql::new(
        "update identity_confirmation set used_at = ? where id = ? and used_at is null",
        binds![ctx.now(), row.id],
    )
    .run(&*change)
    .await?;
    if marked == 0 {
        return Err(Refusal::LinkUsed.into());
    }
    let identity = Identity {
        issuer: row.issuer,
        subject: row.subject,
        siret: row.siret,
        email: None,
        is_email_verified: true,
        first_name: None,
        last_name: None,
        phone: None,
    };
    identity::link(&change, ctx, member, &identity).await?;
    change.commit().await?;
    Ok(SignedIn { member, is_new: false })
}

async fn load(db: &impl sea_orm::ConnectionTrait, token: &str) -> Result<Option<Row>, Halt> {
    let row = Sql::new(
        "select id, member_id, issuer, subject, siret, expires_at, used_at \
         from identity_confirmation where token_hash = ?",
        binds![secret::hash(token)],
    )
    .one(db)
    .await?;
    Ok(row)
}

fn decide(row: Option<Row>, now: DateTime<Utc>) -> Result<Row, Refusal> {
    let row = row.ok_or(Refusal::LinkUnknown)?;
    still_open(row.used_at, row.expires_at, now)?;
    Ok(row)
}
