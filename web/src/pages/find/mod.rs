//! Finding the network of a commune: its name or code, then who works there and how to join.

use std::{collections::HashMap, hash::BuildHasher};

use askama::Template;
use domain::{
    event::Event,
    network::{Commune, Network},
};
use uuid::Uuid;

use super::{Frame, Problem, Typed, written::pages};
use crate::{
    component::{EventLine, Field, Form},
    markdown, words,
};

pages!(FindPage);

/// What came of a search.
#[derive(Debug)]
pub enum Found {
    /// Nothing was asked yet.
    Nothing,
    /// No commune is called so.
    Unknown,
    /// Several communes may be meant.
    Several(Vec<Commune>),
    /// This commune.
    One(Box<Around>),
}

/// A commune and the networks around it.
#[derive(Debug)]
pub struct Around {
    /// The commune.
    pub commune: Commune,
    /// The networks whose territory has it, the narrowest first.
    pub networks: Vec<Near>,
    /// Those above, to which these belong, the narrowest first.
    pub wider: Vec<Network>,
    /// When no network covers it: those of the same intercommunal body.
    pub neighbours: Vec<Network>,
}

/// A network near a person.
#[derive(Debug)]
pub struct Near {
    /// The network.
    pub network: Network,
    /// The name of its level.
    pub level: String,
    /// Its next event, or that of a network below.
    pub next: Option<Event>,
    /// Its pilots' names, when the person may know them.
    pub pilots: Vec<String>,
}

/// Finding one's network.
#[derive(Template)]
#[template(path = "find/find.html")]
pub struct FindPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What was typed.
    pub typed: &'a Typed,
    /// What came of it.
    pub found: &'a Found,
    /// What was typed and is no commune that is known here: what is shown is only near it.
    pub unknown: Option<&'a str>,
}

const NO_PROBLEM: &[Problem] = &[];

impl FindPage<'_> {
    fn field(&self) -> Field<'_> {
        Form::new(self.typed, NO_PROBLEM)
            .search("q", "Votre commune")
            .hint("Son nom ou son code postal.")
            .longest(80)
            .autocomplete("postal-code")
    }

    const fn is_one(&self) -> bool {
        matches!(self.found, Found::One(_))
    }

    fn asked(&self) -> &str {
        self.typed.get("q").trim()
    }

    /// Whether a postal code was typed, and nothing else.
    fn is_postal_code(&self) -> bool {
        let asked = self.asked();
        asked.len() == 5 && asked.bytes().all(|one| one.is_ascii_digit())
    }
}

impl Near {
    fn pilots(&self) -> String {
        let names: Vec<_> = self.pilots.iter().map(String::as_str).collect();
        words::names(&names)
    }

    fn line(&self) -> Option<EventLine<'_>> {
        self.next.as_ref().map(EventLine::of)
    }

    /// The first words of what the network says of itself.
    fn summary(&self) -> Option<String> {
        markdown::first_words(&self.network.description)
    }
}

fn codes(commune: &Commune) -> String {
    commune.postal_codes.replace('|', ", ")
}

/// The networks of a commune, the narrowest level first; `ranks` are those of the levels.
pub fn narrowest_first(networks: &mut [Network], ranks: &HashMap<String, i32, impl BuildHasher>) {
    let rank = |network: &Network| -ranks.get(&network.level).copied().unwrap_or_default();
    networks.sort_by(|one, other| {
        (rank(one), &one.name, one.id).cmp(&(rank(other), &other.name, other.id))
    });
}

/// Keeps each network once, in order.
pub fn once(networks: Vec<Network>, without: &[Uuid]) -> Vec<Network> {
    let mut seen: Vec<Uuid> = without.to_vec();
    let mut is_new = |network: &Network| {
        let is_new = !seen.contains(&network.id) && network.archived_at.is_none();
        seen.push(network.id);
        is_new
    };
    networks.into_iter().filter(|network| is_new(network)).collect()
}
