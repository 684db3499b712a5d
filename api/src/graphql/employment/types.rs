//! What an employment is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result};
use chrono::{DateTime, Utc};
use domain::{
    employment,
    id::EmploymentKind,
    policy::{Ask, MemberFacts},
};

use crate::graphql::{
    employer::{Employer, EmployerKey},
    id::{asker, write},
    loader::load,
    member::{Member, MemberKey},
    permission::Permission,
    scalar::{Date, Siret},
};

/// A member at an employer (emploi), from a day to a day.
#[derive(Clone)]
pub struct Employment(Arc<employment::Employment>);

impl Employment {
    pub(crate) fn of(employment: employment::Employment) -> Self {
        Self(Arc::new(employment))
    }
}

/// A member at an employer (emploi), from a day to a day.
#[Object]
impl Employment {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<EmploymentKind>(self.0.id)
    }

    /// Who; null when you may not know them.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        load(ctx, MemberKey(self.0.member_id)).await
    }

    /// Where.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        load(ctx, EmployerKey(self.0.employer_id)).await
    }

    /// As what.
    async fn job_title(&self) -> Option<&str> {
        self.0.job_title.as_deref()
    }

    /// The first day.
    async fn started_on(&self) -> Date {
        Date(self.0.started_on)
    }

    /// The first day on which it no longer holds.
    async fn ended_on(&self) -> Option<Date> {
        self.0.ended_on.map(Date)
    }

    /// How sure it is.
    async fn status(&self) -> EmploymentStatus {
        self.0.status.into()
    }

    /// Why it was refused.
    async fn refusal_reason(&self) -> Option<&str> {
        self.0.refusal_reason.as_deref()
    }

    /// When it was confirmed or refused.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Since when it is known.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: EmploymentAction,
    ) -> Result<Permission> {
        let known = load(ctx, MemberKey(self.0.member_id)).await?;
        // Who may see an employment and not the person is judged by the employer alone.
        let nobody = MemberFacts { id: self.0.member_id, ..MemberFacts::default() };
        let member = known.as_ref().map_or(&nobody, Member::facts);
        let decide = Ask::DecideEmployment { employer: self.0.employer_id, member };
        let answer = asker(ctx).may(&decide);
        Ok(Permission::of(match action {
            EmploymentAction::Edit if answer.is_err() => {
                asker(ctx).may(&Ask::DeclareEmployment { member })
            }
            EmploymentAction::Decide | EmploymentAction::Edit => answer,
        }))
    }
}

/// What one may do to an employment. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum EmploymentAction {
    /// Say whether it is so.
    Decide,
    /// Change it, or end it.
    Edit,
}

/// How sure an employment is. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::employment::Status")]
pub enum EmploymentStatus {
    /// Said by the person; waits for a manager or a lead (déclaré).
    Declared,
    /// Confirmed by a manager or a lead (confirmé).
    Confirmed,
    /// Said not to be so (refusé).
    Refused,
}

/// An establishment that your sign-in provider names: never an employment by itself, declare it with `employmentDeclare`.
pub struct EmploymentProposal(employment::Proposal);

impl EmploymentProposal {
    pub(crate) fn of(proposal: employment::Proposal) -> Self {
        Self(proposal)
    }
}

/// An establishment that your sign-in provider names: never an employment by itself, declare it with `employmentDeclare`.
#[Object]
impl EmploymentProposal {
    /// Its SIRET.
    async fn siret(&self) -> Siret {
        Siret(self.0.siret.clone())
    }

    /// The employer; null when nobody wrote it down yet.
    async fn employer(&self, ctx: &Context<'_>) -> Result<Option<Employer>> {
        match self.0.employer_id {
            Some(id) => load(ctx, EmployerKey(id)).await,
            None => Ok(None),
        }
    }
}
