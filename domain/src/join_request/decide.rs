//! Those who lead the network say yes, or no with a reason.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{JoinRequest, State};
use crate::{
    audit::Line,
    context::Context,
    database::{Hold as _, Transaction},
    error::{Denied, Halt, Outcome},
    id::JoinRequestId,
    membership::{self, Begin, LocalRole, Origin, Role, Sooner},
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    refusals,
};
use entities::join_request::Model;

/// As what they enter.
#[derive(Clone, Copy, Debug)]
pub struct Approve {
    /// The role.
    pub role: Role,
    /// The local role.
    pub local_role: Option<LocalRole>,
}

refusals! {
    /// Why a request may not be approved.
    JoinRequestApprove: pub enum ApproveRefusal {
        /// It was answered or taken back.
        Decided => "ALREADY_DECIDED" on "joinRequestId",
        /// The person's record is closed.
        MemberArchived => "MEMBER_ARCHIVED" on "joinRequestId",
        /// They enter on a later day with a greater role: only who may give it may bring that forward.
        RoleAnnounced { on: NaiveDate } => "ROLE_ANNOUNCED" on "joinRequestId",
    }
}

refusals! {
    /// Why a request may not be refused.
    JoinRequestRefuse: pub enum RefuseRefusal {
        /// It was answered or taken back.
        Decided => "ALREADY_DECIDED" on "joinRequestId",
        /// There is no reason.
        ReasonMissing => "REASON_MISSING" on "reason",
    }
}

/// Lets the person in, and tells them.
pub async fn approve(
    ctx: &Context,
    id: JoinRequestId,
    asked: Approve,
) -> Outcome<JoinRequest, ApproveRefusal> {
    let tx = ctx.begin().await?;
    let row = hold(&tx, ctx, id).await?;
    let person = entities::member::Entity::find_by_id(row.member_id)
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    ctx.may(&Ask::ChangeMembership { network: row.network_id, role: asked.role })?;

    if row.state != State::Pending {
        return Err(ApproveRefusal::Decided.into());
    }
    if person.archived_at.is_some() {
        return Err(ApproveRefusal::MemberArchived.into());
    }

    let begin = Begin {
        network: row.network_id.into(),
        member: row.member_id.into(),
        role: asked.role,
        local_role: asked.local_role,
        started_on: ctx.today(),
        origin: Origin::JoinRequest,
    };
    let running = membership::running(&tx, ctx, row.network_id, row.member_id.into()).await?;
    if running.is_some() {
        // They may have come in by an invitation while the request waited, or a transfer to here is
        // announced for later.
        if let Sooner::Waits(on) = membership::enter_sooner(&tx, ctx, begin).await? {
            return Err(ApproveRefusal::RoleAnnounced { on }.into());
        }
    } else {
        membership::begin(&tx, ctx, begin).await?;
    }
    let row = decide(&tx, ctx, row, State::Approved, None, person.email).await?;
    tx.commit().await?;
    Ok(row)
}

/// Says no, and tells the person why.
pub async fn refuse(
    ctx: &Context,
    id: JoinRequestId,
    reason: &str,
) -> Outcome<JoinRequest, RefuseRefusal> {
    let tx = ctx.begin().await?;
    let row = hold(&tx, ctx, id).await?;
    let person = entities::member::Entity::find_by_id(row.member_id)
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;

    if row.state != State::Pending {
        return Err(RefuseRefusal::Decided.into());
    }
    if crate::text::is_blank(reason) {
        return Err(RefuseRefusal::ReasonMissing.into());
    }

    let reason = Some(reason.trim().to_owned());
    let row = decide(&tx, ctx, row, State::Refused, reason, person.email).await?;
    tx.commit().await?;
    Ok(row)
}

/// The request, held until the change is certain, for someone who may answer it.
async fn hold(tx: &Transaction, ctx: &Context, id: JoinRequestId) -> Result<Model, Halt> {
    ctx.standing().is_somebody()?;
    let row = entities::join_request::Entity::find_by_id(id.uuid())
        .hold()
        .one(&**tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let answer = ctx.may(&Ask::AnswerJoinRequest { network: row.network_id });
    if ctx.standing().is(row.member_id) {
        answer?;
    } else {
        answer.map_err(|no| match no {
            Denied::Forbidden(crate::error::Needs::Lead) => Denied::Hidden,
            other => other,
        })?;
    }
    Ok(row)
}

async fn decide(
    tx: &Transaction,
    ctx: &Context,
    row: Model,
    state: State,
    reason: Option<String>,
    email: String,
) -> Result<JoinRequest, Halt> {
    let (id, network, member) = (JoinRequestId::of(row.id), row.network_id, row.member_id);
    let action =
        if state == State::Approved { "join_request.approve" } else { "join_request.refuse" };
    let line = Line::new(action, id)
        .within(network)
        .on_behalf_of(member)
        .changing(json!({ "reason": reason }));
    let mut model: entities::join_request::ActiveModel = row.into();
    model.state = Set(state);
    model.reason = Set(reason);
    model.decided_by_id = Set(ctx.standing().member);
    model.decided_at = Set(Some(ctx.now()));
    let row = model.update(&**tx).await?;
    let to = Recipient { member_id: Some(member), email };
    let letter = Letter::new(Told::JoinAnswered { join_request: id }, to, &id.to_string());
    tx.tell(ctx, letter.within(network)).await?;
    tx.audit(ctx, line).await?;
    Ok(row.into())
}
