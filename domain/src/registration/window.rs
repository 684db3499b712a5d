//! When one may register: since it opens, until it closes, while the event is published and not over.

use chrono::{DateTime, Utc};
use entities::event::{Model as Event, State as EventState};

use super::CreateRefusal;
use crate::database::in_words;

/// What of an event says whether one may register now.
pub(crate) struct Window {
    pub(crate) state: EventState,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) opens_at: Option<DateTime<Utc>>,
    pub(crate) closes_at: Option<DateTime<Utc>>,
}

impl From<&Event> for Window {
    fn from(event: &Event) -> Self {
        Self {
            state: event.state,
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            opens_at: event.registration_opens_at,
            closes_at: event.registration_closes_at,
        }
    }
}

impl Window {
    /// Why nobody, or nobody but its organisers, may register at this time.
    pub(crate) fn refusal(&self, now: DateTime<Utc>, is_organiser: bool) -> Option<CreateRefusal> {
        let is_put_off = self.state == EventState::Postponed;
        if self.state == EventState::Done || self.ends_at <= now && !is_put_off {
            Some(CreateRefusal::EventOver)
        } else if self.state != EventState::Published {
            Some(CreateRefusal::EventNotPublished { state: in_words(&self.state) })
        } else if is_organiser {
            None
        } else if self.opens_at.is_some_and(|opens_at| now < opens_at) {
            Some(CreateRefusal::NotOpenYet)
        } else if self.closes_at.unwrap_or(self.starts_at) <= now {
            Some(CreateRefusal::Closed)
        } else {
            None
        }
    }
}
