//! Asking to act for an employer.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};

use super::{EmployerManager, State, read};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Sql, binds, broken_constraint},
    employer::{lead, linked},
    error::{Denied, Error, Outcome},
    id::{EmployerId, EmployerManagerId},
    outbox::{Letter, Told},
    policy::Ask,
    refusals,
};

refusals! {
    /// Why one may not ask to act for an employer.
    EmployerManagerClaim: pub enum ClaimRefusal {
        /// The employer's record is closed.
        EmployerArchived => "EMPLOYER_ARCHIVED" on "employerId",
        /// One acts for it already, or waits for the answer.
        AlreadyManager => "ALREADY_MANAGER" on "employerId",
    }
}

/// Asks to act for an employer; a lead of a network of its staff or places answers.
pub async fn claim(ctx: &Context, id: EmployerId) -> Outcome<EmployerManager, ClaimRefusal> {
    let tx = ctx.begin().await?;
    let employer = entities::employer::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    let networks = linked::networks(ctx, &*tx, employer.id).await?.unwrap_or_default();
    ctx.may(&Ask::ClaimManager { networks: &networks })?;
    let member = ctx.member()?;

    if employer.archived_at.is_some() {
        return Err(ClaimRefusal::EmployerArchived.into());
    }
    let present = Sql::new(
        "select 1 as one from employer_manager where employer_id = ? and member_id = ? \
         and state in ('claimed', 'confirmed')",
        binds![id, member],
    );
    if present.exists(&*tx).await? {
        return Err(ClaimRefusal::AlreadyManager.into());
    }

    let manager = EmployerManagerId::new();
    entities::employer_manager::ActiveModel {
        id: Set(manager.uuid()),
        employer_id: Set(employer.id),
        member_id: Set(member.uuid()),
        state: Set(State::Claimed),
        reason: Set(None),
        decided_by_id: Set(None),
        created_at: Set(ctx.now()),
        decided_at: Set(None),
        ended_at: Set(None),
    }
    .insert(&*tx)
    .await
    .map_err(|error| match broken_constraint(&error) {
        Some(_) => ClaimRefusal::AlreadyManager.into(),
        None => Error::from(error),
    })?;

    let line = Line::new("employer_manager.claim", manager);
    tx.audit(ctx, line.about(employer.id).on_behalf_of(member)).await?;
    let leads = lead::nearest(ctx, &*tx, &networks, member.uuid()).await?;
    let letters = leads.iter().map(|lead| {
        let letter =
            Letter::new(Told::ManagerClaimed { manager }, lead.recipient(), &manager.to_string());
        match lead.network_id {
            Some(network) => letter.within(network),
            None => letter,
        }
    });
    tx.tell_all(ctx, letters.collect()).await?;
    let claimed = read::among(&*tx, manager.uuid()).await?;
    tx.commit().await?;
    Ok(claimed)
}
