//! Who acts for an employer.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{employer_manager, employment::Named, id::EmployerManagerKind, policy::Ask};

use super::{Employer, EmployerKey};
use crate::graphql::{
    employment::StaffMember,
    id::{asker, write},
    loader::load,
    permission::Permission,
};

/// Someone who acts for an employer (référent·e de structure), or asks to.
#[derive(Clone)]
pub struct EmployerManager(Arc<employer_manager::EmployerManager>);

impl EmployerManager {
    pub(crate) fn of(manager: employer_manager::EmployerManager) -> Self {
        Self(Arc::new(manager))
    }
}

/// Someone who acts for an employer (référent·e de structure), or asks to.
#[Object]
impl EmployerManager {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<EmployerManagerKind>(self.0.id)
    }

    /// For which employer.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        load(ctx, EmployerKey(self.0.employer_id)).await
    }

    /// Who, by name only.
    async fn member(&self) -> StaffMember {
        StaffMember::of(&Named {
            id: self.0.member_id,
            first_name: self.0.first_name.clone(),
            last_name: self.0.last_name.clone(),
        })
    }

    /// How far it is.
    async fn state(&self) -> EmployerManagerState {
        self.0.state.into()
    }

    /// Why it was refused.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Since when it is asked.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was answered.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.0.ended_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: EmployerManagerAction,
    ) -> Result<Permission> {
        let (employer, member) = (self.0.employer_id, self.0.member_id);
        let known = load(ctx, EmployerKey(employer)).await?;
        let networks = known.as_ref().map_or(&[][..], Employer::networks);
        Ok(Permission::of(asker(ctx).may(&match action {
            EmployerManagerAction::Decide => {
                Ask::DecideManager { employer, member: Some(member), networks }
            }
            EmployerManagerAction::End => Ask::EndManager { member, networks },
        })))
    }
}

/// What one may do to the right to act for an employer. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum EmployerManagerAction {
    /// Say yes or no to who asks for it.
    Decide,
    /// End it, or take the claim back.
    End,
}

/// How far the right to act for an employer is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::employer_manager::State")]
pub enum EmployerManagerState {
    /// Asked for; waits for a lead (demandé).
    Claimed,
    /// May act for the employer (confirmé).
    Confirmed,
    /// A lead said no (refusé).
    Refused,
    /// Was, and is no longer (terminé).
    Ended,
}
