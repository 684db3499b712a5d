//! A request that comes twice with the same key is done once, and answered alike both times.

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
};

/// For how long an answer is kept.
const KEPT: TimeDelta = TimeDelta::days(7);

/// The longest key.
const LONGEST: usize = 255;

/// What is known of a key when a request comes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is new, and now held: say what was answered, with [`keep`], or [`release`] it.
    New(Held),
    /// The same request was answered so.
    Answered(String),
    /// The same request is under way, or ended without an answer.
    UnderWay,
    /// Another request came with this key.
    Reused,
    /// Empty, or longer than 255 signs.
    Invalid,
}

/// A key that this request holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    scope: String,
    key: String,
}

#[derive(FromQueryResult)]
struct Row {
    request_hash: String,
    answer: Option<String>,
}

/// Takes hold of a key, for this asker alone. Nobody in particular holds no keys: they would be everyone's.
pub async fn hold(ctx: &Context, key: &str, request: &[u8]) -> Result<Option<Known>, Halt> {
    let Some(member) = ctx.standing().member else { return Ok(None) };
    if key.is_empty() || key.len() > LONGEST {
        return Ok(Some(Known::Invalid));
    }
    let token = ctx.standing().token.as_ref().map(|token| token.id);
    let scope = token.map_or_else(|| member.to_string(), |token| token.to_string());
    let hash = hex::encode(Sha256::digest(request));
    let taken = Sql::new(
        "insert into idempotency (scope, key, request_hash, answer, created_at) \
         values (?, ?, ?, null, ?) on conflict (scope, key) do nothing",
        binds![&scope, key, &hash, ctx.now()],
    )
    .run(ctx.house().db.write())
    .await?;
    if taken == 1 {
        return Ok(Some(Known::New(Held { scope, key: key.to_owned() })));
    }
    let row: Option<Row> = Sql::new(
        "select request_hash, answer from idempotency where scope = ? and key = ?",
        binds![&scope, key],
    )
    .one(ctx.house().db.write())
    .await?;
    Ok(Some(match row {
        Some(row) if row.request_hash != hash => Known::Reused,
        Some(Row { answer: Some(answer), .. }) => Known::Answered(answer),
        _ => Known::UnderWay,
    }))
}

/// Keeps the answer.
pub async fn keep(ctx: &Context, held: &Held, answer: &str) -> Result<(), Halt> {
    Sql::new(
        "update idempotency set answer = ? where scope = ? and key = ?",
        binds![answer, &held.scope, &held.key],
    )
    .run(ctx.house().db.write())
    .await?;
    Ok(())
}

/// Lets go of a key whose request was turned away before anything was done.
pub async fn release(ctx: &Context, held: &Held) -> Result<(), Halt> {
    Sql::new(
        "delete from idempotency where scope = ? and key = ? and answer is null",
        binds![&held.scope, &held.key],
    )
    .run(ctx.house().db.write())
    .await?;
    Ok(())
}

/// Forgets answers older than seven days; says how many.
pub async fn forget(ctx: &Context) -> Result<u64, Halt> {
    Ok(Sql::new("delete from idempotency where created_at < ?", binds![ctx.now() - KEPT])
        .run(ctx.house().db.write())
        .await?)
}
