//! How the server's parts stand, for administrators.

use std::{future::Future, pin::Pin, sync::Arc};

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::{error::Halt, health, policy::Ask};

use super::{error::halted, id::asker};

/// What asks each part how it stands; the server gives it along with each request.
#[derive(Clone)]
pub struct Watch(pub Arc<dyn Fn() -> Asked + Send + Sync>);

/// The answers on their way.
type Asked = Pin<Box<dyn Future<Output = Vec<health::Check>> + Send>>;

/// A part that the server needs. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "health::Part")]
pub enum HealthPart {
    /// Where everything is kept.
    Database,
    /// What takes letters away.
    Mail,
    /// Who vouches for people who sign in.
    Provider,
}

/// How a part stands. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "health::State")]
pub enum HealthState {
    /// As it should.
    Good,
    /// None is set.
    Absent,
    /// It answers, and something is to be mended.
    Weak,
    /// It does not answer.
    Silent,
}

/// A part that the server needs, and how it stands.
#[derive(SimpleObject)]
pub struct HealthCheck {
    /// Which part.
    part: HealthPart,
    /// How it stands.
    state: HealthState,
    /// What is wrong, and how to mend it, for whoever runs the server; empty when all is well.
    detail: String,
}

/// How the server stands.
#[derive(Default)]
pub struct HealthQuery;

/// How the server stands.
#[Object]
impl HealthQuery {
    /// How database, mail and provider stand now (état du service); null unless you run the federation.
    async fn health(&self, ctx: &Context<'_>) -> Result<Option<Vec<HealthCheck>>> {
        if asker(ctx).may(&Ask::Administer).is_err() {
            return Ok(None);
        }
        let Some(watch) = ctx.data_opt::<Watch>() else {
            let fault = Halt::Fault(anyhow::anyhow!("nothing watches over the server"));
            return Err(halted(asker(ctx), &fault));
        };
        let checks = (watch.0)().await;
        let told = checks.into_iter().map(|check| HealthCheck {
            part: check.part.into(),
            state: check.state.into(),
            detail: check.detail,
        });
        Ok(Some(told.collect()))
    }
}
