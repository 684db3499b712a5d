//! Calendars to subscribe to (RFC 5545, published as RFC 5546 says): the same facts give the same
//! bytes, so that a calendar that asks again is told that nothing changed.

use chrono::{DateTime, Utc};
use domain::{calendar_feed::Entry, event::State, id::EventId, registration::State as Registered};
use icalendar::{Component as _, EventLike as _, EventStatus, Property};

use crate::{
    calendar::{organizer_of, place_of, sequence},
    link::Links,
};

/// A calendar of these entries, under this name; `from` is the address that letters come from.
pub fn feed(name: &str, entries: &[Entry], from: &str, links: &Links) -> String {
    let mut calendar = icalendar::Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Maillage//Calendrier//FR"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property(Property::new("NAME", name))
        .append_property(Property::new("X-WR-CALNAME", name))
        .append_property(
            Property::new("REFRESH-INTERVAL", "PT4H").add_parameter("VALUE", "DURATION").done(),
        )
        .append_property(("X-PUBLISHED-TTL", "PT4H"));
    for found in entries {
        calendar.push(entry(found, from, links));
    }
    calendar.to_string()
}

fn entry(found: &Entry, from: &str, links: &Links) -> icalendar::Event {
    let event = &found.event;
    let id = EventId::of(event.id);
    let address = links.event(id);
    let mut entry = icalendar::Event::new();
    entry
        // The same as in letters: a calendar that has both shows one.
        .uid(&format!("{id}@{}", links.host()))
        .timestamp(since(found))
        .sequence(sequence(event.sequence, found.registration.as_ref().map(|own| own.revision)))
        .status(status(found))
        .summary(&summary(found))
        .description(&description(found, &address))
        .url(&address)
        .starts(event.starts_at)
        .ends(event.ends_at)
        .append_property(organizer_of(
            found.host.as_ref().map(|host| (host.name.as_str(), host.contact_email.as_deref())),
            from,
        ));
    let venue = [event.venue.as_deref(), event.venue_address.as_deref()];
    let venue = venue.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let venue = Some(venue.as_str()).filter(|venue| !venue.is_empty());
    let attends = found.registration.as_ref().map(|own| own.attends);
    if let Some(place) = place_of(event.mode, attends, venue, event.online_url.as_deref()) {
        entry.location(&place);
    }
    entry
}

/// A moment that only a change moves: never the present, or no two answers would be alike.
fn since(found: &Entry) -> DateTime<Utc> {
    let published = found.event.published_at.unwrap_or(found.event.created_at);
    found.registration.as_ref().map_or(published, |own| own.state_changed_at.max(published))
}

fn status(found: &Entry) -> EventStatus {
    let is_waiting =
        found.registration.as_ref().is_some_and(|own| own.state != Registered::Confirmed);
    match found.event.state {
        // The date that the calendar has is no longer the date.
        State::Cancelled | State::Postponed => EventStatus::Cancelled,
        _ if found.event.is_date_tentative || is_waiting => EventStatus::Tentative,
        _ => EventStatus::Confirmed,
    }
}

fn summary(found: &Entry) -> String {
    let title = [("title", (&found.event.title).into())];
    match found.event.state {
        State::Cancelled => locales::text("calendar-cancelled", &title),
        State::Postponed => locales::text("calendar-postponed", &title),
        _ => found.event.title.clone(),
    }
}

fn description(found: &Entry, address: &str) -> String {
    let event = &found.event;
    let mut lines = Vec::new();
    let standing = match found.registration.as_ref().map(|own| own.state) {
        Some(Registered::Pending) => Some("calendar-registration-pending"),
        Some(Registered::Waitlisted) => Some("calendar-registration-waitlisted"),
        Some(Registered::Offered) => Some("calendar-registration-offered"),
        _ => None,
    };
    lines.extend(standing.map(|key| locales::text(key, &[])));
    if event.is_date_tentative {
        lines.push(locales::text("calendar-date-tentative", &[]));
    }
    lines.extend(event.state_reason.clone().filter(|reason| !reason.trim().is_empty()));
    if !event.description.trim().is_empty() {
        lines.push(event.description.trim().to_owned());
    }
    if let Some(online) = &event.online_url {
        lines.push(locales::text("letter-calendar-online", &[("url", online.into())]));
    }
    lines.push(locales::text("letter-calendar-page", &[("url", address.into())]));
    lines.join("\n\n")
}
