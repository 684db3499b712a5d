//! Where the public is received: the places of the whole federation, for everybody.

pub(crate) mod hours;

use std::collections::HashMap;

use askama::Template;
use domain::{
    employer::Employer,
    id::EmployerId,
    network::Network,
    place::{Place, values},
};
use uuid::Uuid;

use super::{
    Frame, Typed,
    member::{DirectoryTab, DirectoryTabs, branches},
    written::pages,
};
use crate::component::{Form, Pager, Whereabouts};

pages!(PlacesPage);

/// The places of the federation.
#[derive(Template)]
#[template(path = "place/places.html")]
pub struct PlacesPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is looked for.
    pub asked: &'a Typed,
    /// Where.
    pub whereabouts: &'a Whereabouts,
    /// The places, by name.
    pub places: &'a [Place],
    /// Who holds them, for those who may know.
    pub employers: &'a HashMap<Uuid, Employer>,
    /// The networks in whose files one may look, with their depth.
    pub networks: &'a [(usize, Network)],
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl PlacesPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn is_filtered(&self) -> bool {
        ["search", "network", "where"].iter().any(|name| self.asked.filled(name).is_some())
    }

    /// Who holds it: the name, and the way there.
    fn holder(&self, place: &Place) -> Option<(&str, String)> {
        let employer = self.employers.get(&place.employer_id?)?;
        Some((&employer.name, format!("/employers/{}", EmployerId::of(employer.id))))
    }
}

fn services(place: &Place) -> Vec<String> {
    values(place, "services")
}
