//! What waits for the asker's answer.

use async_graphql::{Context, Enum, Object, Result};
use domain::waiting::{self, Waiting};

use crate::graphql::{
    employer::{Employer, EmployerKey},
    event::{Event, EventKey},
    loader::load,
    network::{Network, NetworkKey},
};

/// What waits for your answer at one place.
#[derive(Clone)]
pub struct ViewerWaiting(Waiting);

impl ViewerWaiting {
    pub(super) fn of(waiting: Waiting) -> Self {
        Self(waiting)
    }
}

/// What is to be answered. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "waiting::Kind")]
pub enum ViewerWaitingKind {
    /// Registrations (inscriptions) for an event that you organise.
    Registration,
    /// Requests to enter a network that you lead.
    JoinRequest,
    /// Jobs that people declare, where you act for the employer or lead the person's network.
    Employment,
    /// Claims to act for an employer of a network that you lead.
    EmployerManager,
}

/// What waits for your answer at one place.
#[Object]
impl ViewerWaiting {
    /// What is to be answered.
    async fn kind(&self) -> ViewerWaitingKind {
        self.0.kind.into()
    }

    /// How many wait.
    async fn count(&self) -> i32 {
        i32::try_from(self.0.count).unwrap_or(i32::MAX)
    }

    /// The event, of registrations.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        match self.0.kind {
            waiting::Kind::Registration => load(ctx, EventKey(self.0.about)).await,
            _ => Ok(None),
        }
    }

    /// The network, of requests to enter.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        match self.0.kind {
            waiting::Kind::JoinRequest => load(ctx, NetworkKey(self.0.about)).await,
            _ => Ok(None),
        }
    }

    /// The employer, of jobs and of claims.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        match self.0.kind {
            waiting::Kind::Employment | waiting::Kind::EmployerManager => {
                load(ctx, EmployerKey(self.0.about)).await
            }
            _ => Ok(None),
        }
    }
}
