//! Making a token: for a branch, by its lead; for oneself, by anyone; for a member, by the house.

use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{Row, Token};
use crate::{
    audit::Line,
    context::Context,
    error::{Denied, Error, Outcome, refuse_with},
    id::{MemberId, NetworkId, TokenId},
    policy::{Ask, Scope},
    refusals, secret, text,
};

/// The longest life of a token.
const MOST_DAYS: i32 = 366;

/// How every secret begins, so that it is recognised wherever it should not be.
pub const SECRET_PREFIX: &str = "maillage_";

/// How many signs of the secret are kept to recognise it by.
const HINT: usize = 14;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Create {
    /// Whose rights bound it; only the house makes tokens for others.
    pub member: Option<MemberId>,
    /// What it is for.
    pub name: String,
    /// The top of the subtree that it is limited to.
    pub network: Option<NetworkId>,
    /// The words of its scopes, such as `event:read`.
    pub scopes: Vec<String>,
    /// For how many days.
    pub days: i32,
}

/// A new token with its secret, which is shown this once.
#[derive(Clone, Debug)]
pub struct Created {
    /// The token.
    pub token: Token,
    /// What the tool sends as `Authorization: Bearer …`.
    pub secret: String,
}

refusals! {
    /// Why a token may not be made.
    TokenCreate: pub enum CreateRefusal {
        /// It has no name.
        NameMissing => "NAME_MISSING" on "name",
        /// The name is longer than 200 characters.
        NameTooLong => "TEXT_TOO_LONG" on "name",
        /// It may do nothing.
        ScopeMissing => "SCOPE_MISSING" on "scopes",
        /// There is no such scope.
        ScopeUnknown { scope: String } => "SCOPE_UNKNOWN" on "scopes",
        /// Not from 1 to 366 days.
        DaysOutOfRange { most: i32 } => "DAYS_OUT_OF_RANGE" on "days",
    }
}

/// Makes a token.
pub async fn create(ctx: &Context, asked: Create) -> Outcome<Created, CreateRefusal> {
    let tx = ctx.begin().await?;
    let member = match (asked.member, ctx.standing().is_house) {
        (Some(member), true) => member,
        _ => ctx.member()?,
    };
    if let Some(network) = asked.network {
        entities::network::Entity::find_by_id(network.uuid())
            .one(&*tx)
            .await?
            .ok_or(Denied::Hidden)?;
    }

    ctx.may(&Ask::CreateToken { network: asked.network.map(NetworkId::uuid) })?;

    let scopes = decide(&asked)?;

    let secret = format!("{SECRET_PREFIX}{}", secret::random_token()?);
    let id = TokenId::new();
    let row = entities::token::ActiveModel {
        id: Set(id.uuid()),
        name: Set(text::line(&asked.name)),
        token_hash: Set(secret::hash(&secret)),
        hint: Set(secret.chars().take(HINT).collect()),
        member_id: Set(member.uuid()),
        network_id: Set(asked.network.map(NetworkId::uuid)),
        scopes: Set(json!(scopes)),
        expires_at: Set(ctx.now() + TimeDelta::days(i64::from(asked.days))),
        last_used_at: Set(None),
        revoked_at: Set(None),
        created_at: Set(ctx.now()),
    }
    .insert(&*tx)
    .await?;

    let mut line = Line::new("token.create", id)
        .on_behalf_of(member)
        .changing(json!({ "name": row.name, "scopes": scopes, "expires_at": row.expires_at }));
    if let Some(network) = asked.network {
        line = line.within(network);
    }
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(Created { token: Row::from(row).into(), secret })
}

/// The words of its scopes, each once, or all that is wrong.
fn decide(asked: &Create) -> Result<Vec<String>, Error<CreateRefusal>> {
    let mut wrongs = Vec::new();
    let name = text::line(&asked.name);
    if name.is_empty() {
        wrongs.push(CreateRefusal::NameMissing);
    }
    if text::is_long(&name) {
        wrongs.push(CreateRefusal::NameTooLong);
    }
    if !(1..=MOST_DAYS).contains(&asked.days) {
        wrongs.push(CreateRefusal::DaysOutOfRange { most: MOST_DAYS });
    }
    let mut scopes = Vec::new();
    for word in &asked.scopes {
        match Scope::of_word(word) {
            Some(scope) => scopes.push(scope.word()),
            None => wrongs.push(CreateRefusal::ScopeUnknown { scope: word.clone() }),
        }
    }
    if asked.scopes.is_empty() {
        wrongs.push(CreateRefusal::ScopeMissing);
    }
    refuse_with(wrongs)?;
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes)
}
