//! Making tokens and taking them back.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::token::{self, Create, CreateRefusal, RevokeRefusal};

use super::Token;
use crate::graphql::{
    id::{asker, read, read_some},
    payload::payload,
};

payload! {
    /// What came of making a token.
    TokenCreatePayload refused by CreateRefusal {
        /// The new token with its secret.
        created: TokenCreated
    }
}
payload! {
    /// What came of taking a token back.
    TokenRevokePayload refused by RevokeRefusal {
        /// The token that opens nothing any more.
        token: Token
    }
}

/// A new token with its secret.
#[derive(SimpleObject)]
pub struct TokenCreated {
    /// The token.
    token: Token,
    /// What the tool sends as `Authorization: Bearer …`; shown this once, and kept nowhere.
    secret: String,
}

/// A token to be made.
#[derive(InputObject)]
pub struct TokenCreateInput {
    /// What it is for.
    name: String,
    /// The top of the subtree that it is limited to; you must lead it. Nothing for a token of your own.
    network_id: Option<ID>,
    /// What it may touch: `network`, `member`, `employer`, `event`, `registration` or `charter`,
    /// with `:read` or `:write`.
    scopes: Vec<String>,
    /// For how many days, 1 to 366.
    #[graphql(default = 90)]
    days: i32,
}

/// The token to take back.
#[derive(InputObject)]
pub struct TokenRevokeInput {
    /// The token.
    token_id: ID,
}

/// What can be done to tokens.
#[derive(Default)]
pub struct TokenMutation;

/// What can be done to tokens.
#[Object]
impl TokenMutation {
    /// Makes a token: for a branch that you lead, or for yourself.
    async fn token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: TokenCreateInput,
    ) -> Result<Option<TokenCreatePayload>> {
        let asked = Create {
            member: None,
            name: input.name,
            network: read_some(ctx, input.network_id.as_ref())?,
            scopes: input.scopes,
            days: input.days,
        };
        TokenCreatePayload::of(ctx, token::create(asker(ctx), asked).await, |created| {
            TokenCreated { token: Token::of(created.token), secret: created.secret }
        })
    }

    /// Takes a token back, at once and for good.
    async fn token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: TokenRevokeInput,
    ) -> Result<Option<TokenRevokePayload>> {
        let id = read(ctx, &input.token_id)?;
        TokenRevokePayload::of(ctx, token::revoke(asker(ctx), id).await, Token::of)
    }
}
