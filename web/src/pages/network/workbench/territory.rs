//! A network's territory: what it covers, and what joins or leaves it.

use askama::Template;
use domain::{
    network::{Body, Commune},
    territory,
};

use super::Head;
use crate::{
    component::{Form, Summary},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(TerritoryPage);

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// Communes.
    pub communes: Vec<Commune>,
    /// Intercommunal bodies.
    pub bodies: Vec<territory::Body>,
}

/// The body whose communes are shown one by one.
#[derive(Debug)]
pub struct Opened {
    /// Its SIREN.
    pub code: String,
    /// Those of its communes that the network covers.
    pub covered: Vec<Commune>,
}

/// A network's territory.
#[derive(Template)]
#[template(path = "network/workbench/territory.html")]
pub struct TerritoryPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// What it covers of each intercommunal body, the most populated first.
    pub bodies: &'a [Body],
    /// The body that is open.
    pub opened: Option<Opened>,
    /// What was searched for, when something was.
    pub search: &'a str,
    /// What was found.
    pub found: Option<Found>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl TerritoryPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn summary(&self) -> Summary<'_> {
        self.form().summary()
    }

    fn communes(&self) -> String {
        words::number(self.bodies.iter().map(|body| body.covered).sum())
    }

    fn population(&self) -> String {
        words::number(self.bodies.iter().map(|body| body.population).sum())
    }

    fn share(body: &Body) -> String {
        if body.is_whole() {
            return locales::text("page-territory-whole", &[("count", body.covered.into())]);
        }
        locales::text(
            "page-territory-share",
            &[("covered", body.covered.into()), ("count", body.communes.into())],
        )
    }

    fn people(population: &i64) -> String {
        words::number(*population)
    }

    fn people_of(commune: &Commune) -> String {
        words::number(commune.population.into())
    }

    fn postal_codes(commune: &Commune) -> String {
        commune.postal_codes.replace('|', ", ")
    }

    fn communes_of(body: &territory::Body) -> String {
        locales::text("page-territory-communes", &[("count", body.communes.into())])
    }

    /// How much of a body that was found the network covers already.
    fn covered(&self, body: &territory::Body) -> i64 {
        let own = self.bodies.iter().find(|own| own.epci_code == body.epci_code);
        own.map(|own| own.covered).unwrap_or_default()
    }

    /// Whether the network covers all of the body that this commune belongs to.
    fn is_covered(&self, commune: &Commune) -> bool {
        self.bodies.iter().any(|own| own.epci_code == commune.epci_code && own.is_whole())
    }

    fn opened(&self, body: &Body) -> Option<&Opened> {
        self.opened.as_ref().filter(|opened| opened.code == body.epci_code)
    }

    fn found_nothing(found: &Found) -> bool {
        found.communes.is_empty() && found.bodies.is_empty()
    }
}
