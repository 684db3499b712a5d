//! A member in a network, from a date to a date: the present and its history.
//!
//! A row is one period with one role and one local role. It is never overwritten: a change ends it
//! and begins another, so that "who was a pilot on 1 March?" has an answer.

mod begin;
mod change;
mod end;
mod enter;
mod filter;
mod hold;
mod planned;
mod portion;
mod read;
mod restore;
mod since;
mod together;
mod transfer;
mod until;

use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use begin::{Begin, begin};
pub(crate) use begin::{begin_all, begin_until};
pub use change::{Change, ChangeRefusal, change};
pub(crate) use change::{close, close_all, close_for_good, replace};
pub use end::{End, EndRefusal, end};
pub(crate) use enter::{Sooner, enter_sooner};
pub use entities::membership::{Ending, LocalRole, Origin, Role};
pub use filter::{Filter, Scope, Sorting};
use hold::hold;
pub(crate) use hold::{
    all_running, leaves_any_without_lead, leaves_without_lead, present, running,
};
pub use portion::portion;
pub use read::{by_ids, count_people, list_of_members, list_of_networks, may_list, roll};
pub use restore::{Restore, RestoreRefusal};
pub(crate) use since::FIRST_DAY;
pub use since::since;
pub use together::{
    ChangeAllRefusal, EndAllRefusal, One, RestoreAllRefusal, change_all, end_all, restore_all,
};
pub(crate) use transfer::bring_forward;
pub use transfer::{Transfer, TransferRefusal, transfer};
pub(crate) use until::{Until, told};

/// A period of a member in a network, as this asker may see it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Membership {
    /// Its identifier.
    pub id: Uuid,
    /// Where.
    pub network_id: Uuid,
    /// Who.
    pub member_id: Uuid,
    /// As what.
    pub role: Role,
    /// For the public.
    pub local_role: Option<LocalRole>,
    /// The first day.
    pub started_on: NaiveDate,
    /// The first day on which it no longer holds.
    pub ended_on: Option<NaiveDate>,
    /// How it began.
    pub origin: Origin,
    /// Why it ended.
    pub ending: Option<Ending>,
    /// Why, in words; only for the person and those who run the network.
    pub ending_reason: Option<String>,
    /// Grows with each change.
    pub revision: i32,
}

impl From<entities::membership::Model> for Membership {
    fn from(model: entities::membership::Model) -> Self {
        Self {
            id: model.id,
            network_id: model.network_id,
            member_id: model.member_id,
            role: model.role,
            local_role: model.local_role,
            started_on: model.started_on,
            ended_on: model.ended_on,
            origin: model.origin,
            ending: model.ending,
            ending_reason: model.ending_reason,
            revision: model.revision,
        }
    }
}

impl Membership {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.started_on <= day && self.ended_on.is_none_or(|ended_on| ended_on > day)
    }
}
