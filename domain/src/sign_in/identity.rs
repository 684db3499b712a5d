//! A provider says who someone is: known, linked after a confirmation, or new.

use sea_orm::{ActiveModelTrait as _, FromQueryResult, Set};
use uuid::Uuid;

use super::{Refusal, RequestLink, SignedIn, confirmation, email_link, known};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, Transaction, binds},
    error::{Halt, Outcome},
    id::{IdentityId, MemberId},
    identifier::{Email, Phone},
    member::{self, Newcomer, ProfileKind},
};

/// What the provider says, already verified as coming from it.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who says so.
    pub issuer: String,
    /// Who it is, for that issuer.
    pub subject: String,
    /// The address.
    pub email: Option<String>,
    /// Whether the provider vouches for the address.
    pub is_email_verified: bool,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The establishment chosen at sign-in: kept as a proposal of an employment.
    pub siret: Option<String>,
}

/// Finds or makes the member that this identity is.
///
/// A known identity is its member, whatever its address became: names and addresses that the
/// provider changes do not overwrite ours. An unknown identity with a known address waits until the
/// owner of the address confirms, for whoever controls a provider's account could otherwise take
/// over a member's.
pub async fn with_identity(ctx: &Context, identity: &Identity) -> Outcome<SignedIn, Refusal> {
    match meet(ctx, identity).await {
        // Two browsers of one newcomer, at once: the second finds what the first made.
        Err(error) if known::is_lost_race(&error) => meet(ctx, identity).await,
        outcome => outcome,
    }
}

async fn meet(ctx: &Context, identity: &Identity) -> Outcome<SignedIn, Refusal> {
    let change = ctx.begin().await?;
    if let Some(met) = find(&change, identity).await? {
        return known_again(change, ctx, met, identity).await;
    }

    let email = identity.email.as_deref().and_then(|email| email.parse::<Email>().ok());
    let email = email.ok_or(Refusal::EmailMissing)?;
    let owner = known::by_email(&change, &email).await?;
    // That a record is closed is for the owner of its address to know, when somebody vouches for them.
    if let Some(owner) = owner.filter(|owner| identity.is_email_verified || !owner.is_archived) {
        // The owner may be this very newcomer, whom another browser made between the two questions.
        if let Some(met) = find(&change, identity).await? {
            return known_again(change, ctx, met, identity).await;
        }
        let member = owner.admitted()?;
        confirmation::ask(&change, ctx, member, &email, identity).await?;
        change.commit().await?;
        return Err(Refusal::ConfirmationSent.into());
    }
    if !identity.is_email_verified {
        drop(change);
        return ask_owner(ctx, &email).await;
    }

    let member = member::enrol(&change, ctx, &newcomer(identity, email)).await?;
    link(&change, ctx, member, identity).await?;
    change.commit().await?;
    Ok(SignedIn { member, is_new: true })
}

/// Somebody who came before.
async fn known_again(
    change: Transaction,
    ctx: &Context,
    met: Met,
    identity: &Identity,
) -> Outcome<SignedIn, Refusal> {
    let member =
        known::by_id(&change, met.member_id).await?.ok_or(Refusal::MemberArchived)?.admitted()?;
    note_use(&change, ctx, met.id, identity).await?;
    change.commit().await?;
    Ok(SignedIn { member, is_new: false })
}

fn newcomer(identity: &Identity, email: Email) -> Newcomer {
    let phone = identity.phone.as_deref().and_then(|phone| phone.parse::<Phone>().ok());
    Newcomer {
        first_name: identity.first_name.clone().unwrap_or_default(),
        last_name: identity.last_name.clone().unwrap_or_default(),
        email,
        phone: phone.map(String::from),
        profile_kind: ProfileKind::Other,
        action: "member.sign_up",
    }
}

/// An address that nobody vouches for may be anybody's: its owner gets a link to sign in, and no
/// second one at once. The answer is the same as for a known address, so that it does not tell which
/// addresses are known.
async fn ask_owner(ctx: &Context, email: &Email) -> Outcome<SignedIn, Refusal> {
    let was_asked = Sql::new(
        "select id from email_link where email_key = ? and browser_hash = '' and created_at > ?",
        binds![email.key(), ctx.now() - confirmation::BETWEEN_LETTERS],
    )
    .exists(ctx.db())
    .await?;
    if was_asked {
        return Err(Refusal::ConfirmationSent.into());
    }
    let request = RequestLink {
        email: email.to_string(),
        browser_hash: String::new(),
        return_to: "/".into(),
    };
    email_link::request_email_link(ctx, &request).await?;
    Err(Refusal::ConfirmationSent.into())
}

#[derive(FromQueryResult)]
struct Met {
    id: Uuid,
    member_id: Uuid,
}

async fn find(change: &Transaction, identity: &Identity) -> Result<Option<Met>, Halt> {
    let met = Sql::new(
        "select id, member_id from identity where issuer = ? and subject = ?",
        binds![&identity.issuer, &identity.subject],
    )
    .one(&**change)
    .await?;
    Ok(met)
}

async fn note_use(
    change: &Transaction,
    ctx: &Context,
    id: Uuid,
    identity: &Identity,
) -> Result<(), Halt> {
    Sql::new(
        "update identity set last_used_at = ?, siret = coalesce(?, siret) where id = ?",
        binds![ctx.now(), identity.siret.clone(), id],
    )
    .run(&**change)
    .await?;
    Ok(())
}

/// Makes the identity the member's.
pub(super) async fn link(
    change: &Transaction,
    ctx: &Context,
    member: MemberId,
    identity: &Identity,
) -> Result<(), Halt> {
    let (id, now) = (IdentityId::new(), ctx.now());
    entities::identity::ActiveModel {
        id: Set(id.uuid()),
        member_id: Set(member.uuid()),
        issuer: Set(identity.issuer.clone()),
        subject: Set(identity.subject.clone()),
        siret: Set(identity.siret.clone()),
        linked_at: Set(now),
        last_used_at: Set(now),
    }
    .insert(&**change)
    .await?;
    let line = Line::new("identity.link", id)
        .on_behalf_of(member)
        .changing(serde_json::json!({"issuer": identity.issuer}));
    change.audit(ctx, line).await
}

/// Links an identity of the demonstration's provider to the member with its address, unasked: its
/// people are the demonstration's own, and nobody else signs in there.
pub async fn vouch_in_demonstration(ctx: &Context, identity: &Identity) -> Result<(), Halt> {
    let email = identity.email.as_deref().and_then(|email| email.parse::<Email>().ok());
    let Some(email) = email else { return Ok(()) };
    let change = ctx.begin().await?;
    if find(&change, identity).await?.is_none()
        && let Some(owner) = known::by_email(&change, &email).await?
    {
        link(&change, ctx, owner.id.into(), identity).await?;
        change.commit().await?;
    }
    Ok(())
}
