//! Sending a letter again that was given up, to the address that its reader has now.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{Letter, by_ids};
use crate::{
    audit::Line,
    context::Context,
    error::{Denied, Outcome},
    id::LetterId,
    outbox::State,
    policy::Ask,
    refusals,
};

refusals! {
    /// Why a letter may not be sent again.
    LetterResend: pub enum ResendRefusal {
        /// It is on its way, or a mail server took it: only what was given up is sent again.
        NotGivenUp => "NOT_GIVEN_UP" on "letterId",
        /// Its reader has no address any more.
        AddressGone => "ADDRESS_GONE" on "letterId",
    }
}

/// Puts a letter that was given up back into the outbox, for the address that its reader has today.
pub async fn resend(ctx: &Context, id: LetterId) -> Outcome<Letter, ResendRefusal> {
    ctx.standing().someone()?;
    let tx = ctx.begin().await?;
    let row =
        entities::outbox::Entity::find_by_id(id.uuid()).one(&*tx).await?.ok_or(Denied::Hidden)?;
    let network = row.network_id.ok_or(Denied::Hidden)?;
    let reader = match row.member_id {
        Some(member) => entities::member::Entity::find_by_id(member).one(&*tx).await?,
        None => None,
    };
    // Whoever may not see a network's letters does not learn that there is this one.
    ctx.may(&Ask::SeeLetters { network }).map_err(|_| Denied::Hidden)?;
    ctx.may(&Ask::ResendLetter { network })?;
    if row.state != State::Failed {
        return Err(ResendRefusal::NotGivenUp.into());
    }
    let email = match (row.member_id, reader) {
        (None, _) => row.email.clone(),
        (Some(_), reader) => reader
            .filter(|reader| reader.archived_at.is_none())
            .map(|reader| reader.email)
            .unwrap_or_default(),
    };
    if email.is_empty() {
        return Err(ResendRefusal::AddressGone.into());
    }
    let kind = row.kind.clone();
    let mut model: entities::outbox::ActiveModel = row.into();
    model.state = Set(State::Pending);
    model.email = Set(email);
    model.attempts = Set(0);
    model.due_at = Set(ctx.now());
    model.update(&*tx).await?;
    let line = Line::new("letter.resend", id).within(network).changing(json!({ "kind": kind }));
    tx.audit(ctx, line).await?;
    tx.commit().await?;
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}
