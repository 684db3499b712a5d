//! Signing in by a link in a letter, for the many who have no professional account.
//!
//! A link goes to whatever address asks, known or not: the answer cannot tell who has an account,
//! and who follows the link has proved that the address is theirs. Looking at a link never uses it,
//! because mail scanners look at all of them.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, FromQueryResult, Set};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::{LINK_LASTS, Refusal, SignedIn, known, still_open};
use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::{Halt, Outcome},
    id::EmailLinkId,
    identifier::Email,
    member::{self, Newcomer, ProfileKind},
    outbox::{Letter, Recipient, Told},
    secret::{self, SecretKey},
};

/// The word in the letter's link.
pub fn email_link_token(secret: &SecretKey, id: EmailLinkId) -> String {
    secret.token("email-link", id.uuid(), 0)
}

/// Somebody asks for a link.
#[derive(Clone, Debug)]
pub struct RequestLink {
    /// Where to send it.
    pub email: String,
    /// By what the asking browser is recognised; empty if it should never be.
    pub browser_hash: String,
    /// Where to go after.
    pub return_to: String,
}

/// Sends a link to sign in.
pub async fn request_email_link(ctx: &Context, request: &RequestLink) -> Outcome<(), Refusal> {
    let email: Email = request.email.parse().map_err(|_| Refusal::MalformedEmail)?;

    let (id, now) = (EmailLinkId::new(), ctx.now());
    let change = ctx.begin().await?;
    entities::email_link::ActiveModel {
        id: Set(id.uuid()),
        token_hash: Set(secret::hash(&email_link_token(ctx.secret(), id))),
        // Found when the link is used, not now: asking takes as long for a stranger as for a member.
        member_id: Set(None),
        email_key: Set(email.key()),
        browser_hash: Set(request.browser_hash.clone()),
        return_to: Set(request.return_to.clone()),
        expires_at: Set(now + LINK_LASTS),
        used_at: Set(None),
        created_at: Set(now),
    }
    .insert(&*change)
    .await?;
    let to = Recipient { member_id: None, email: email.to_string() };
    let letter = Letter::new(Told::SignInLink { email_link: id }, to, &id.to_string());
    change.tell(ctx, letter).await?;
    change.audit(ctx, Line::new("email_link.request", id)).await?;
    change.commit().await?;
    Ok(())
}

/// A link that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundLink {
    /// Whether this browser asked for it; another one has to give the address.
    pub is_same_browser: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    email_key: String,
    browser_hash: String,
    return_to: String,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
}

/// Whether the link still holds; changes nothing.
pub async fn find_email_link(
    ctx: &Context,
    token: &str,
    browser_hash: &str,
) -> Outcome<FoundLink, Refusal> {
    let row = decide(load(ctx.db(), token).await?, ctx.now())?;
    Ok(FoundLink { is_same_browser: is_same(&row.browser_hash, browser_hash) })
}

/// Uses the link, once, and signs its person in; says where they wanted to go.
pub async fn use_email_link(
    ctx: &Context,
    token: &str,
    browser_hash: &str,
    typed_email: Option<&str>,
) -> Outcome<(SignedIn, String), Refusal> {
    match follow(ctx, token, browser_hash, typed_email).await {
        // Two links of one newcomer, at once: the second finds the member that the first made.
        Err(error) if known::is_lost_race(&error) => {
            follow(ctx, token, browser_hash, typed_email).await
        }
        outcome => outcome,
    }
}

async fn follow(
    ctx: &Context,
    token: &str,
    browser_hash: &str,
    typed_email: Option<&str>,
) -> Outcome<(SignedIn, String), Refusal> {
    let change = ctx.begin().await?;
    let row = decide(load(&*change, token).await?, ctx.now())?;
    if !is_same(&row.browser_hash, browser_hash)
        && typed_email.map(|typed| typed.trim().to_lowercase()).as_ref() != Some(&row.email_key)
    {
        return Err(Refusal::OtherAddress.into());
    }
    // Marked before anything else: of two clicks at once, the second waits here and is told.
    let marked = Sql::new(
        "update email_link set used_at = ? where id = ? and used_at is null",
        binds![ctx.now(), row.id],
    )
    .run(&*change)
    .await?;
    if marked == 0 {
        return Err(Refusal::LinkUsed.into());
    }

    let email: Email = row.email_key.parse().map_err(anyhow::Error::new)?;
    let signed_in = if let Some(owner) = known::by_email(&change, &email).await? {
        SignedIn { member: owner.admitted()?, is_new: false }
    } else {
        let member = member::enrol(&change, ctx, &newcomer(email)).await?;
        SignedIn { member, is_new: true }
    };
    Sql::new("update email_link set member_id = ? where id = ?", binds![signed_in.member, row.id])
        .run(&*change)
        .await?;
    let line = Line::new("email_link.use", EmailLinkId::of(row.id)).on_behalf_of(signed_in.member);
    change.audit(ctx, line).await?;
    change.commit().await?;
    Ok((signed_in, row.return_to))
}

fn newcomer(email: Email) -> Newcomer {
    Newcomer {
        first_name: String::new(),
        last_name: String::new(),
        email,
        phone: None,
        profile_kind: ProfileKind::Other,
        action: "member.sign_up",
    }
}

async fn load(db: &impl sea_orm::ConnectionTrait, token: &str) -> Result<Option<Row>, Halt> {
    let row = Sql::new(
        "select id, email_key, browser_hash, return_to, expires_at, used_at \
         from email_link where token_hash = ?",
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

fn is_same(kept: &str, brought: &str) -> bool {
    !kept.is_empty() && kept.as_bytes().ct_eq(brought.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn row(now: DateTime<Utc>) -> Row {
        Row {
            id: EmailLinkId::new().uuid(),
            email_key: "ana@example.org".into(),
            browser_hash: String::new(),
            return_to: "/".into(),
            expires_at: now + LINK_LASTS,
            used_at: None,
        }
    }

    #[test]
    fn a_link_holds_once_and_for_a_quarter_of_an_hour() {
        let now = DateTime::UNIX_EPOCH;
        let almost = TimeDelta::minutes(15) - TimeDelta::seconds(1);

        assert!(decide(Some(row(now)), now + almost).is_ok());
        assert_eq!(
            decide(Some(row(now)), now + TimeDelta::minutes(15)).err(),
            Some(Refusal::LinkExpired)
        );
        assert_eq!(
            decide(Some(Row { used_at: Some(now), ..row(now) }), now).err(),
            Some(Refusal::LinkUsed)
        );
        assert_eq!(decide(None, now).err(), Some(Refusal::LinkUnknown));
    }

    #[test]
    fn a_link_without_a_browser_belongs_to_none() {
        assert!(!is_same("", ""));
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abd"));
    }
}
