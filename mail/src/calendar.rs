//! The calendar part of event letters: a REQUEST that adds or moves, a CANCEL that takes away
//! (RFC 5545 and 5546).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    event::{Mode, State},
    letter::{About, Attends, Event, Registration},
    member::is_nameless,
    outbox::Told,
};
use icalendar::{Alarm, Component as _, EventLike as _, EventStatus, Property};

use crate::link::Links;

/// What the reader's calendar should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Add the event, or move it.
    Request,
    /// Take it away.
    Cancel,
}

impl Method {
    /// Its word in the calendar and in the part's content type.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }

    /// What the letter's kind asks of the calendar; only those who have, or had, a place get one,
    /// and nobody is asked to come on a day that does not hold.
    fn of(told: &Told, event: &Event, registration: &Registration) -> Option<Self> {
        match told {
            Told::RegistrationConfirmed { .. } if event.state != State::Postponed => {
                Some(Self::Request)
            }
            Told::EventChanged { .. } if registration.is_confirmed() => Some(Self::Request),
            Told::EventPostponed { .. } | Told::EventCancelled { .. }
                if registration.is_confirmed() =>
            {
                Some(Self::Cancel)
            }
            Told::RegistrationCancelled { had_place: true, .. } => Some(Self::Cancel),
            _ => None,
        }
    }
}

/// A calendar part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// What it asks for.
    pub method: Method,
    /// Its text.
    pub text: String,
}

/// Who the calendar part is between.
pub(crate) struct Parties<'a> {
    /// The address that letters come from.
    pub(crate) from: &'a str,
    /// The reader's address.
    pub(crate) to: &'a str,
}

/// The calendar part of this letter, if it has one.
pub(crate) fn part(
    told: &Told,
    about: &About,
    parties: &Parties<'_>,
    links: &Links,
    now: DateTime<Utc>,
) -> Option<Calendar> {
    let About::Registration { event, registration } = about else { return None };
    let method = Method::of(told, event, registration)?;
    let mut calendar = icalendar::Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Maillage//Courriels//FR"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", method.word()))
        .push(entry(event, registration, method, parties, links, now));
    Some(Calendar { method, text: calendar.to_string() })
}

fn entry(
    event: &Event,
    registration: &Registration,
    method: Method,
    parties: &Parties<'_>,
    links: &Links,
    now: DateTime<Utc>,
) -> icalendar::Event {
    let status = match method {
        Method::Cancel => EventStatus::Cancelled,
        Method::Request if event.is_date_tentative => EventStatus::Tentative,
        Method::Request => EventStatus::Confirmed,
    };
    let address = links.event(event.id);
    let mut entry = icalendar::Event::new();
    entry
        // The same for every letter about the event: calendars recognise it by this.
        .uid(&format!("{}@{}", event.id, links.host()))
        .timestamp(now)
        .sequence(sequence(event.sequence, Some(registration.revision)))
        .status(status)
        .summary(&event.title)
        .description(&description(event, &address))
        .url(&address)
        .starts(event.starts_at)
        .ends(event.ends_at)
        .append_property(organizer(event, parties.from))
        .append_property(attendee(registration, method, parties.to));
    let (venue, online) = (event.venue.as_deref(), event.online_url.as_deref());
    if let Some(place) = place_of(event.mode, Some(registration.attends), venue, online) {
        entry.location(&place);
    }
    if method == Method::Request {
        // The same letter, written again, is the same to the last byte.
        let mut alarm = Alarm::display(&event.title, -TimeDelta::hours(1));
        alarm.uid(&format!("alarm-{}@{}", event.id, links.host())).timestamp(now);
        entry.alarm(alarm);
    }
    entry
}

/// What only grows: the event's own changes, and those of the reader's registration. A calendar
/// minds a change only when the SEQUENCE is higher (RFC 5546, 3.2.5).
pub(crate) fn sequence(event: i32, registration: Option<i32>) -> u32 {
    u32::try_from(event.saturating_add(registration.unwrap_or(0))).unwrap_or(0)
}

/// Where one goes, or where one joins: as one takes part, or as most would.
pub(crate) fn place_of(
    mode: Mode,
    attends: Option<Attends>,
    venue: Option<&str>,
    online: Option<&str>,
) -> Option<String> {
    let is_online = match mode {
        Mode::Online => true,
        Mode::OnSite => false,
        Mode::Both => attends == Some(Attends::Online),
    };
    if is_online {
        return Some(
            online.map_or_else(|| locales::text("letter-place-online", &[]), str::to_owned),
        );
    }
    venue.map(str::to_owned)
}

fn description(event: &Event, address: &str) -> String {
    let mut lines = Vec::new();
    if !event.description.trim().is_empty() {
        lines.push(event.description.trim().to_owned());
    }
    if let Some(online) = &event.online_url {
        lines.push(locales::text("letter-calendar-online", &[("url", online.into())]));
    }
    lines.push(locales::text("letter-calendar-page", &[("url", address.into())]));
    lines.join("\n\n")
}

fn organizer(event: &Event, from: &str) -> Property {
    let host = event.hosts.first();
    organizer_of(host.map(|host| (host.name.as_str(), host.contact_email.as_deref())), from)
}

/// The host network by name and address, or else whoever letters come from.
pub(crate) fn organizer_of(host: Option<(&str, Option<&str>)>, from: &str) -> Property {
    let (name, address) = host.unwrap_or(("Maillage", None));
    let address = address.unwrap_or(from);
    Property::new("ORGANIZER", format!("mailto:{address}")).add_parameter("CN", &plain(name)).done()
}

fn attendee(registration: &Registration, method: Method, to: &str) -> Property {
    let state = if method == Method::Request { "ACCEPTED" } else { "DECLINED" };
    let mut attendee = Property::new("ATTENDEE", format!("mailto:{to}"));
    // Who gave no name is called by nothing but the address.
    if !is_nameless(&registration.name) {
        attendee.add_parameter("CN", &plain(&registration.name));
    }
    attendee
        .add_parameter("CUTYPE", "INDIVIDUAL")
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("PARTSTAT", state)
        .add_parameter("RSVP", "FALSE")
        .done()
}

/// A parameter's value can hold neither quotes nor line breaks.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| *letter != '"' && !letter.is_control()).collect()
}
