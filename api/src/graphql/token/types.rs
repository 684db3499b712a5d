//! What a token is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{id::TokenKind, policy::Ask, token};

use crate::graphql::{
    id::{asker, write},
    loader::load,
    network::{Network, NetworkKey},
    permission::Permission,
};

/// A third-party tool's key (jeton): it may do what its maker may, within its scopes and subtree.
#[derive(Clone)]
pub struct Token(Arc<token::Token>);

impl Token {
    pub(crate) fn of(token: token::Token) -> Self {
        Self(Arc::new(token))
    }
}

/// A third-party tool's key (jeton): it may do what its maker may, within its scopes and subtree.
#[Object]
impl Token {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<TokenKind>(self.0.id)
    }

    /// What it is for, in its maker's words.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The first signs of the secret, by which you recognise it.
    async fn hint(&self) -> &str {
        &self.0.hint
    }

    /// The top of the subtree that it is limited to; null when there is no such limit.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        match self.0.network_id {
            Some(id) => load(ctx, NetworkKey(id)).await,
            None => Ok(None),
        }
    }

    /// What it may touch: a resource, to `read` or to `write`, such as `event:read`.
    async fn scopes(&self) -> Vec<String> {
        self.0.scopes.iter().map(|scope| scope.word()).collect()
    }

    /// When it ends.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was last used, to the hour.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// When it was taken back.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: TokenAction,
    ) -> Permission {
        let ask = match action {
            TokenAction::Revoke => {
                Ask::RevokeToken { owner: self.0.member_id, network: self.0.network_id }
            }
        };
        Permission::of(asker(ctx).may(&ask))
    }
}

/// What one may do to a token. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum TokenAction {
    /// Take it back.
    Revoke,
}
