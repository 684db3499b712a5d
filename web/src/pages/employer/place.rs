//! The places of a structure: listed, added, changed, closed.

use askama::Template;
use domain::{
    employer::Employer,
    id::{EmployerId, NetworkId, PlaceId},
    network::Network,
    place::{
        Place,
        standard::{
            Access, Audience, ClosedList, Fee, LONGEST_SUMMARY, Label, Mobility, Programme,
            Service, SpecialCare, Support, Typology,
        },
        values,
    },
    text::fold,
};
use locales::date;

use super::{EmployerTabs, place_form};
use crate::{
    component::{Choice, Form, Pager},
    pages::{Frame, Problem, Typed, event::organise::Difference, place::hours, written::pages},
    words,
};

pages!(PlacesPage, PlacePage);

/// The places of a structure.
#[derive(Template)]
#[template(path = "employer/places.html")]
pub struct PlacesPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// Its places, by name, and whether this person may change each.
    pub places: Vec<(&'a Place, bool)>,
    /// Whether this person may add one.
    pub may_add: bool,
    /// Whether closed ones are shown too.
    pub with_closed: bool,
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl PlacesPage<'_> {
    fn base(&self) -> String {
        format!("/employers/{}/places", EmployerId::of(self.employer.id))
    }

    fn path(&self, place: &Place) -> String {
        format!("{}/{}", self.base(), PlaceId::of(place.id))
    }
}

fn services(place: &Place) -> Vec<String> {
    values(place, "services")
}

fn checked_on(place: &Place) -> String {
    date::plain(place.updated_on)
}

/// One place, to add or to change it.
#[derive(Template)]
#[template(path = "employer/place.html")]
pub struct PlacePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// The place, once there is one.
    pub place: Option<&'a Place>,
    /// In whose file it may be written, when it is new.
    pub networks: Vec<&'a Network>,
    /// What was typed, or what is known.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Where somebody else saved another value in the meantime.
    pub differences: &'a [Difference],
}

impl PlacePage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn structure(&self) -> String {
        format!("/employers/{}", EmployerId::of(self.employer.id))
    }

    fn base(&self) -> String {
        format!("/employers/{}/places", EmployerId::of(self.employer.id))
    }

    fn to(&self, verb: &str) -> String {
        let base = self.base();
        match self.place {
            Some(place) => format!("{base}/{}{verb}", PlaceId::of(place.id)),
            None => format!("{base}/new{verb}"),
        }
    }

    fn action(&self) -> String {
        self.to(if self.place.is_some() { "/save" } else { "/create" })
    }

    fn title(&self) -> &str {
        self.place.map_or("Ajouter un lieu", |place| &place.name)
    }

    fn is_closed(&self) -> bool {
        self.place.is_some_and(|place| place.archived_at.is_some())
    }

    fn files(&self) -> Vec<Choice<'_>> {
        let choice = |network: &&Network| {
            Choice::new(NetworkId::of(network.id).to_string(), network.name.clone())
        };
        self.networks.iter().map(choice).collect()
    }

    fn kind(kind: Typology) -> Choice<'static> {
        Choice::new(kind.label(), place_form::typology(kind))
    }

    fn usual_kinds() -> Vec<Choice<'static>> {
        place_form::USUAL.into_iter().map(Self::kind).collect()
    }

    fn other_kinds() -> Vec<Choice<'static>> {
        let others = Typology::ALL.iter().copied();
        let mut others: Vec<_> = others.filter(|kind| !place_form::USUAL.contains(kind)).collect();
        others.sort_by_key(|kind| fold(place_form::typology(*kind)));
        others.into_iter().map(Self::kind).collect()
    }

    /// Whether the kept hours say more than a week that repeats itself.
    fn has_finer_hours(&self) -> bool {
        self.typed.find("openingHours").is_some()
    }

    /// Each day's input, and what it is called.
    fn days() -> impl Iterator<Item = (String, String)> {
        let name = |(day, name): (usize, &&str)| (hours::input(day), words::capital(name));
        hours::NAMES.iter().enumerate().map(name)
    }

    fn has_other_kind(&self) -> bool {
        let is_usual = |word: &str| place_form::USUAL.iter().any(|kind| kind.label() == word);
        self.typed.all("typologies").any(|word| !is_usual(word))
    }
}

/// The values of a closed list, in the standard's own words.
fn list<L: ClosedList>() -> Vec<Choice<'static>> {
    L::ALL.iter().map(|value| Choice::new(value.label(), value.label())).collect()
}

const fn longest() -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the standard says 280")]
    let longest = LONGEST_SUMMARY as u32;
    longest
}
