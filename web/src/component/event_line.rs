//! An event as a line of a list: its day, its title, when, where, and how it stands.

use askama::Template;
use chrono::NaiveDate;
use domain::{
    attendance,
    event::{Event, State},
    id::EventId,
    registration,
};

use super::{Badge, DateTile, Tone};
use crate::words;

/// An event as a line of a list.
#[derive(Clone, Debug, Template)]
#[template(path = "event_line.html")]
pub struct EventLine<'a> {
    event: &'a Event,
    host: Option<&'a str>,
    own: Option<registration::State>,
    is_excused: bool,
    today: Option<NaiveDate>,
}

impl<'a> EventLine<'a> {
    /// This event.
    pub const fn of(event: &'a Event) -> Self {
        Self { event, host: None, own: None, is_excused: false, today: None }
    }

    /// With the network that hosts it.
    #[must_use]
    pub const fn hosted_by(mut self, host: Option<&'a str>) -> Self {
        self.host = host;
        self
    }

    /// With how the registration of the person who looks stands.
    #[must_use]
    pub const fn registered(mut self, own: Option<registration::State>) -> Self {
        self.own = own;
        self
    }

    /// With whether the person who looks said that they will not come.
    #[must_use]
    pub const fn excused(mut self, is_excused: bool) -> Self {
        self.is_excused = is_excused;
        self
    }

    /// Looked at on this day: what is today or tomorrow says so.
    #[must_use]
    pub const fn on(mut self, today: NaiveDate) -> Self {
        self.today = Some(today);
        self
    }

    fn soon(&self) -> Option<String> {
        words::soon(self.event, self.today?).filter(|_| !self.is_cancelled())
    }

    fn path(&self) -> String {
        format!("/events/{}", EventId::of(self.event.id))
    }

    fn tile(&self) -> DateTile {
        let day = self.event.starts_at.with_timezone(&words::zone(self.event)).date_naive();
        DateTile::new(day, self.event.is_date_tentative)
    }

    fn is_cancelled(&self) -> bool {
        self.event.state == State::Cancelled
    }

    fn badges(&self) -> Vec<Badge<'static>> {
        if self.is_cancelled() {
            // Whatever else was true of it no longer matters.
            return Badge::event(self.event.state).into_iter().collect();
        }
        let tentative =
            self.event.is_date_tentative.then(|| Badge::new("Date à confirmer", Tone::Quiet));
        let own = self.own.map(Badge::registration);
        let excused = self.is_excused.then(|| Badge::attendance(attendance::State::Excused));
        own.into_iter()
            .chain(excused)
            .chain(Badge::event(self.event.state))
            .chain(tentative)
            .collect()
    }
}
