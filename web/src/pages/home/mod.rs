//! The home page: what this is, how to find one's network, the next events.

use askama::Template;
use domain::{
    event::Event,
    network::{Level, Network},
};

use super::{Frame, Typed, written::pages};
use crate::component::{EventLine, Field, Form};

pages!(HomePage);

/// How deep the tree of networks is drawn here.
const DEEPEST: usize = 3;

/// The home page.
#[derive(Template)]
#[template(path = "home/home.html")]
pub struct HomePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Whether the people here are invented.
    pub is_demonstration: bool,
    /// The networks, each before those below it.
    pub networks: &'a [(usize, Network)],
    /// The levels of the federation.
    pub levels: &'a [Level],
    /// The next events that this person may know of.
    pub events: &'a [Event],
}

impl HomePage<'_> {
    fn field() -> Field<'static> {
        static NOTHING: Typed = Typed(Vec::new());
        Form::new(&NOTHING, &[])
            .search("q", "Votre commune")
            .hint("Son nom ou son code postal.")
            .longest(80)
    }

    fn lines(&self) -> impl Iterator<Item = EventLine<'_>> {
        let host = |event: &Event| {
            let id = event.facts.hosts.first()?;
            let (_, network) = self.networks.iter().find(|(_, network)| network.id == *id)?;
            Some(network.name.as_str())
        };
        self.events
            .iter()
            .map(move |event| EventLine::of(event).hosted_by(host(event)).on(self.frame.today))
    }

    fn widest(&self) -> impl Iterator<Item = &(usize, Network)> {
        self.networks.iter().filter(|(depth, _)| *depth < DEEPEST)
    }

    fn level_of(&self, network: &Network) -> &str {
        let found = self.levels.iter().find(|level| level.code == network.level);
        found.map_or("", |level| level.name.as_str())
    }
}
