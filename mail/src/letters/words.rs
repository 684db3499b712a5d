//! What the letters' templates ask of the facts, in words.

use chrono::{DateTime, Utc};
use domain::{
    clock::FEDERATION_ZONE,
    event::{Mode, State},
    letter::{
        Acted, Announced, Attends, CharterVersion, Event, FormerEmail, Invitation, Message,
        Session, SessionChoice, Side, SignInLink, Signature, Unseen,
    },
    membership::Role,
};
use locales::{date, elision, text};

/// One after the other, as a sentence names them: «A, B et C».
pub(super) fn joined(names: &[&str]) -> Option<String> {
    let (last, before) = names.split_last()?;
    if before.is_empty() {
        return Some((*last).to_owned());
    }
    let before = before.join(", ");
    Some(text("letter-and", &[("before", (&before).into()), ("last", (*last).into())]))
}

/// An event that someone may come to.
pub(super) struct AtEvent {
    pub(super) event: Event,
    pub(super) now: DateTime<Utc>,
}

/// A word of the organisers.
pub(super) struct Said {
    pub(super) event: Event,
    pub(super) subject: String,
    pub(super) body: String,
}

/// A seat in a session.
pub(super) struct Seat {
    pub(super) event: Event,
    pub(super) choice: SessionChoice,
}

pub(super) trait EventWords {
    /// The event itself.
    fn event(&self) -> &Event;

    /// Its date and times; a date that may move says so.
    fn when(&self) -> String {
        let event = self.event();
        if event.state == State::Postponed && event.former_starts_at == Some(event.starts_at) {
            return text("letter-date-unknown", &[]);
        }
        let when = self.dated();
        if event.is_date_tentative {
            return text("letter-date-tentative", &[("when", (&when).into())]);
        }
        when
    }

    /// Its date and times, whatever may become of them.
    fn dated(&self) -> String {
        let event = self.event();
        date::span(event.starts_at, event.ends_at, event.zone)
    }

    /// The same after a verb: «prévue le jeudi».
    fn on_its_day(&self) -> String {
        let event = self.event();
        date::on_span(event.starts_at, event.ends_at, event.zone)
    }

    /// The day that no longer holds.
    fn former_day(&self) -> Option<String> {
        let event = self.event();
        let former = event.former_starts_at?;
        Some(date::day(former.with_timezone(&event.zone).date_naive()))
    }

    /// When it might take place instead.
    fn new_date(&self) -> Option<String> {
        let event = self.event();
        (event.former_starts_at != Some(event.starts_at)).then(|| self.dated())
    }

    /// Where it takes place; a place that may change says so.
    fn place(&self) -> String {
        let key = match self.event().mode {
            Mode::Online => return text("letter-place-online", &[]),
            Mode::OnSite => "letter-place-venue",
            Mode::Both => "letter-place-both",
        };
        self.venue(key)
    }

    /// Where it takes place for someone who takes part in this way.
    fn place_for(&self, attends: Attends) -> String {
        match (self.event().mode, attends) {
            (Mode::Both, Attends::OnSite) => self.venue("letter-place-on-site"),
            (Mode::Both, Attends::Online) => text("letter-place-online", &[]),
            (Mode::OnSite | Mode::Online, _) => self.place(),
        }
    }

    /// Its venue in these words; one that may change says so.
    fn venue(&self, key: &str) -> String {
        let event = self.event();
        let venue = event.venue.clone().unwrap_or_else(|| text("letter-place-unknown", &[]));
        let place = text(key, &[("place", (&venue).into())]);
        if event.is_venue_tentative && event.venue.is_some() {
            return text("letter-place-tentative", &[("place", (&place).into())]);
        }
        place
    }

    /// Who hosts it.
    fn hosted(&self) -> String {
        let names: Vec<_> = self.event().hosts.iter().map(|host| host.name.as_str()).collect();
        joined(&names).unwrap_or_else(|| text("letter-someone", &[]))
    }

    /// Where one writes to those who host it.
    fn contact(&self) -> Option<&str> {
        self.event().hosts.iter().find_map(|host| host.contact_email.as_deref())
    }

    /// Until when one may register.
    fn deadline(&self) -> Option<String> {
        let event = self.event();
        event.registration_closes_at.map(|at| date::deadline(at, event.zone))
    }

    /// When a session takes place; the day is named only when there are several.
    fn times_of(&self, session: &Session) -> String {
        let event = self.event();
        let day = |at: DateTime<Utc>| at.with_timezone(&event.zone).date_naive();
        if day(event.starts_at) == day(event.ends_at) {
            return date::times(session.starts_at, session.ends_at, event.zone);
        }
        date::span(session.starts_at, session.ends_at, event.zone)
    }
}

impl EventWords for Event {
    fn event(&self) -> &Event {
        self
    }
}

impl AtEvent {
    pub(super) fn place(&self) -> String {
        self.event.place()
    }

    /// How long one may still register, at the beginning of a subject.
    pub(super) fn time_left(&self) -> String {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.event.zone).date_naive();
        let closes_at = self.event.registration_closes_at.unwrap_or(self.event.starts_at);
        let days = (day(closes_at) - day(self.now)).num_days().max(0);
        text("letter-days-left", &[("days", days.into())])
    }

    /// From when one may register, while that is to come.
    pub(super) fn opening(&self) -> Option<String> {
        let opens_at = self.event.registration_opens_at.filter(|at| *at > self.now)?;
        Some(date::moment(opens_at, self.event.zone))
    }
}

impl Seat {
    pub(super) fn place(&self) -> String {
        self.event.place_for(self.choice.attends)
    }

    pub(super) fn when(&self) -> String {
        date::span(self.choice.starts_at, self.choice.ends_at, self.event.zone)
    }

    /// What else at that time was let go for it, in one sentence.
    pub(super) fn given_up(&self) -> Option<String> {
        let titles: Vec<_> = self.choice.given_up.iter().map(String::as_str).collect();
        let sessions = joined(&titles)?;
        let count = i64::try_from(titles.len()).unwrap_or(i64::MAX);
        Some(text(
            "letter-seat-given-up",
            &[("count", count.into()), ("sessions", (&sessions).into())],
        ))
    }
}

pub(super) trait InvitationWords {
    /// Who invites.
    fn who(&self) -> String;
    /// In which role.
    fn role_words(&self) -> String;
    /// The events to which one is asked to come once one accepts: title and beginning.
    fn meetings(&self) -> Vec<(&str, String)>;
    /// Until when it can be answered.
    fn until(&self) -> String;
}

impl InvitationWords for Invitation {
    fn meetings(&self) -> Vec<(&str, String)> {
        fn told(event: &Announced) -> (&str, String) {
            let when = date::moment(event.starts_at, event.zone);
            let when = if event.is_date_tentative {
                text("letter-date-tentative", &[("when", (&when).into())])
            } else {
                when
            };
            (&event.title, when)
        }
        self.events.iter().map(told).collect()
    }

    fn who(&self) -> String {
        self.by.as_ref().map_or_else(|| text("letter-someone", &[]), |by| by.name.clone())
    }

    fn role_words(&self) -> String {
        let key = match self.role {
            Role::Lead => "letter-role-lead",
            Role::Organiser => "letter-role-organiser",
            Role::Member => "letter-role-member",
        };
        text(key, &[])
    }

    fn until(&self) -> String {
        date::deadline(self.expires_at, FEDERATION_ZONE)
    }
}

pub(super) trait CharterVersionWords {
    /// For whom the signatures are, from «pour» on; nothing when it is for the reader alone.
    fn signatories(&self) -> Option<String>;

    /// Whether there are several.
    fn are_several(&self) -> bool;

    /// That they stand.
    fn kept(&self) -> String;
}

impl CharterVersionWords for CharterVersion {
    fn signatories(&self) -> Option<String> {
        let signatories = &self.signatories;
        let named = |name: &String| text("letter-for", &[("whom", name.into())]);
        let mut all: Vec<String> = signatories.employers.iter().map(named).collect();
        let last = all.pop()?;
        if signatories.has_own {
            all.insert(0, text("letter-for-oneself", &[]));
        }
        if all.is_empty() {
            return Some(last);
        }
        let before = all.join(", ");
        Some(text("letter-and", &[("before", (&before).into()), ("last", (&last).into())]))
    }

    fn are_several(&self) -> bool {
        self.signatories.employers.len() + usize::from(self.signatories.has_own) > 1
    }

    fn kept(&self) -> String {
        let Some(whom) = self.signatories() else { return text("letter-kept-own", &[]) };
        let key = if self.are_several() { "letter-kept-several" } else { "letter-kept" };
        text(key, &[("whom", (&whom).into())])
    }
}

/// Why one is asked to sign: for oneself, for the employers for whom one acts, or both.
pub(super) fn why_asked(version: &CharterVersion) -> &'static str {
    match (version.signatories.has_own, version.signatories.employers.is_empty()) {
        (true, true) if version.enrolled_in.is_some() => "letter-reason-charter-asked-enrolled",
        (true, true) => "letter-reason-charter-asked",
        (true, false) => "letter-reason-charter-asked-both",
        (false, _) => "letter-reason-charter-asked-structure",
    }
}

/// Why one hears of a charter that one signed, or that an employer did for whom one acts.
pub(super) fn why_informed(version: &CharterVersion) -> &'static str {
    if version.signatories.has_own {
        "letter-reason-charter-informed"
    } else {
        "letter-reason-charter-informed-structure"
    }
}

pub(super) trait SignatureWords {
    /// For whom it is signed.
    fn signatory(&self) -> &str;
    /// The last day on which it holds.
    fn last_day(&self) -> Option<String>;
}

impl SignatureWords for Signature {
    fn signatory(&self) -> &str {
        match &self.side {
            Side::Volunteer(person) => &person.name,
            Side::Structure(name) => name,
        }
    }

    fn last_day(&self) -> Option<String> {
        self.expires_on.and_then(|day| day.pred_opt()).map(date::day)
    }
}

pub(super) trait MessageWords {
    /// As whom its writer writes, from «vous écrit» on.
    fn as_whom(&self) -> String;
}

impl MessageWords for Message {
    fn as_whom(&self) -> String {
        match &self.network {
            Some(network) => text("letter-for-team", &[("of", (&elision::of(network)).into())]),
            None => text("letter-by-directory", &[]),
        }
    }
}

pub(super) trait LinkWords {
    /// Until when it opens: a quarter of an hour needs no date.
    fn until(&self) -> String;

    /// Until when it opens, with its day.
    fn until_day(&self) -> String;
}

impl LinkWords for SignInLink {
    fn until(&self) -> String {
        date::time(self.expires_at.with_timezone(&FEDERATION_ZONE).time())
    }

    fn until_day(&self) -> String {
        date::moment(self.expires_at, FEDERATION_ZONE)
    }
}

pub(super) trait FormerEmailWords {
    /// Since when the account has another address.
    fn moment(&self) -> String;
}

impl FormerEmailWords for FormerEmail {
    fn moment(&self) -> String {
        date::moment(self.changed_at, FEDERATION_ZONE)
    }
}

pub(super) trait UnseenWords {
    /// The day on which the record is closed.
    fn closing_day(&self) -> String;

    /// The day on which what is personal is erased.
    fn erasing_day(&self) -> String;
}

impl UnseenWords for Unseen {
    fn closing_day(&self) -> String {
        date::day(self.closes_on)
    }

    fn erasing_day(&self) -> String {
        date::day(self.erased_on)
    }
}

/// What a letter says of an administrator who acts as its reader.
pub(super) trait ActedWords {
    /// Since when.
    fn beginning(&self) -> String;

    /// Until when at most, from «jusqu’» on; the same day needs no name.
    fn ending(&self) -> String;
}

impl ActedWords for Acted {
    fn beginning(&self) -> String {
        date::moment(self.started_at, FEDERATION_ZONE)
    }

    fn ending(&self) -> String {
        let local = |at: DateTime<Utc>| at.with_timezone(&FEDERATION_ZONE).naive_local();
        let (from, until) = (local(self.started_at), local(self.until));
        if from.date() == until.date() {
            return text("letter-until-time", &[("time", (&date::time(until.time())).into())]);
        }
        let moment = date::moment(self.until, FEDERATION_ZONE);
        text("letter-until-moment", &[("moment", (&moment).into())])
    }
}
