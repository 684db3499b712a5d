//! What pages call things: when and where, roles, states, numbers of places.

mod change;
mod refusal;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    attendance::State as Attendance,
    clock::FEDERATION_ZONE,
    employment::{Named, Status},
    event::{Event, Held, Kind, Mode, State as EventState},
    member::{ProfileKind, Seen, is_nameless, skill::THEMES},
    membership::{LocalRole, Role},
    registration::{Attends, Choice, ChoiceState, DeclinedBy, Places, Registration, State},
    text::fold,
};
use locales::{Value, date, text};

pub use change::{ChangeTold, change_told, changes_told};
pub use refusal::refusal;

/// What a person is called: by their name, or by their address where whoever looks may read it.
pub fn called(person: &Seen) -> String {
    person.called().unwrap_or_else(unnamed)
}

/// What a person is called of whom the name alone is known.
pub fn named(first_name: &str, last_name: &str) -> String {
    let name = format!("{first_name} {last_name}").trim().to_owned();
    if is_nameless(&name) { unnamed() } else { name }
}

/// What somebody who works for an employer is called.
pub fn employed(person: &Named) -> String {
    named(&person.first_name, &person.last_name)
}

/// What stands in the place of a name where there is none, and no address to read.
pub fn unnamed() -> String {
    text("page-unnamed", &[])
}

/// The zone in which an event's times are told.
pub fn zone(event: &Event) -> Tz {
    event.time_zone.parse().unwrap_or(FEDERATION_ZONE)
}

/// An event's date and times; a date that may move says so.
pub fn when(event: &Event) -> String {
    if event.has_no_date() {
        return text("letter-date-unknown", &[]);
    }
    let when = date::span(event.starts_at, event.ends_at, zone(event));
    if event.is_date_tentative {
        return text("letter-date-tentative", &[("when", (&when).into())]);
    }
    when
}

/// An event's date and times, where a badge says that the date may move.
pub fn times(event: &Event) -> String {
    date::span(event.starts_at, event.ends_at, zone(event))
}

/// A number of people or places, in groups of three as the French write them. The narrow space is
/// hardly to be seen between digits of this typeface: here it is the whole one.
pub fn number(number: i64) -> String {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push('\u{a0}');
        }
        words.push(digit);
    }
    words
}

/// Where one takes part; a place that may change says so.
pub fn place(event: &Event) -> String {
    let venue = event.venue.clone().unwrap_or_else(|| text("letter-place-unknown", &[]));
    let place = match event.mode {
        Mode::Online => return text("letter-place-online", &[]),
        Mode::OnSite => venue,
        Mode::Both => text("letter-place-both", &[("place", (&venue).into())]),
    };
    if event.is_venue_tentative && event.venue.is_some() {
        return text("letter-place-tentative", &[("place", (&place).into())]);
    }
    place
}

/// A moment of an event.
pub fn moment(event: &Event, at: DateTime<Utc>) -> String {
    date::moment(at, zone(event))
}

/// The last moment of something at an event.
pub fn deadline(event: &Event, at: DateTime<Utc>) -> String {
    date::deadline(at, zone(event))
}

/// A moment that belongs to no event.
pub fn federation_moment(at: DateTime<Utc>) -> String {
    date::moment(at, FEDERATION_ZONE)
}

/// The time of day where the federation is, of what is within hours.
pub fn federation_time(at: DateTime<Utc>) -> String {
    date::time(at.with_timezone(&FEDERATION_ZONE).time())
}

/// The day where the federation is, as a spreadsheet reads it.
pub fn federation_date(at: DateTime<Utc>) -> String {
    at.with_timezone(&FEDERATION_ZONE).date_naive().to_string()
}

/// The day on which something was written down.
pub fn federation_day(at: DateTime<Utc>) -> String {
    date::plain(at.with_timezone(&FEDERATION_ZONE).date_naive())
}

/// The day until which something holds, with its weekday.
pub fn federation_deadline(at: DateTime<Utc>) -> String {
    date::day(at.with_timezone(&FEDERATION_ZONE).date_naive())
}

/// When something happened, as one says it today.
pub fn lately(at: DateTime<Utc>, today: NaiveDate) -> String {
    let day = at.with_timezone(&FEDERATION_ZONE).date_naive();
    if day == today {
        return text("page-today", &[]);
    }
    if Some(day) == today.pred_opt() {
        return text("page-yesterday", &[]);
    }
    date::plain(day)
}

/// How soon an event begins, when that is today or tomorrow.
pub fn soon(event: &Event, today: NaiveDate) -> Option<String> {
    let day = event.starts_at.with_timezone(&zone(event)).date_naive();
    if day == today {
        return Some(text("page-today", &[]));
    }
    (Some(day) == today.succ_opt()).then(|| text("page-tomorrow", &[]))
}

/// What kind of event it is.
pub fn kind(kind: Kind) -> String {
    let key = match kind {
        Kind::NetworkMeeting => "page-kind-network-meeting",
        Kind::Webinar => "page-kind-webinar",
        Kind::Training => "page-kind-training",
        Kind::Conference => "page-kind-conference",
        Kind::Committee => "page-kind-committee",
        Kind::EmployerTime => "page-kind-employer-time",
        Kind::VolunteerDay => "page-kind-volunteer-day",
    };
    text(key, &[])
}

/// A role in a network.
pub fn role(role: Role) -> String {
    let key = match role {
        Role::Lead => "page-role-lead",
        Role::Organiser => "page-role-organiser",
        Role::Member => "page-role-member",
    };
    text(key, &[])
}

/// What someone is for the public.
pub fn local_role(role: LocalRole) -> String {
    let key = match role {
        LocalRole::Pilot => "page-local-role-pilot",
        LocalRole::Mediator => "page-local-role-mediator",
        LocalRole::Helper => "page-local-role-helper",
        LocalRole::FirstAider => "page-local-role-first-aider",
        LocalRole::Scout => "page-local-role-scout",
    };
    text(key, &[])
}

/// A role in a network, with what the person is for the public.
pub fn both_roles(role: Role, local_role: Option<LocalRole>) -> String {
    let role = self::role(role);
    let Some(local) = local_role.map(self::local_role) else { return role };
    text("page-role-both", &[("role", (&role).into()), ("local", (&local).into())])
}

/// What was, and what becomes of it.
pub fn from_to(before: &str, after: &str) -> String {
    let key = if before == after { "page-chosen-stays" } else { "page-chosen-becomes" };
    text(key, &[("before", before.into()), ("after", after.into())])
}

/// Words as they begin a line.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What someone is by profession; nothing for whom the asker sees the name alone.
pub fn profile_kind(kind: impl Into<Option<ProfileKind>>) -> String {
    let Some(kind) = kind.into() else { return String::new() };
    let key = match kind {
        ProfileKind::DigitalMediator => "page-profile-digital-mediator",
        ProfileKind::DigitalAdviser => "page-profile-digital-adviser",
        ProfileKind::Coordinator => "page-profile-coordinator",
        ProfileKind::Volunteer => "page-profile-volunteer",
        ProfileKind::FranceServicesAgent => "page-profile-france-services-agent",
        ProfileKind::Librarian => "page-profile-librarian",
        ProfileKind::Other => "page-profile-other",
    };
    text(key, &[])
}

/// A skill: a theme of the shared vocabulary by its name, or the person's own words.
pub fn skill(code: &str) -> String {
    locales::find(&format!("skill-{}", code.replace('_', "-")), &[])
        .unwrap_or_else(|| code.to_owned())
}

/// The code of the theme that is called so, or the words themselves.
pub fn skill_called(words: &str) -> String {
    let called = fold(words);
    let theme = THEMES.into_iter().find(|code| fold(&skill(code)) == called);
    theme.map_or_else(|| words.to_owned(), str::to_owned)
}

/// How sure an employment is.
pub fn employment(status: Status) -> String {
    let key = match status {
        Status::Declared => "page-employment-declared",
        Status::Confirmed => "page-employment-confirmed",
        Status::Refused => "page-employment-refused",
    };
    text(key, &[])
}

/// How one takes part.
pub fn attends(attends: Attends) -> String {
    let key = match attends {
        Attends::OnSite => "page-attends-on-site",
        Attends::Online => "page-attends-online",
    };
    text(key, &[])
}

/// How a registration stands, in one line of a list.
pub fn state(state: State) -> String {
    let key = match state {
        State::Pending => "page-registration-pending",
        State::Confirmed => "page-registration-confirmed",
        State::Waitlisted => "page-registration-waitlisted",
        State::Offered => "page-registration-offered",
        State::Declined => "page-registration-declined",
        State::Cancelled => "page-registration-cancelled",
    };
    text(key, &[])
}

/// How somebody's registration stands, for those who organise.
pub fn state_of_somebody(state: State) -> String {
    match state {
        State::Pending => text("page-registration-to-decide", &[]),
        State::Offered => text("page-registration-place-offered", &[]),
        State::Declined => text("page-registration-not-taken", &[]),
        _ => self::state(state),
    }
}

/// How this registration of somebody stands, for those who organise: they know who said no.
pub fn standing_of_somebody(registration: &Registration) -> String {
    match registration.declined_by {
        Some(DeclinedBy::Organiser) => self::state(registration.state),
        Some(DeclinedBy::Person) => text("page-registration-left", &[]),
        Some(DeclinedBy::Time) => text("page-registration-offer-lapsed", &[]),
        None => state_of_somebody(registration.state),
    }
}

/// How an event stands.
pub fn event_state(state: EventState) -> String {
    let key = match state {
        EventState::Draft => "page-event-draft",
        EventState::Published => "page-event-published",
        EventState::Postponed => "page-event-postponed",
        EventState::Cancelled => "page-event-cancelled",
        EventState::Done => "page-event-done",
    };
    text(key, &[])
}

/// Who came.
pub fn attendance(state: Attendance) -> String {
    let key = match state {
        Attendance::Present => "page-attendance-present",
        Attendance::Absent => "page-attendance-absent",
        Attendance::Excused => "page-attendance-excused",
    };
    text(key, &[])
}

/// How many places are left, and how many people wait for one.
pub fn places(places: Places) -> String {
    let Some(free) = places.free() else { return text("page-places-open", &[]) };
    if places.waiting > 0 {
        return text("page-places-waiting", &[("waiting", places.waiting.into())]);
    }
    text("page-places-left", &[("free", free.into())])
}

/// The same of a session; it is full only when its own seats are taken. For whoever waits for a place at
/// the event, that line decides first.
pub fn seats(capacity: Option<i32>, held: Held, is_in_line: bool) -> Option<String> {
    let capacity = i64::from(capacity?);
    let waiting = if held.taken < capacity { 0 } else { held.waiting };
    let places = Places { capacity: Some(capacity), held: held.taken, waiting };
    let seats = self::places(places);
    if is_in_line && places.free() != Some(0) {
        return Some(text("page-seats-in-line", &[("seats", (&seats).into())]));
    }
    Some(seats)
}

/// A session that one chose, with what is to be known of it.
pub fn chosen(title: &str, choice: &Choice) -> String {
    match (choice.state, choice.position) {
        (ChoiceState::Waitlisted, Some(_)) => text("page-choice-waits", &[("title", title.into())]),
        (ChoiceState::Waitlisted, None) => text("page-choice-hangs", &[("title", title.into())]),
        _ => title.to_owned(),
    }
}

/// Several names as one says them.
pub fn names(names: &[&str]) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, before)) => {
            let before = before.join(", ");
            text("letter-and", &[("before", (&before).into()), ("last", Value::Text(last))])
        }
    }
}
