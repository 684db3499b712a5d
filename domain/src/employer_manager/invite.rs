//! Inviting someone to act for an employer.

use sea_orm::EntityTrait as _;

use crate::{
    context::Context,
    database::{Hold as _, Sql, binds},
    employer::linked,
    error::{Denied, Outcome},
    id::{EmployerId, NetworkId},
    identifier::Email,
    invitation::{self, Held, Invitation},
    policy::Ask,
    refusals,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Invite {
    /// For which employer.
    pub employer: EmployerId,
    /// In which network's affairs: one of its staff or places.
    pub network: NetworkId,
    /// The address.
    pub email: String,
    /// A personal word.
    pub word: String,
}

/// How long a personal word may be.
const LONGEST_WORD: usize = 2000;

refusals! {
    /// Why nobody is invited to act for the employer.
    EmployerManagerInvite: pub enum InviteRefusal {
        /// The employer's record is closed.
        EmployerArchived => "EMPLOYER_ARCHIVED" on "employerId",
        /// The employer has neither staff nor places in this network.
        NetworkUnrelated => "NETWORK_UNRELATED" on "networkId",
        /// Not an address one can write to.
        EmailInvalid { email: String } => "EMAIL_INVALID" on "email",
        /// The word is too long.
        WordTooLong => "WORD_TOO_LONG" on "word",
        /// The person acts for the employer already.
        AlreadyManager => "ALREADY_MANAGER" on "email",
        /// An invitation waits for their answer.
        AlreadyInvited => "ALREADY_INVITED" on "email",
        /// An invitation was taken back again, and its letter left less than an hour ago.
        JustSent => "JUST_SENT" on "email",
    }
}

/// Invites an address to act for an employer; accepting makes the person its manager.
pub async fn invite(ctx: &Context, asked: Invite) -> Outcome<Invitation, InviteRefusal> {
    let tx = ctx.begin().await?;
    let employer = entities::employer::Entity::find_by_id(asked.employer.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let networks = linked::networks(ctx, &*tx, employer.id).await?.unwrap_or_default();

    let network = [asked.network.uuid()];
    ctx.may(&Ask::DecideManager { employer: employer.id, member: None, networks: &network })?;

    if employer.archived_at.is_some() {
        return Err(InviteRefusal::EmployerArchived.into());
    }
    if !networks.contains(&asked.network.uuid()) {
        return Err(InviteRefusal::NetworkUnrelated.into());
    }
    let email: Email = asked
        .email
        .parse()
        .map_err(|_| InviteRefusal::EmailInvalid { email: asked.email.clone() })?;
    if asked.word.chars().count() > LONGEST_WORD {
        return Err(InviteRefusal::WordTooLong.into());
    }
    let manages = Sql::new(
        "select 1 as one from employer_manager manager \
         join member on member.id = manager.member_id \
         where manager.employer_id = ? and manager.state = 'confirmed' and member.email_key = ?",
        binds![employer.id, email.key()],
    );
    if manages.exists(&*tx).await? {
        return Err(InviteRefusal::AlreadyManager.into());
    }

    let sent =
        invitation::invite_manager(&tx, ctx, asked.employer, asked.network, &email, &asked.word)
            .await?
            .map_err(|held| match held {
                Held::Waits => InviteRefusal::AlreadyInvited,
                Held::JustSent => InviteRefusal::JustSent,
            })?;
    tx.commit().await?;
    Ok(sent)
}
