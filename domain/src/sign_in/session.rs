//! The session of a browser that is signed in.
//!
//! It ends 30 days after its last use, and 90 days after it began whatever its use: volunteers come
//! once a month and should not have to sign in each time. Its token is random, known to the browser
//! alone, and kept here as a hash.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait as _, FromQueryResult, Set};
use uuid::Uuid;

use crate::{
    audit::Line,
    context::{Context, House},
    database::{Sql, binds},
    error::Halt,
    id::{MemberId, SignInSessionId},
    secret,
};

/// A session that is not used ends after this.
const IDLE: TimeDelta = TimeDelta::days(30);
/// Every session ends after this.
const LIFETIME: TimeDelta = TimeDelta::days(90);
/// Use is noted this often.
const NOTED_EVERY: TimeDelta = TimeDelta::hours(1);

/// What the provider's word about a sign-in is sealed for.
const ID_TOKEN: &str = "id-token";

/// How long a browser should keep its session's cookie.
pub const fn session_lasts() -> TimeDelta {
    LIFETIME
}

/// How a person proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a provider.
    Provider,
    /// By a link in a letter.
    EmailLink,
    /// By choosing a name in the demonstration.
    Demonstration,
}

impl How {
    /// Its word in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Provider => "oidc",
            Self::EmailLink => "email",
            Self::Demonstration => "demonstration",
        }
    }
}

/// Opens a session; the answer is the token, which is not kept. The browser's earlier session, if
/// any, ends here: a token that someone planted before the sign-in opens nothing after it.
pub async fn open_session(
    ctx: &Context,
    member: MemberId,
    how: How,
    id_token: Option<String>,
    earlier: Option<&str>,
) -> Result<String, Halt> {
    let (token, now, id) = (secret::random_token()?, ctx.now(), SignInSessionId::new());
    let sealed = id_token.map(|word| ctx.secret().seal(ID_TOKEN, &token, &word)).transpose()?;
    let change = ctx.begin().await?;
    if let Some(earlier) = earlier {
        revoke(&change, earlier, now).await?;
    }
    entities::sign_in_session::ActiveModel {
        id: Set(id.uuid()),
        token_hash: Set(secret::hash(&token)),
        member_id: Set(member.uuid()),
        authenticated_by: Set(how.word().to_owned()),
        sealed_id_token: Set(sealed),
        created_at: Set(now),
        last_used_at: Set(now),
        expires_at: Set(now + IDLE),
        revoked_at: Set(None),
        acting_as_id: Set(None),
        acting_reason: Set(None),
        acting_until: Set(None),
    }
    .insert(&*change)
    .await?;
    Sql::new("update member set last_seen_at = ? where id = ?", binds![now, member])
        .run(&*change)
        .await?;
    let line = Line::new("sign_in.open", id)
        .on_behalf_of(member)
        .changing(serde_json::json!({"authenticated_by": how.word()}));
    change.audit(ctx, line).await?;
    change.commit().await?;
    Ok(token)
}

/// Notes that the session of this token is in use, which lets it last; at most once an hour, so that
/// reading pages does not mean writing rows.
pub async fn note_use(house: &House, token: &str) -> Result<(), Halt> {
    let now = house.clock.now();
    let change = house.db.begin().await?;
    let noted = Sql::new(
        "update sign_in_session set last_used_at = ?, \
         expires_at = case when created_at < ? then expires_at else ? end \
         where token_hash = ? and revoked_at is null and expires_at > ? and last_used_at < ?",
        binds![
            now,
            // Past this, another IDLE would outlast LIFETIME.
            now + IDLE - LIFETIME,
            now + IDLE,
            secret::hash(token),
            now,
            now - NOTED_EVERY
        ],
    )
    .run(&*change)
    .await?;
    if noted > 0 {
        Sql::new(
            "update member set last_seen_at = ? where id = \
             (select member_id from sign_in_session where token_hash = ?)",
            binds![now, secret::hash(token)],
        )
        .run(&*change)
        .await?;
    }
    change.commit().await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Closing {
    id: Uuid,
    member_id: Uuid,
    authenticated_by: String,
    sealed_id_token: Option<String>,
}

/// What a closed session leaves to do: signing out at the provider too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Whether a provider had signed the person in.
    pub is_by_provider: bool,
    /// The provider's word about that sign-in, to give back to it.
    pub id_token: Option<String>,
}

/// Ends the session of this token.
pub async fn close_session(ctx: &Context, token: &str) -> Result<Option<Closed>, Halt> {
    let change = ctx.begin().await?;
    let found: Option<Closing> = Sql::new(
        "select id, member_id, authenticated_by, sealed_id_token from sign_in_session \
         where token_hash = ? and revoked_at is null",
        binds![secret::hash(token)],
    )
    .one(&*change)
    .await?;
    let Some(closing) = found else { return Ok(None) };
    revoke(&change, token, ctx.now()).await?;
    let line =
        Line::new("sign_in.close", SignInSessionId::of(closing.id)).on_behalf_of(closing.member_id);
    change.audit(ctx, line).await?;
    change.commit().await?;
    Ok(Some(Closed {
        is_by_provider: closing.authenticated_by != How::EmailLink.word(),
        id_token: closing
            .sealed_id_token
            .and_then(|sealed| ctx.secret().unseal(ID_TOKEN, token, &sealed)),
    }))
}

/// Ends every session of a member: a lost telephone, an archived account.
pub async fn close_sessions_of(ctx: &Context, member: MemberId) -> Result<u64, Halt> {
    let change = ctx.begin().await?;
    let closed = Sql::new(
        "update sign_in_session set revoked_at = ?, sealed_id_token = null \
         where member_id = ? and revoked_at is null",
        binds![ctx.now(), member],
    )
    .run(&*change)
    .await?;
    let line =
        Line::new("sign_in.close_all", member).changing(serde_json::json!({"closed": closed}));
    change.audit(ctx, line).await?;
    change.commit().await?;
    Ok(closed)
}

async fn revoke(
    change: &crate::database::Transaction,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(), Halt> {
    Sql::new(
        "update sign_in_session set revoked_at = ?, sealed_id_token = null \
         where token_hash = ? and revoked_at is null",
        binds![now, secret::hash(token)],
    )
    .run(&**change)
    .await?;
    Ok(())
}
