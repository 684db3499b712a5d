//! The home page: the networks, the next events, and what waits for the person who is signed in.

use std::collections::HashMap;

use askama::Template;
use domain::{
    employer::Employer,
    event::Event,
    id::{CharterId, EmployerId, EventId},
    invitation::Invitation,
    network::{Level, Network},
    registration::{Registration, State},
};
use locales::text;
use uuid::Uuid;

use super::{Frame, Typed, frame::pages};
use crate::{
    component::{EventLine, Field, Form},
    words,
};

pages!(HomePage);

/// The home page.
#[derive(Template)]
#[template(path = "home/home.html")]
pub struct HomePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Whether the people here are invented.
    pub is_demonstration: bool,
    /// The widest networks, each before those below it.
    pub networks: &'a [(usize, Network)],
    /// The names of the levels, by code.
    pub levels: &'a [Level],
    /// The next events that this person may know of.
    pub events: &'a [Event],
    /// What is theirs; none for nobody.
    pub own: Option<Own<'a>>,
}

impl HomePage<'_> {
    fn field(&self) -> Field<'_> {
        static NOTHING: Typed = Typed(Vec::new());
        Form::new(&NOTHING, &[])
            .search("q", "Votre commune")
            .hint("Son nom ou son code postal.")
            .longest(80)
    }

    fn lines(&self) -> impl Iterator<Item = EventLine<'_>> {
        self.events.iter().map(EventLine::of)
    }

    /// The widest networks: two levels of the tree.
    fn widest(&self) -> impl Iterator<Item = &(usize, Network)> {
        self.networks.iter().filter(|(depth, _)| *depth < 3)
    }

    fn level_of(&self, network: &Network) -> &str {
        let found = self.levels.iter().find(|level| level.code == network.level);
        found.map_or("", |level| level.name.as_str())
    }
}

/// What is a person's own.
pub struct Own<'a> {
    /// Their next registrations.
    pub registrations: &'a [Registration],
    /// For these events.
    pub events: &'a HashMap<Uuid, Event>,
    /// Invitations that wait for their answer.
    pub invitations: &'a [Invitation],
    /// The networks that invite.
    pub inviting: &'a HashMap<Uuid, Network>,
    /// Charters that wait for their signature.
    pub charters: Vec<Awaited<'a>>,
    /// Requests that wait where they lead.
    pub requests: Vec<Requested<'a>>,
    /// The employers for whom they act.
    pub employers: &'a [Employer],
    /// Their networks.
    pub networks: Vec<(&'a Network, String)>,
}

/// A charter that waits for a signature.
pub struct Awaited<'a> {
    /// Which.
    pub charter_id: Uuid,
    /// Its title.
    pub title: &'a str,
    /// For whom, when it is not for oneself.
    pub employer: Option<&'a str>,
}

/// Requests that wait in a network.
pub struct Requested<'a> {
    /// Which network.
    pub network: &'a Network,
    /// How many.
    pub count: i64,
}

impl Own<'_> {
    fn waits(&self) -> bool {
        !self.invitations.is_empty()
            || !self.charters.is_empty()
            || !self.requests.is_empty()
            || self.offers().next().is_some()
    }

    fn offers(&self) -> impl Iterator<Item = (&Registration, &Event)> {
        self.registered().filter(|(registration, _)| registration.state == State::Offered)
    }

    fn registered(&self) -> impl Iterator<Item = (&Registration, &Event)> {
        self.registrations.iter().filter_map(|registration| {
            Some((registration, self.events.get(&registration.event_id)?))
        })
    }
}

fn until(registration: &Registration, event: &Event) -> Option<String> {
    registration.offered_until.map(|until| words::moment(event, until))
}

fn event_path(event: &Event) -> String {
    format!("/events/{}", EventId::of(event.id))
}

fn charter_path(awaited: &Awaited<'_>) -> String {
    format!("/charters/{}", CharterId::of(awaited.charter_id))
}

fn employer_path(employer: &Employer) -> String {
    format!("/employers/{}", EmployerId::of(employer.id))
}

fn waiting(requested: &Requested<'_>) -> String {
    text("page-requests-waiting", &[("count", requested.count.into())])
}
