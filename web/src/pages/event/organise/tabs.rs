//! The bar of an event's pages, for those who organise it.

use askama::Template;
use domain::{event::Event, id::EventId};

/// A page of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What everybody sees.
    Presentation,
    /// What it says of itself, and what becomes of it.
    Edit,
    /// Its sessions.
    Agenda,
    /// What is asked of those who register.
    Questions,
    /// Who comes.
    People,
    /// Who came.
    Attendance,
    /// Writing to those who come.
    Messages,
}

impl Tab {
    const ALL: &'static [Self] = &[
        Self::Presentation,
        Self::Edit,
        Self::Agenda,
        Self::Questions,
        Self::People,
        Self::Attendance,
        Self::Messages,
    ];

    const fn page(self) -> &'static str {
        match self {
            Self::Presentation => "",
            Self::Edit => "/edit",
            Self::Agenda => "/agenda",
            Self::Questions => "/questions",
            Self::People => "/people",
            Self::Attendance => "/attendance",
            Self::Messages => "/message",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Presentation => "Présentation",
            Self::Edit => "Modifier",
            Self::Agenda => "Programme",
            Self::Questions => "Questions",
            Self::People => "Inscriptions",
            Self::Attendance => "Présence",
            Self::Messages => "Messages",
        }
    }
}

/// The bar of an event's pages.
#[derive(Clone, Debug, Template)]
#[template(path = "event/organise/tabs.html")]
pub struct EventTabs {
    id: String,
    title: String,
    current: Tab,
}

impl askama::filters::HtmlSafe for EventTabs {}

impl EventTabs {
    /// The bar on this page; whoever organises the event may open all of them.
    pub fn new(event: &Event, current: Tab) -> Self {
        Self { id: EventId::of(event.id).to_string(), title: event.title.clone(), current }
    }
}
