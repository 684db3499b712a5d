//! A state in a word, told by words and tone, never by colour alone.

use askama::Template;
use domain::{
    attendance::State as Attendance,
    event::State as EventState,
    registration::{DeclinedBy, Registration, State},
};

use crate::words;

/// What stands on one line everywhere, on a telephone too.
const SHORT: usize = 26;

/// How good the news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As hoped.
    Good,
    /// Something is to be done, or awaited.
    Warn,
    /// Not as hoped.
    Bad,
    /// Neither.
    Told,
    /// No longer of interest.
    Quiet,
}

/// A state in a word.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<span class=\"badge{{ self.class() }}{% if self.is_long() %} long{% endif %}\">{{ words }}</span>",
    ext = "html"
)]
pub struct Badge<'a> {
    words: std::borrow::Cow<'a, str>,
    tone: Tone,
}

impl<'a> Badge<'a> {
    /// These words, in this tone.
    pub fn new(words: impl Into<std::borrow::Cow<'a, str>>, tone: Tone) -> Self {
        Self { words: words.into(), tone }
    }

    /// How one's own registration stands.
    pub fn registration(state: State) -> Self {
        Self::new(words::state(state), Self::tone_of(state))
    }

    /// How somebody's registration stands, for those who organise.
    pub fn registration_of_somebody(state: State) -> Self {
        Self::new(words::state_of_somebody(state), Self::tone_of(state))
    }

    /// How this registration of somebody stands, for those who organise.
    pub fn standing_of_somebody(registration: &Registration) -> Self {
        let tone = match registration.declined_by {
            Some(DeclinedBy::Person | DeclinedBy::Time) => Tone::Quiet,
            Some(DeclinedBy::Organiser) | None => Self::tone_of(registration.state),
        };
        Self::new(words::standing_of_somebody(registration), tone)
    }

    const fn tone_of(state: State) -> Tone {
        match state {
            State::Confirmed => Tone::Good,
            State::Pending | State::Offered => Tone::Warn,
            State::Waitlisted => Tone::Told,
            State::Declined => Tone::Bad,
            State::Cancelled => Tone::Quiet,
        }
    }

    /// Who came.
    pub fn attendance(state: Attendance) -> Self {
        let tone = match state {
            Attendance::Present => Tone::Good,
            Attendance::Absent => Tone::Bad,
            Attendance::Excused => Tone::Quiet,
        };
        Self::new(words::attendance(state), tone)
    }

    /// How an event stands; nothing for the one that takes place as announced.
    pub fn event(state: EventState) -> Option<Self> {
        let tone = match state {
            EventState::Published => return None,
            EventState::Draft => Tone::Warn,
            EventState::Postponed | EventState::Cancelled => Tone::Bad,
            EventState::Done => Tone::Quiet,
        };
        Some(Self::new(words::event_state(state), tone))
    }

    /// Whether it may take more than a line.
    fn is_long(&self) -> bool {
        self.words.chars().count() > SHORT
    }

    const fn class(&self) -> &'static str {
        match self.tone {
            Tone::Good => " good",
            Tone::Warn => " warn",
            Tone::Bad => " bad",
            Tone::Told => "",
            Tone::Quiet => " quiet",
        }
    }
}
