//! Who acts for an employer: invited, claimed, confirmed, ended.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::employer_manager::{
    self, ClaimRefusal, ConfirmRefusal, EndRefusal, Invite, InviteRefusal, RefuseRefusal,
};

use super::EmployerManager;
use crate::graphql::{
    id::{asker, read},
    invitation::Invitation,
    payload::payload,
};

payload! {
    /// What came of inviting someone to act for an employer.
    EmployerManagerInvitePayload refused by InviteRefusal {
        /// The invitation.
        invitation: Invitation
    }
}
payload! {
    /// What came of asking to act for an employer.
    EmployerManagerClaimPayload refused by ClaimRefusal {
        /// The claim.
        employer_manager: EmployerManager
    }
}
payload! {
    /// What came of confirming a claim.
    EmployerManagerConfirmPayload refused by ConfirmRefusal {
        /// Who acts for the employer now.
        employer_manager: EmployerManager
    }
}
payload! {
    /// What came of refusing a claim.
    EmployerManagerRefusePayload refused by RefuseRefusal {
        /// The refused claim.
        employer_manager: EmployerManager
    }
}
payload! {
    /// What came of ending it.
    EmployerManagerEndPayload refused by EndRefusal {
        /// What ended.
        employer_manager: EmployerManager
    }
}

/// Someone to be invited to act for an employer.
#[derive(InputObject)]
pub struct EmployerManagerInviteInput {
    /// For which employer.
    employer_id: ID,
    /// In which network’s affairs: one of its staff or places, that you lead.
    network_id: ID,
    /// The address.
    email: String,
    /// A personal word.
    #[graphql(default)]
    word: String,
}

/// Asks to act for an employer (référent·e): a lead of a network of its staff or places answers: which one.
#[derive(InputObject)]
pub struct EmployerManagerClaimInput {
    /// The employer.
    employer_id: ID,
}

/// Says yes to someone who asks to act for an employer: which one.
#[derive(InputObject)]
pub struct EmployerManagerConfirmInput {
    /// The claim.
    employer_manager_id: ID,
}

/// Says no to someone who asks to act for an employer, and why: which one.
#[derive(InputObject)]
pub struct EmployerManagerRefuseInput {
    /// The claim.
    employer_manager_id: ID,
    /// Why: the person reads it.
    reason: String,
}

/// Stops acting for an employer, or takes a claim back: by the person or a lead: which one.
#[derive(InputObject)]
pub struct EmployerManagerEndInput {
    /// Who acts, or asks to.
    employer_manager_id: ID,
}

/// What can be done to those who act for employers.
#[derive(Default)]
pub struct EmployerManagerMutation;

/// What can be done to those who act for employers.
#[Object]
impl EmployerManagerMutation {
    /// Invites someone to act for an employer (référent·e): accepting is enough.
    async fn employer_manager_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom to invite.")] input: EmployerManagerInviteInput,
    ) -> Result<Option<EmployerManagerInvitePayload>> {
        let asked = Invite {
            employer: read(ctx, &input.employer_id)?,
            network: read(ctx, &input.network_id)?,
            email: input.email,
            word: input.word,
        };
        let outcome = employer_manager::invite(asker(ctx), asked).await;
        EmployerManagerInvitePayload::of(ctx, outcome, Invitation::of)
    }

    /// Asks to act for an employer (référent·e): a lead of a network of its staff or places answers
    async fn employer_manager_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmployerManagerClaimInput,
    ) -> Result<Option<EmployerManagerClaimPayload>> {
        let id = read(ctx, &input.employer_id)?;
        EmployerManagerClaimPayload::of(
            ctx,
            employer_manager::claim(asker(ctx), id).await,
            EmployerManager::of,
        )
    }

    /// Says yes to someone who asks to act for an employer
    async fn employer_manager_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmployerManagerConfirmInput,
    ) -> Result<Option<EmployerManagerConfirmPayload>> {
        let id = read(ctx, &input.employer_manager_id)?;
        EmployerManagerConfirmPayload::of(
            ctx,
            employer_manager::confirm(asker(ctx), id).await,
            EmployerManager::of,
        )
    }

    /// Says no to someone who asks to act for an employer, and why
    async fn employer_manager_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmployerManagerRefuseInput,
    ) -> Result<Option<EmployerManagerRefusePayload>> {
        let id = read(ctx, &input.employer_manager_id)?;
        EmployerManagerRefusePayload::of(
            ctx,
            employer_manager::refuse(asker(ctx), id, &input.reason).await,
            EmployerManager::of,
        )
    }

    /// Stops acting for an employer, or takes a claim back: by the person or a lead
    async fn employer_manager_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmployerManagerEndInput,
    ) -> Result<Option<EmployerManagerEndPayload>> {
        let id = read(ctx, &input.employer_manager_id)?;
        EmployerManagerEndPayload::of(
            ctx,
            employer_manager::end(asker(ctx), id).await,
            EmployerManager::of,
        )
    }
}
