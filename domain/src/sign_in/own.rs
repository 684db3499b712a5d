//! The browsers in which a person is signed in, for the person.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    audit::Line,
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt, Outcome},
    id::{MemberId, SignInSessionId},
    policy::Ask,
    refusals, secret,
};

/// A browser in which a person is signed in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OpenSession {
    /// Its identifier.
    pub id: Uuid,
    /// How the person proved who they are: `oidc`, `email` or `demonstration`.
    pub authenticated_by: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// What its token is known by.
    token_hash: String,
}

impl OpenSession {
    /// Whether this is the browser that holds this token.
    pub fn is_of(&self, token: &str) -> bool {
        self.token_hash == secret::hash(token)
    }
}

refusals! {
    /// Why a browser may not be signed out.
    SignInSessionRevoke: pub enum RevokeRefusal {
        /// It was signed out already.
        AlreadyRevoked => "ALREADY_REVOKED" on "signInSessionId",
    }
}

/// A tool does not see in which browsers its owner is signed in, nor signs them out.
fn oneself(ctx: &Context) -> Result<MemberId, Denied> {
    let me = ctx.member()?;
    ctx.may(&Ask::KeepSessions { member: me.uuid() })?;
    Ok(me)
}

const COLUMNS: &str = "id, authenticated_by, created_at, last_used_at, expires_at, token_hash";

/// The browsers in which the asker is signed in, the last used first.
pub async fn open_sessions(ctx: &Context) -> Result<Vec<OpenSession>, Halt> {
    let me = oneself(ctx)?;
    Ok(Sql::new(
        &format!(
            "select {COLUMNS} from sign_in_session where member_id = ? and revoked_at is null \
             and expires_at > ? order by last_used_at desc, id desc limit 100"
        ),
        binds![me, ctx.now()],
    )
    .all(ctx.db())
    .await?)
}

/// Signs one of the asker's browsers out.
pub async fn revoke_session(
    ctx: &Context,
    id: SignInSessionId,
) -> Outcome<OpenSession, RevokeRefusal> {
    let me = oneself(ctx)?;
    let tx = ctx.begin().await?;
    let found: Option<OpenSession> = Sql::new(
        &format!("select {COLUMNS} from sign_in_session where id = ? and member_id = ?"),
        binds![id, me],
    )
    .one(&*tx)
    .await?;
    let found = found.ok_or(Denied::Hidden)?;
    let revoked = Sql::new(
        "update sign_in_session set revoked_at = ?, sealed_id_token = null \
         where id = ? and revoked_at is null",
        binds![ctx.now(), id],
    )
    .run(&*tx)
    .await?;
    if revoked == 0 {
        return Err(RevokeRefusal::AlreadyRevoked.into());
    }
    tx.audit(ctx, Line::new("sign_in.revoke", id)).await?;
    tx.commit().await?;
    Ok(found)
}
