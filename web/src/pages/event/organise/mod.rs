//! An event as those see it who organise it: planning, people, presence, letters.

mod agenda;
mod attendance;
mod choice;
mod difference;
mod invite;
mod list;
mod message;
mod people;
mod plan;
mod question;
mod sheet;
mod tabs;

pub use agenda::{AgendaPage, Slot};
pub use attendance::{AttendancePage, Expected};
pub use choice::{audience, kind, mode, visibility};
pub use difference::mark;
pub use invite::{InvitePage, Joined, Pasted, list_of_guests, local_role, role};
pub use list::{Listed, MeetingsPage, Shown};
pub use message::{MessagePage, registration_state};
pub use people::{Coming, PeoplePage, Silent};
pub use plan::{Difference, PlanPage, Step, differences, typed_of};
pub use question::{Put, QuestionsPage, question_kind};
pub use sheet::{SheetPage, Signatory};
pub use tabs::{EventTabs, Tab};

use chrono::{DateTime, Utc};
use domain::{
    event::{Event, State},
    id::EventId,
    network::Network,
};

use crate::{component::Badge, words};

/// What stands above each of an organiser's pages of an event.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// The event.
    pub event: &'a Event,
    /// Who hosts it, in order.
    pub hosts: &'a [Network],
    /// When it is looked at.
    pub now: DateTime<Utc>,
    /// The bar of its pages.
    pub tabs: EventTabs,
}

impl<'a> Head<'a> {
    /// The head of this page.
    pub fn new(event: &'a Event, hosts: &'a [Network], now: DateTime<Utc>, tab: Tab) -> Self {
        Self { event, hosts, now, tabs: EventTabs::new(event, tab) }
    }

    fn id(&self) -> String {
        EventId::of(self.event.id).to_string()
    }

    fn at(&self, page: &str) -> String {
        format!("/events/{}{page}", self.id())
    }

    fn when(&self) -> String {
        words::when(self.event)
    }

    fn is_draft(&self) -> bool {
        self.event.state == State::Draft
    }

    /// Whether it is a draft whose day has passed.
    fn is_over_draft(&self) -> bool {
        self.is_draft() && self.event.may_be_done(self.now)
    }

    fn is_cancelled(&self) -> bool {
        self.event.state == State::Cancelled
    }

    fn state(&self) -> Option<Badge<'static>> {
        Badge::event(self.event.state)
    }
}

/// A moment as a form shows it, in the event's zone.
fn local(event: &Event, at: DateTime<Utc>) -> String {
    at.with_timezone(&words::zone(event)).format("%Y-%m-%dT%H:%M").to_string()
}
