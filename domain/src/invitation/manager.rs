//! Inviting someone to act for an employer: the same letter box, another seat.

use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};

use super::{
    Invitation, State,
    create::line,
    expiry,
    keep::{BETWEEN_LETTERS, is_in_turns},
    letter, token,
};
use crate::{
    context::Context,
    database::{Sql, Transaction, binds, broken_constraint},
    error::Halt,
    id::{EmployerId, InvitationId, NetworkId},
    identifier::Email,
    membership::Role,
    secret,
};

/// Why this address is not invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// An invitation waits already.
    Waits,
    /// Invitations that were taken back wrote to it less than an hour ago.
    JustSent,
}

/// Invites this address to act for an employer. The caller has asked the policy.
pub async fn invite_manager(
    tx: &Transaction,
    ctx: &Context,
    employer: EmployerId,
    network: NetworkId,
    email: &Email,
    word: &str,
) -> Result<Result<Invitation, Held>, Halt> {
    let (id, now) = (InvitationId::new(), ctx.now());
    Sql::new(
        "update invitation set state = 'expired' where employer_id = ? and email_key = ? \
         and state = 'sent' and expires_at <= ?",
        binds![employer, email.key(), now],
    )
    .run(&**tx)
    .await?;
    let waits = Sql::new(
        "select 1 as one from invitation \
         where employer_id = ? and email_key = ? and state = 'sent'",
        binds![employer, email.key()],
    );
    if waits.exists(&**tx).await? {
        return Ok(Err(Held::Waits));
    }
    // To take back and to invite anew is to send again: the same pause holds.
    let taken_back = Sql::new(
        "select cast(coalesce(sum(times_sent), 0) as bigint) from invitation \
         where employer_id = ? and email_key = ? and state = 'revoked' and last_sent_at > ?",
        binds![employer, email.key(), now - BETWEEN_LETTERS],
    );
    let letters = taken_back.number(&**tx).await?;
    if is_in_turns(letters) {
        return Ok(Err(Held::JustSent));
    }
    let row = entities::invitation::Model {
        id: id.uuid(),
        network_id: network.uuid(),
        employer_id: Some(employer.uuid()),
        email: email.to_string(),
        email_key: email.key(),
        name: None,
        first_name: None,
        last_name: None,
        role: Role::Member,
        local_role: None,
        word: word.trim().to_owned(),
        token_hash: secret::hash(&token(ctx.secret(), id, 1)),
        state: State::Sent,
        invited_by_id: ctx.standing().member,
        member_id: None,
        times_sent: 1,
        reminders: 0,
        last_sent_at: now,
        expires_at: expiry(now),
        answered_at: None,
        created_at: now,
    };
    match row.clone().into_active_model().insert(&**tx).await {
        Ok(_) => {}
        Err(error) if broken_constraint(&error).is_some() => return Ok(Err(Held::Waits)),
        Err(error) => return Err(error.into()),
    }
    let known = crate::member::by_address(&**tx, &email.key()).await?;
    tx.audit(ctx, line(&row)).await?;
    tx.tell(ctx, letter(&row, known.map(|known| known.id))).await?;
    Ok(Ok(row.into()))
}
