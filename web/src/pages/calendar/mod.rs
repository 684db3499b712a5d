//! The calendar: a month, or a list, of all networks or of one and all below it; and one's own address
//! to subscribe to.

mod month;
mod own;

use askama::Template;
use chrono::NaiveDate;
use domain::{
    attendance,
    event::{Event, Kind, State},
    network::Network,
    registration,
};
use locales::text;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

use super::{Frame, Typed, written::pages};
use crate::{
    component::{Choice, EventLine, Field, Form, Pager},
    words,
};

use month::{Week, weeks};
pub use month::{first_of, last_of, next, previous};
pub use own::OwnCalendarPage;

pages!(CalendarPage);

/// How the calendar is shown.
#[derive(Debug)]
pub enum View {
    /// A month.
    Month {
        /// Its first day.
        first: NaiveDate,
        /// Whether it has more events than are shown.
        has_more: bool,
    },
    /// What is to come, or what is over, one below the other.
    List {
        /// The pages of the list.
        pager: Pager,
        /// Whether it is what is over.
        is_past: bool,
    },
}

/// The calendar.
#[derive(Template)]
#[template(path = "calendar/calendar.html")]
pub struct CalendarPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is asked for.
    pub typed: &'a Typed,
    /// Today.
    pub today: NaiveDate,
    /// How it is shown.
    pub view: View,
    /// The events.
    pub events: &'a [Event],
    /// The networks that host them.
    pub hosts: &'a HashMap<Uuid, Network>,
    /// How the registrations of the person who looks stand, by event.
    pub own: &'a HashMap<Uuid, registration::State>,
    /// The events to which this person said that they will not come.
    pub excused: &'a HashSet<Uuid>,
    /// The network whose calendar it is.
    pub network: Option<&'a Network>,
    /// The networks that one may choose, with their depth.
    pub networks: &'a [(usize, Network)],
    /// The address that people use, without a slash at its end.
    pub public_url: &'a str,
}

/// The kinds by their words in the address.
const KINDS: [(&str, Kind); 7] = [
    ("network_meeting", Kind::NetworkMeeting),
    ("webinar", Kind::Webinar),
    ("training", Kind::Training),
    ("conference", Kind::Conference),
    ("committee", Kind::Committee),
    ("employer_time", Kind::EmployerTime),
    ("volunteer_day", Kind::VolunteerDay),
];

/// The kinds that one may choose, and all of them.
pub(in crate::pages) fn kinds() -> Vec<Choice<'static>> {
    let kinds = KINDS.iter().map(|(word, kind)| Choice::new(*word, words::kind(*kind)));
    std::iter::once(Choice::new("", "Tous les types")).chain(kinds).collect()
}

/// The kind of a word in the address.
pub fn kind_of(word: &str) -> Option<Kind> {
    KINDS.into_iter().find(|(known, _)| *known == word).map(|(_, kind)| kind)
}

impl CalendarPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, &[])
    }

    fn search_field(&self) -> Field<'_> {
        self.form().search("search", "Titre").longest(80)
    }

    fn network_field(&self) -> Field<'_> {
        let mut choices = vec![Choice::new("", "Tous les réseaux")];
        let is_listed =
            |network: &Network| self.networks.iter().any(|(_, listed)| listed.id == network.id);
        if let Some(network) = self.network.filter(|network| !is_listed(network)) {
            choices.push(Choice::new(network.slug.as_str(), network.name.as_str()));
        }
        choices.extend(self.networks.iter().map(|(depth, network)| {
            let name = format!("{}{}", "\u{2003}".repeat((*depth).min(4)), network.name);
            Choice::new(network.slug.as_str(), name)
        }));
        self.form().select("network", "Réseau, et ceux qui en font partie", choices)
    }

    fn kind_field(&self) -> Field<'_> {
        self.form().select("kind", "Type", kinds())
    }

    /// An address of the calendar that keeps the filters.
    fn address(&self, more: &[(&str, &str)]) -> String {
        address(self.typed, more)
    }

    fn month_address(&self, first: &NaiveDate) -> String {
        self.address(&[("month", &first.format("%Y-%m").to_string())])
    }

    /// The same month with all that it has.
    fn whole_month(first: &NaiveDate) -> String {
        format!("/calendar?month={}", first.format("%Y-%m"))
    }

    fn month_name(first: &NaiveDate) -> String {
        locales::date::month(*first)
    }

    /// «en novembre 2026», as a sentence says it.
    fn in_month(first: &NaiveDate) -> String {
        format!("en {}", locales::date::month(*first))
    }

    fn previous(first: &NaiveDate) -> Option<NaiveDate> {
        previous(*first)
    }

    fn next(first: &NaiveDate) -> Option<NaiveDate> {
        next(*first)
    }

    fn weeks(&self, first: &NaiveDate) -> Vec<Week<'_>> {
        weeks(*first, self.today, self.events)
    }

    fn lines(&self) -> impl Iterator<Item = EventLine<'_>> {
        self.events.iter().map(|event| {
            let host = event.facts.hosts.first().and_then(|host| self.hosts.get(host));
            let host = host.filter(|host| self.network.is_none_or(|one| one.id != host.id));
            EventLine::of(event)
                .hosted_by(host.map(|host| host.name.as_str()))
                .registered(self.own.get(&event.id).copied())
                .excused(self.excused.contains(&event.id))
                .on(self.frame.today)
        })
    }

    /// How one stands with an event that takes place, in a word or two.
    fn standing(&self, event: &Event) -> Option<String> {
        if event.state == State::Cancelled {
            return None;
        }
        if self.excused.contains(&event.id) {
            return Some(words::attendance(attendance::State::Excused).to_lowercase());
        }
        Some(match self.own.get(&event.id)? {
            registration::State::Confirmed => "inscrit·e".to_owned(),
            waiting => words::state(*waiting).to_lowercase(),
        })
    }

    fn is_filtered(&self) -> bool {
        FILTERS.iter().any(|name| !self.typed.get(name).is_empty())
    }

    fn more(&self) -> String {
        let count = i64::try_from(self.events.len()).unwrap_or_default();
        text("page-month-more", &[("count", count.into())])
    }

    fn feed(&self) -> String {
        match self.network {
            Some(network) => format!("{}/calendar/{}.ics", self.public_url, network.slug),
            None => format!("{}/calendar/feed.ics", self.public_url),
        }
    }

    /// The same address for programs that open calendars.
    fn webcal(&self) -> String {
        let feed = self.feed();
        let (_, rest) = feed.split_once("://").unwrap_or(("", &feed));
        format!("webcal://{rest}")
    }
}

/// What one may ask the calendar for, in whichever way it is shown.
const FILTERS: [&str; 3] = ["network", "kind", "search"];

/// An address of the calendar with these filters and this besides.
pub fn address(typed: &Typed, more: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in FILTERS {
        let value = typed.get(name);
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.extend_pairs(more);
    let query = query.finish();
    if query.is_empty() { "/calendar".to_owned() } else { format!("/calendar?{query}") }
}
