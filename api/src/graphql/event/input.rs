//! What an event is told to be.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use chrono::{DateTime, Utc};
use domain::{
    event::{self, Change, Create, Duplicate, Postpone, Update},
    patch::Patch,
};

use super::{EventAudience, EventKind, EventMode, EventVisibility};
use crate::graphql::{
    given::{Emptied, Given},
    id::{read, read_all},
    payload::patch,
    reminder::ReminderRuleInput,
};

/// An event to be planned.
#[derive(InputObject)]
pub struct EventCreateInput {
    /// The networks that host it, the first one first.
    host_ids: Vec<ID>,
    /// Its title.
    title: String,
    /// What kind of event it is.
    kind: EventKind,
    /// When it begins.
    starts_at: DateTime<Utc>,
    /// When it ends.
    ends_at: DateTime<Utc>,
    /// The IANA zone in which its times are told.
    #[graphql(default_with = "String::from(\"Europe/Paris\")")]
    time_zone: String,
    /// What it is about, in Markdown.
    #[graphql(default)]
    description: String,
    /// Who may know of it.
    #[graphql(default_with = "EventVisibility::Federation")]
    visibility: EventVisibility,
    /// Who may register.
    #[graphql(default_with = "EventAudience::Federation")]
    audience: EventAudience,
    /// Where one takes part.
    #[graphql(default_with = "EventMode::OnSite")]
    mode: EventMode,
    /// Whether the date may still change.
    #[graphql(default)]
    is_date_tentative: bool,
    /// The name of the venue.
    venue: Option<String>,
    /// The venue's address.
    venue_address: Option<String>,
    /// Whether the venue may still change.
    #[graphql(default)]
    is_venue_tentative: bool,
    /// Where one takes part online: https://…
    online_url: Option<String>,
    /// How many places there are on site; nothing means as many as come.
    capacity_on_site: Option<i32>,
    /// How many places there are online; nothing means as many as come.
    capacity_online: Option<i32>,
    /// Since when one may register.
    registration_opens_at: Option<DateTime<Utc>>,
    /// Until when one may register.
    registration_closes_at: Option<DateTime<Utc>>,
    /// Until when one may cancel.
    cancel_until: Option<DateTime<Utc>>,
    /// Whether an organiser approves each registration.
    #[graphql(default)]
    needs_approval: bool,
    /// For how many hours a freed place stays offered to the first in line; from 24 on, until that day is over.
    #[graphql(default = 48)]
    offer_hours: i32,
    /// When its reminders leave, if not as its networks say.
    reminder_rule: Option<ReminderRuleInput>,
}

impl EventCreateInput {
    /// The domain's words for it.
    pub(super) fn read(self, ctx: &Context<'_>) -> Result<Create> {
        let content = Change {
            title: Some(self.title),
            kind: Some(self.kind.into()),
            description: Some(self.description),
            visibility: Some(self.visibility.into()),
            mode: Some(self.mode.into()),
            starts_at: Some(self.starts_at),
            ends_at: Some(self.ends_at),
            time_zone: Some(self.time_zone),
            is_date_tentative: Some(self.is_date_tentative),
            venue: Patch::Put(self.venue),
            venue_address: Patch::Put(self.venue_address),
            is_venue_tentative: Some(self.is_venue_tentative),
            online_url: Patch::Put(self.online_url),
            capacity_on_site: Patch::Put(self.capacity_on_site),
            capacity_online: Patch::Put(self.capacity_online),
            registration_opens_at: Patch::Put(self.registration_opens_at),
            registration_closes_at: Patch::Put(self.registration_closes_at),
            cancel_until: Patch::Put(self.cancel_until),
            audience: Some(self.audience.into()),
            needs_approval: Some(self.needs_approval),
            offer_hours: Some(self.offer_hours),
            reminder_rule: Patch::Put(self.reminder_rule.map(Into::into)),
        };
        Ok(Create { hosts: read_all(ctx, &self.host_ids)?, content })
    }
}

/// What changes of an event; what is not named stays, what is null is emptied.
#[derive(InputObject)]
pub struct EventUpdateInput {
    /// The event.
    pub(super) event_id: ID,
    /// The revision that you looked at; a later one is refused as `STALE_REVISION`.
    expected_revision: Option<i32>,
    /// Whether the agenda, and the deadlines that you leave as they were, move with the event's beginning.
    #[graphql(default)]
    moves_agenda: bool,
    /// Its title.
    title: Emptied<String>,
    /// What kind of event it is.
    kind: Given<EventKind>,
    /// What it is about, in Markdown.
    description: Emptied<String>,
    /// Who may know of it.
    visibility: Given<EventVisibility>,
    /// Who may register.
    audience: Given<EventAudience>,
    /// Where one takes part.
    mode: Given<EventMode>,
    /// When it begins.
    starts_at: Given<DateTime<Utc>>,
    /// When it ends.
    ends_at: Given<DateTime<Utc>>,
    /// The IANA zone in which its times are told.
    time_zone: Emptied<String>,
    /// Whether the date may still change.
    is_date_tentative: Given<bool>,
    /// The name of the venue.
    venue: MaybeUndefined<String>,
    /// The venue's address.
    venue_address: MaybeUndefined<String>,
    /// Whether the venue may still change.
    is_venue_tentative: Given<bool>,
    /// Where one takes part online: https://…
    online_url: MaybeUndefined<String>,
    /// How many places there are on site; more are offered to those in line at once.
    capacity_on_site: MaybeUndefined<i32>,
    /// How many places there are online; more are offered to those in line at once.
    capacity_online: MaybeUndefined<i32>,
    /// Since when one may register.
    registration_opens_at: MaybeUndefined<DateTime<Utc>>,
    /// Until when one may register.
    registration_closes_at: MaybeUndefined<DateTime<Utc>>,
    /// Until when one may cancel.
    cancel_until: MaybeUndefined<DateTime<Utc>>,
    /// Whether an organiser approves each registration.
    needs_approval: Given<bool>,
    /// For how many hours a freed place stays offered to the first in line; from 24 on, until that day is over.
    offer_hours: Given<i32>,
    /// When its reminders leave; null means as its networks say.
    reminder_rule: MaybeUndefined<ReminderRuleInput>,
}

impl From<EventUpdateInput> for Update {
    fn from(input: EventUpdateInput) -> Self {
        let content = Change {
            title: input.title.0,
            kind: input.kind.0.map(event::Kind::from),
            description: input.description.0,
            visibility: input.visibility.0.map(event::Visibility::from),
            mode: input.mode.0.map(event::Mode::from),
            starts_at: input.starts_at.0,
            ends_at: input.ends_at.0,
            time_zone: input.time_zone.0,
            is_date_tentative: input.is_date_tentative.0,
            venue: patch(input.venue),
            venue_address: patch(input.venue_address),
            is_venue_tentative: input.is_venue_tentative.0,
            online_url: patch(input.online_url),
            capacity_on_site: patch(input.capacity_on_site),
            capacity_online: patch(input.capacity_online),
            registration_opens_at: patch(input.registration_opens_at),
            registration_closes_at: patch(input.registration_closes_at),
            cancel_until: patch(input.cancel_until),
            audience: input.audience.0.map(event::Audience::from),
            needs_approval: input.needs_approval.0,
            offer_hours: input.offer_hours.0,
            reminder_rule: patch(input.reminder_rule.map_value(Into::into)),
        };
        Self {
            expected_revision: input.expected_revision,
            content,
            moves_agenda: input.moves_agenda,
        }
    }
}

/// The event to publish.
#[derive(InputObject)]
pub struct EventPublishInput {
    /// The event.
    pub(super) event_id: ID,
}

/// How an event is put off.
#[derive(InputObject)]
pub struct EventPostponeInput {
    /// The event.
    pub(super) event_id: ID,
    /// Why; the registered read it.
    reason: String,
    /// When it might begin instead; the agenda and the deadlines move along.
    starts_at: Option<DateTime<Utc>>,
    /// When it might end; else it lasts as long as before.
    ends_at: Option<DateTime<Utc>>,
}

impl From<EventPostponeInput> for Postpone {
    fn from(input: EventPostponeInput) -> Self {
        Self { reason: input.reason, starts_at: input.starts_at, ends_at: input.ends_at }
    }
}

/// The event to cancel.
#[derive(InputObject)]
pub struct EventCancelInput {
    /// The event.
    pub(super) event_id: ID,
    /// Why; the registered read it.
    pub(super) reason: String,
}

/// The draft to throw away.
#[derive(InputObject)]
pub struct EventDeleteInput {
    /// The event: a draft that was never published.
    pub(super) event_id: ID,
    /// Must be true: it cannot be undone.
    pub(super) is_confirmed: bool,
}

/// The event that has taken place.
#[derive(InputObject)]
pub struct EventMarkDoneInput {
    /// The event.
    pub(super) event_id: ID,
}

/// The event to copy, and when the copy takes place.
#[derive(InputObject)]
pub struct EventDuplicateInput {
    /// The event.
    event_id: ID,
    /// When the new one begins.
    starts_at: DateTime<Utc>,
    /// When it ends; else it lasts as long.
    ends_at: Option<DateTime<Utc>>,
    /// Its title; else the same.
    title: Option<String>,
}

impl EventDuplicateInput {
    /// The domain's words for it.
    pub(super) fn read(self, ctx: &Context<'_>) -> Result<Duplicate> {
        Ok(Duplicate {
            event: read(ctx, &self.event_id)?,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            title: self.title,
        })
    }
}

/// Which networks host an event.
#[derive(InputObject)]
pub struct EventHostsSetInput {
    /// The event.
    pub(super) event_id: ID,
    /// All of them, the first one first.
    pub(super) host_ids: Vec<ID>,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    pub(super) expected_revision: Option<i32>,
}
