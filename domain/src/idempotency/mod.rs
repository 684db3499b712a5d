//! A request that comes twice with the same key is done once, and answered alike both times.

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    secret,
};

/// For how long an answer is kept.
const KEPT: TimeDelta = TimeDelta::days(7);

/// What the answers are sealed for.
const PURPOSE: &str = "idempotency";

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

/// A key that this request holds. The table knows it by its hash only: what an answer tells of people
/// opens to whoever brings the key again, and to nobody who reads the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    scope: String,
    key: String,
}

impl Held {
    fn key_hash(&self) -> String {
        secret::hash(&self.key)
    }
}

#[derive(FromQueryResult)]
struct Row {
    request_hash: String,
    sealed_answer: Option<String>,
}

/// Takes hold of a key, for this asker alone. Nobody in particular holds no keys: they would be everyone's.
pub async fn hold(ctx: &Context, key: &str, request: &[u8]) -> Result<Option<Known>, Halt> {
    let Some(member) = ctx.standing().member else { return Ok(None) };
    if key.is_empty() || key.len() > LONGEST {
        return Ok(Some(Known::Invalid));
    }
    let token = ctx.standing().token.as_ref().map(|token| token.id);
    let scope = token.map_or_else(|| member.to_string(), |token| token.to_string());
    let held = Held { scope, key: key.to_owned() };
    let hash = hex::encode(Sha256::digest(request));
    let taken = Sql::new(
        "insert into idempotency (scope, key_hash, request_hash, sealed_answer, created_at) \
         values (?, ?, ?, null, ?) on conflict (scope, key_hash) do nothing",
        binds![&held.scope, held.key_hash(), &hash, ctx.now()],
    )
    .run(ctx.house().db.write())
    .await?;
    if taken == 1 {
        return Ok(Some(Known::New(held)));
    }
    let row: Option<Row> = Sql::new(
        "select request_hash, sealed_answer from idempotency where scope = ? and key_hash = ?",
        binds![&held.scope, held.key_hash()],
    )
    .one(ctx.house().db.write())
    .await?;
    Ok(Some(match row {
        Some(row) if row.request_hash != hash => Known::Reused,
        Some(Row { sealed_answer: Some(answer), .. }) => {
            ctx.secret().unseal(PURPOSE, key, &answer).map_or(Known::UnderWay, Known::Answered)
        }
        _ => Known::UnderWay,
    }))
}

/// Keeps the answer.
pub async fn keep(ctx: &Context, held: &Held, answer: &str) -> Result<(), Halt> {
    let sealed = ctx.secret().seal(PURPOSE, &held.key, answer)?;
    Sql::new(
        "update idempotency set sealed_answer = ? where scope = ? and key_hash = ?",
        binds![sealed, &held.scope, held.key_hash()],
    )
    .run(ctx.house().db.write())
    .await?;
    Ok(())
}

/// Lets go of a key whose request was turned away before anything was done.
pub async fn release(ctx: &Context, held: &Held) -> Result<(), Halt> {
    Sql::new(
        "delete from idempotency where scope = ? and key_hash = ? and sealed_answer is null",
        binds![&held.scope, held.key_hash()],
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
