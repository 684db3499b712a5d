//! Events: meetings, webinars, trainings, hosted by one or several networks.

mod asked;
pub(crate) mod asking;
mod awaiting;
mod content;
mod course;
mod create;
mod delete;
mod duplicate;
mod edit;
mod export;
mod facts;
mod hosts;
mod import;
mod invite;
pub mod link;
mod machine;
mod message;
pub(crate) mod newcomer;
mod paste;
mod read;
pub mod sheet;
mod shift;
mod tell;
mod untold;
mod update;
mod visible;
mod word;

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    policy::{Ask, EventFacts, Standing},
    reminder::Rule,
};
use entities::event::Model;

pub use asked::{Asked, AskedFilter, AskedTally, asked_of_events, asked_roll, asked_tally};
pub use awaiting::{awaiting, invited};
pub use content::Change;
pub(crate) use content::{filled, kept, zone};
pub use course::{
    CancelRefusal, MarkDoneRefusal, Postpone, PostponeRefusal, PublishRefusal, cancel, mark_done,
    postpone, publish,
};
pub use create::{Create, CreateRefusal, create};
pub use delete::{DeleteRefusal, delete};
pub use duplicate::{Duplicate, DuplicateRefusal, duplicate};
pub(crate) use edit::{line, line_about, open, retime_sensitive_answers, touched};
pub use entities::event::{Audience, Kind, Mode, State, Visibility};
pub use export::export;
pub use facts::{facts, lock};
pub(crate) use facts::{facts_columns, facts_of_row};
pub use hosts::{HostsSetRefusal, hosts_set};
pub use import::{import, imported_fields};
pub use invite::{Guest, Guests, Invite, InviteRefusal, Invited, invite, invite_preview};
pub use machine::{Step, after};
pub use message::{Message, MessageRefusal, message_send};
pub use newcomer::{Announced, announced};
pub use paste::{GuestEntry, GuestOutcome};
pub use read::{
    EventOrder, Filter, Held, Places, Reach, by_ids, list, list_of_networks, load, places,
};
pub(crate) use tell::tell_answered;
pub use update::{Update, UpdateRefusal, update};
pub(crate) use visible::visible;

/// An event as this asker may see it.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its identifier.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// What kind of event it is.
    pub kind: Kind,
    /// What it is about, in Markdown.
    pub description: String,
    /// Who may know of it.
    pub visibility: Visibility,
    /// Where one takes part.
    pub mode: Mode,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The zone in which its times are told.
    pub time_zone: String,
    /// Whether the date may still change.
    pub is_date_tentative: bool,
    /// The name of the venue.
    pub venue: Option<String>,
    /// Its address.
    pub venue_address: Option<String>,
    /// Whether the venue may still change.
    pub is_venue_tentative: bool,
    /// Where one takes part online; only for those who have a place and those who organise.
    pub online_url: Option<String>,
    /// How many places there are on site; none means as many as come.
    pub capacity_on_site: Option<i32>,
    /// How many places there are online; none means as many as come.
    pub capacity_online: Option<i32>,
    /// Since when one may register.
    pub registration_opens_at: Option<DateTime<Utc>>,
    /// Until when one may register.
    pub registration_closes_at: Option<DateTime<Utc>>,
    /// Until when one may cancel.
    pub cancel_until: Option<DateTime<Utc>>,
    /// Who may register.
    pub audience: Audience,
    /// Whether an organiser approves each registration.
    pub needs_approval: bool,
    /// How long a freed place stays offered to the first in line.
    pub offer_hours: i32,
    /// How far it is.
    pub state: State,
    /// Why it was put off or cancelled.
    pub state_reason: Option<String>,
    /// When it was to begin, while it is put off.
    pub former_starts_at: Option<DateTime<Utc>>,
    /// When its reminders leave, if not as its networks say.
    pub reminder_rule: Option<Rule>,
    /// Grows with each change.
    pub revision: i32,
    /// Grows with each change that the registered are told.
    pub sequence: i32,
    /// The event that it was copied from.
    pub duplicated_from_id: Option<Uuid>,
    /// Who planned it.
    pub created_by_id: Option<Uuid>,
    /// Since when its audience knows of it.
    pub published_at: Option<DateTime<Utc>>,
    /// Since when it is here.
    pub created_at: DateTime<Utc>,
    /// What the policy decides upon; its hosts come in their order.
    pub facts: EventFacts,
}

impl Event {
    /// Whether it was put off without a day in its stead.
    pub fn has_no_date(&self) -> bool {
        self.state == State::Postponed && self.former_starts_at == Some(self.starts_at)
    }

    /// Whether a way to take part in it has so many places and no more: only there does one wait for a place.
    pub fn has_limited_places(&self) -> bool {
        let is_limited_on_site = self.mode != Mode::Online && self.capacity_on_site.is_some();
        let is_limited_online = self.mode != Mode::OnSite && self.capacity_online.is_some();
        is_limited_on_site || is_limited_online
    }

    /// Whether people may still be asked to come.
    pub fn may_be_announced(&self, now: DateTime<Utc>) -> bool {
        asking::Terms::from(self).wrong(now).is_none()
    }

    /// Whether one may say that it has taken place: of what was published once it has begun, of a
    /// draft once it is over.
    pub fn may_be_done(&self, now: DateTime<Utc>) -> bool {
        match self.state {
            State::Published => self.starts_at <= now,
            State::Draft => self.ends_at <= now,
            State::Postponed | State::Cancelled | State::Done => false,
        }
    }
}

/// An event with its facts, and whether the asker has a place.
#[derive(Clone, Debug)]
struct Row {
    model: Model,
    facts: EventFacts,
    is_coming: bool,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            model: Model::from_query_result(row, prefix)?,
            facts: facts_of_row(row, prefix)?,
            is_coming: row.try_get(prefix, "is_coming")?,
        })
    }
}

impl Row {
    /// What this asker sees of it; whether they may know of it is asked before.
    fn seen_by(self, standing: &Standing) -> Event {
        let Self { model, facts, is_coming } = self;
        let sees_link = is_coming && standing.covers(&facts.hosts)
            || standing.may(&Ask::EditEvent { event: &facts }).is_ok();
        Event {
            id: model.id,
            title: model.title,
            kind: model.kind,
            description: model.description,
            visibility: model.visibility,
            mode: model.mode,
            starts_at: model.starts_at,
            ends_at: model.ends_at,
            time_zone: model.time_zone,
            is_date_tentative: model.is_date_tentative,
            venue: model.venue,
            venue_address: model.venue_address,
            is_venue_tentative: model.is_venue_tentative,
            online_url: model.online_url.filter(|_| sees_link),
            capacity_on_site: model.capacity_on_site,
            capacity_online: model.capacity_online,
            registration_opens_at: model.registration_opens_at,
            registration_closes_at: model.registration_closes_at,
            cancel_until: model.cancel_until,
            audience: model.audience,
            needs_approval: model.needs_approval,
            offer_hours: model.offer_hours,
            state: model.state,
            state_reason: model.state_reason,
            former_starts_at: model.former_starts_at,
            reminder_rule: model.reminder_rule.and_then(|rule| serde_json::from_value(rule).ok()),
            revision: model.revision,
            sequence: model.sequence,
            duplicated_from_id: model.duplicated_from_id,
            created_by_id: model.created_by_id,
            published_at: model.published_at,
            created_at: model.created_at,
            facts,
        }
    }
}
