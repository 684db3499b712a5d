//! Inviting people by email, to a network or to act for an employer.
//!
//! A letter carries a word that is derived from the invitation, so that it can be written again,
//! and kept only as a hash. It may be used once, within thirty days, by a click of the person.

mod addressee;
pub mod addresses;
mod answer;
mod create;
mod keep;
mod manager;
mod read;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    clock::{FEDERATION_ZONE, end_of_day},
    context::Context,
    id::InvitationId,
    membership::{LocalRole, Role},
    outbox::{Letter, Recipient, Told},
    policy::Ask,
    secret::SecretKey,
};

pub(crate) use addressee::is_seated;
pub use answer::{Accept, Accepted, AnswerRefusal, By, DeclineRefusal, accept, decline};
pub use create::{Create, CreateRefusal, Flaw, Outcome, Report, create};
pub use entities::invitation::State;
pub use keep::{Pause, ResendRefusal, RevokeRefusal, expire, pauses, remind, resend, revoke};
pub use manager::{Held, invite_manager};
pub use read::{Filter, Found, by_ids, find, list_of_networks, mine};

/// For how many days a letter's link may be used, the last one whole.
const LASTS: TimeDelta = TimeDelta::days(30);

/// Until when a letter that leaves now may be answered.
fn expiry(now: DateTime<Utc>) -> DateTime<Utc> {
    end_of_day(now + LASTS, FEDERATION_ZONE)
}

/// The word in the letter's link; sending again makes another, and the earlier one opens nothing.
pub fn token(secret: &SecretKey, id: InvitationId, times_sent: i32) -> String {
    secret.token("invitation", id.uuid(), times_sent)
}

/// An invitation, for those who sent it and for whom it is.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Invitation {
    /// Its identifier.
    pub id: Uuid,
    /// Where to.
    pub network_id: Uuid,
    /// For which employer they would act, if that is what it is about.
    pub employer_id: Option<Uuid>,
    /// The address that it was sent to; empty when it is no longer kept, or not shown to this asker.
    pub email: String,
    /// The name that stood with the address.
    pub name: Option<String>,
    /// The role.
    pub role: Role,
    /// The local role.
    pub local_role: Option<LocalRole>,
    /// A personal word.
    pub word: String,
    /// How far it is.
    pub state: State,
    /// Who sent it.
    pub invited_by_id: Option<Uuid>,
    /// Who answered it.
    pub member_id: Option<Uuid>,
    /// How many times it was sent.
    pub times_sent: i32,
    /// How many reminders left.
    pub reminders: i32,
    /// When it was last sent.
    pub last_sent_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted or declined.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl From<entities::invitation::Model> for Invitation {
    fn from(model: entities::invitation::Model) -> Self {
        Self {
            id: model.id,
            network_id: model.network_id,
            employer_id: model.employer_id,
            email: model.email,
            name: model.name,
            role: model.role,
            local_role: model.local_role,
            word: model.word,
            state: model.state,
            invited_by_id: model.invited_by_id,
            member_id: model.member_id,
            times_sent: model.times_sent,
            reminders: model.reminders,
            last_sent_at: model.last_sent_at,
            expires_at: model.expires_at,
            answered_at: model.answered_at,
            created_at: model.created_at,
        }
    }
}

impl Invitation {
    /// The same without the address, unless the asker holds a role in the network itself, or sent it.
    fn seen_by(mut self, ctx: &Context) -> Self {
        let has_sent = self.invited_by_id.is_some() && self.invited_by_id == ctx.standing().member;
        if !has_sent && ctx.may(&Ask::SeeAddresses { network: self.network_id }).is_err() {
            self.email.clear();
        }
        self
    }

    /// How far it is at this instant: one whose time is over has expired, noted or not.
    pub fn state_at(&self, now: DateTime<Utc>) -> State {
        if self.state == State::Sent && self.expires_at <= now {
            State::Expired
        } else {
            self.state
        }
    }
}

/// The letter with an invitation, and whose sending makes it unique.
fn letter(row: &entities::invitation::Model, member_id: Option<Uuid>) -> Letter {
    let invitation = InvitationId::of(row.id);
    let to = Recipient { member_id, email: row.email.clone() };
    Letter::new(Told::Invited { invitation }, to, &format!("{invitation}:{}", row.times_sent))
        .within(row.network_id)
}
