//! The link of a letter that asks somebody to an event: by it they answer without signing in.
//!
//! The link is made from the server's key, the invitation and the address that the letter goes to.
//! Nothing is kept: it ends with the invitation, with the address, and with the time to answer.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::{
    context::{Context, Door},
    database::{Sql, binds},
    error::Halt,
    id::{EventId, EventInvitationId, MemberId},
    member::is_nameless,
    policy::{self, By},
    secret::SecretKey,
};

const PURPOSE: &str = "event-answer";

/// The invitation's identifier, then as much of its signature.
const HALF: usize = 16;

/// Somebody who answers by the link of their letter.
#[derive(Clone, Debug)]
pub struct Answerer {
    /// Asks as that person, who may answer and nothing else.
    pub ctx: Context,
    /// The name, by which whoever holds the letter knows whether it is theirs; empty if they gave none.
    pub name: String,
}

/// What a link opens.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The answer of this person.
    By(Box<Answerer>),
    /// Nothing any more: the time to answer is over.
    Over,
    /// Nothing: it is not whole, not of this event, or the address is no longer the person's.
    Unknown,
}

/// What the link of this letter carries.
pub fn token(key: &SecretKey, invitation: EventInvitationId, address: &str) -> String {
    let id = invitation.uuid();
    let mut bytes = id.as_bytes().to_vec();
    bytes.extend(signature(key, id, address));
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn signature(key: &SecretKey, invitation: Uuid, address: &str) -> Vec<u8> {
    let mut text = invitation.as_bytes().to_vec();
    text.extend(address.to_lowercase().into_bytes());
    let mut signature = key.sign(PURPOSE, &text);
    signature.truncate(HALF);
    signature
}

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    email: String,
    name: String,
    starts_at: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
    is_made_here: bool,
    is_put_off: bool,
}

/// What the link of a letter to this event opens now. Looking changes nothing.
pub async fn open(ctx: &Context, event: EventId, token: &str) -> Result<Opened, Halt> {
    let Some((invitation, given)) = read(token) else { return Ok(Opened::Unknown) };
    let row: Option<Row> = Sql::new(
        "select member.id as member_id, member.email, \
         trim(member.first_name || ' ' || member.last_name) as name, event.starts_at, \
         event.registration_closes_at as closes_at, \
         exists (select 1 from registration own where own.event_id = event.id \
         and own.member_id = member.id and own.is_by_letter) as is_made_here, \
         event.state = 'postponed' as is_put_off \
         from event_invitation invitation \
         join member on member.id = invitation.member_id and member.email_key is not null \
         join event on event.id = invitation.event_id \
         where invitation.id = ? and invitation.event_id = ?",
        binds![invitation, event],
    )
    .one(ctx.db())
    .await?;
    let Some(row) = row else { return Ok(Opened::Unknown) };
    let ours = signature(ctx.secret(), invitation, &row.email);
    if !bool::from(ours.ct_eq(&given)) {
        return Ok(Opened::Unknown);
    }
    // What the link made, it may take back as long as the event has not begun, and while it is put off.
    let ends_at = row.closes_at.filter(|_| !row.is_made_here).unwrap_or(row.starts_at);
    let is_over = ends_at.min(row.starts_at) <= ctx.now();
    if is_over && !(row.is_made_here && row.is_put_off) {
        return Ok(Opened::Over);
    }
    let by = By::Member(MemberId::of(row.member_id));
    // Whose record is closed answers nothing.
    let Some(standing) = policy::load(ctx.db(), &ctx.house().clock, by).await? else {
        return Ok(Opened::Unknown);
    };
    let standing = standing.answering(event.uuid());
    let ctx = Context::new(ctx.house().clone(), standing, Door::Letter, ctx.request_id());
    let name = Some(row.name).filter(|name| !is_nameless(name)).unwrap_or_default();
    Ok(Opened::By(Box::new(Answerer { ctx, name })))
}

fn read(token: &str) -> Option<(Uuid, Vec<u8>)> {
    let mut bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    if bytes.len() != 2 * HALF {
        return None;
    }
    let signature = bytes.split_off(HALF);
    Some((Uuid::from_slice(&bytes).ok()?, signature))
}
