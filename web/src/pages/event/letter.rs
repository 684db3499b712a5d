//! An event, as the link of a letter opens it: who is asked, and the button to answer.

use std::ops::Deref;

use askama::Template;
use domain::{event::Visibility, id::EventId};

use super::{EventPage, Part};
use crate::pages::{Frame, written::pages};

pages!(AnswerPage, ClosedLinkPage);

/// Answering from a letter, without signing in.
#[derive(Template)]
#[template(path = "event/letter.html")]
pub struct AnswerPage<'a> {
    /// The event, as much of it as the person of the letter may see.
    pub event: EventPage<'a>,
    /// The person of the letter.
    pub name: &'a str,
    /// Whether they answered already by signing in, which the link neither tells nor changes.
    pub is_answered_elsewhere: bool,
    /// Whether they answered a question of the event.
    pub has_answered: bool,
}

impl<'a> Deref for AnswerPage<'a> {
    type Target = EventPage<'a>;

    fn deref(&self) -> &EventPage<'a> {
        &self.event
    }
}

impl AnswerPage<'_> {
    /// Somebody else who is signed in here.
    fn other(&self) -> Option<&str> {
        self.frame.viewer.as_deref()
    }

    /// Whether this browser may see the page of the event: everybody may, or somebody is signed in.
    fn is_seen_here(&self) -> bool {
        self.event().visibility == Visibility::Public || self.frame.viewer.is_some()
    }
}

/// A link by which nobody answers any more.
#[derive(Template)]
#[template(path = "event/closed_link.html")]
pub struct ClosedLinkPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event whose page may help.
    pub event: EventId,
    /// Whether the time to answer is over; otherwise the link is not one of ours.
    pub is_over: bool,
}
