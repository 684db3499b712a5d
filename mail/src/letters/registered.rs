//! A registration in words, seen from when its letter leaves.

use chrono::{DateTime, Utc};
use domain::{
    event::{Mode, State as EventState},
    letter::{Attends, Event, Registration, RegistrationState},
    outbox::Aspect,
    registration::cancellable_until,
};
use locales::{date, text};

use super::words::{EventWords as _, joined};

/// A registration, seen from now.
pub(super) struct Registered {
    pub(super) event: Event,
    pub(super) registration: Registration,
    pub(super) now: DateTime<Utc>,
    /// What of the event changed.
    pub(super) changed: Vec<Aspect>,
    /// Whether it was put off, and stands again.
    pub(super) is_again: bool,
    /// Whether somebody else took the registration back.
    pub(super) is_by_organiser: bool,
}

impl Registered {
    pub(super) fn place(&self) -> String {
        self.event.place_for(self.registration.attends)
    }

    /// How one takes part, where there are two ways.
    fn way(&self) -> Option<Attends> {
        (self.event.mode == Mode::Both).then_some(self.registration.attends)
    }

    /// How one takes part, in one sentence.
    pub(super) fn how(&self) -> Option<String> {
        let key = match self.way()? {
            Attends::OnSite => "letter-how-on-site",
            Attends::Online => "letter-how-online",
        };
        Some(text(key, &[]))
    }

    /// Which places are all taken.
    pub(super) fn full(&self) -> String {
        let key = match self.way() {
            None => "letter-full",
            Some(Attends::OnSite) => "letter-full-on-site",
            Some(Attends::Online) => "letter-full-online",
        };
        text(key, &[])
    }

    /// Which place came free.
    pub(super) fn freed(&self) -> String {
        let key = match self.way() {
            None => "letter-freed",
            Some(Attends::OnSite) => "letter-freed-on-site",
            Some(Attends::Online) => "letter-freed-online",
        };
        text(key, &[])
    }

    /// How near the event is, counted in days as people count them.
    pub(super) fn nearness(&self) -> String {
        text("letter-in-days", &[("days", self.days().into())])
    }

    /// The same, at the beginning of a subject.
    pub(super) fn nearness_title(&self) -> String {
        text("letter-in-days-title", &[("days", self.days().into())])
    }

    fn days(&self) -> i64 {
        let day = |at: DateTime<Utc>| at.with_timezone(&self.event.zone).date_naive();
        (day(self.event.starts_at) - day(self.now)).num_days().max(0)
    }

    pub(super) fn place_in_line(&self) -> String {
        let position = self.registration.place_in_line.max(1);
        text("page-line", &[("position", position.into())])
    }

    /// Whether a place is kept until one answers.
    pub(super) fn is_offered(&self) -> bool {
        self.registration.is_offered(self.now)
    }

    /// Whether no day is known for sure: it was put off.
    pub(super) fn is_put_off(&self) -> bool {
        self.event.state == EventState::Postponed
    }

    /// Whether one was offered a place: nobody takes it while the event is put off, and it waits.
    pub(super) fn was_offered(&self) -> bool {
        self.registration.state == RegistrationState::Offered
    }

    /// Whether one may still leave by oneself: who has no place yet, always.
    pub(super) fn may_cancel(&self) -> bool {
        let event = &self.event;
        let until = cancellable_until(event.state, event.cancel_until, event.starts_at);
        !self.registration.is_confirmed() || until.is_none_or(|until| until > self.now)
    }

    /// Whether a place that one leaves is one that another may need.
    pub(super) fn are_places_limited(&self) -> bool {
        let capacity = match self.registration.attends {
            Attends::OnSite => self.event.capacity_on_site,
            Attends::Online => self.event.capacity_online,
        };
        capacity.is_some()
    }

    /// Until when one may, where there is a deadline.
    pub(super) fn cancellable_until(&self) -> Option<String> {
        self.event.cancel_until.map(|at| date::deadline(at, self.event.zone))
    }

    /// Whether who has no registration any more may register anew.
    pub(super) fn may_register_again(&self) -> bool {
        let state = self.registration.state;
        let is_over = matches!(state, RegistrationState::Declined | RegistrationState::Cancelled);
        is_over && self.event.takes_registrations(self.now)
    }

    /// Whether who took it back, or lost it, has asked again since.
    pub(super) fn is_registered_again(&self) -> bool {
        self.registration.state != RegistrationState::Cancelled
    }

    /// Whether an organiser is still to say yes or no.
    pub(super) fn is_pending(&self) -> bool {
        self.registration.state == RegistrationState::Pending
    }

    /// The sessions that one asked for without a seat so far, in one sentence or two.
    pub(super) fn waited_sessions(&self) -> Option<String> {
        let sessions = self.registration.waited_sessions.iter().map(|session| {
            let title = ("title", (&session.title).into());
            match session.position {
                Some(position) => {
                    text("letter-session-in-line", &[title, ("position", position.into())])
                }
                None => session.title.clone(),
            }
        });
        let sessions = sessions.collect::<Vec<_>>().join(" ; ");
        if sessions.is_empty() {
            return None;
        }
        let key = if !self.registration.is_confirmed() {
            "letter-sessions-wished"
        } else if self.is_put_off() {
            "letter-sessions-wished-later"
        } else {
            "letter-sessions-in-line"
        };
        Some(text(key, &[("sessions", (&sessions).into())]))
    }

    /// When one still has to choose between sessions, in one sentence: who has a place and means to come.
    pub(super) fn to_choose(&self) -> Option<String> {
        let Registration { to_choose, is_excused, .. } = &self.registration;
        if !self.registration.is_confirmed() || *is_excused {
            return None;
        }
        let (event, zone) = (&self.event, self.event.zone);
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let has_days = day(event.starts_at) != day(event.ends_at);
        let hours = to_choose.iter().map(|at| {
            let time = date::time(at.with_timezone(&zone).time());
            if has_days { format!("{time} ({})", date::day_of_year(day(*at))) } else { time }
        });
        let hours: Vec<_> = hours.collect();
        let hours: Vec<_> = hours.iter().map(String::as_str).collect();
        let hours = joined(&hours)?;
        Some(text("letter-to-choose", &[("hours", (&hours).into())]))
    }

    /// What changed, in one sentence; nothing when the letter does not know.
    pub(super) fn what_changed(&self) -> Option<String> {
        // The letter begins with the date of what stands again.
        let is_said = |aspect: &&Aspect| {
            !(self.is_again && matches!(aspect, Aspect::Day | Aspect::Certainty))
        };
        let aspects = self.changed.iter().filter(is_said).filter_map(|aspect| {
            let key = match aspect {
                Aspect::Day => "letter-changed-day",
                Aspect::Hours => "letter-changed-hours",
                Aspect::Certainty if self.event.is_date_tentative => "letter-changed-tentative",
                Aspect::Certainty => "letter-changed-certain",
                Aspect::Place => "letter-changed-place",
                Aspect::Link => "letter-changed-link",
                Aspect::Agenda => "letter-changed-agenda",
                // It has a sentence of its own.
                Aspect::Excuse => return None,
            };
            Some(text(key, &[]))
        });
        let what = aspects.collect::<Vec<_>>().join(" ; ");
        if what.is_empty() {
            return None;
        }
        Some(text("letter-changed", &[("what", (&what).into())]))
    }

    /// Whether it takes place on another day than was said.
    pub(super) fn has_day_changed(&self) -> bool {
        self.changed.contains(&Aspect::Day)
    }

    /// Whether it takes place on the same day at other hours.
    pub(super) fn have_hours_changed(&self) -> bool {
        !self.has_day_changed() && self.changed.contains(&Aspect::Hours)
    }

    /// Whether an excuse of the reader counts no more, because the day was changed; one that was sent anew
    /// counts.
    pub(super) fn has_lost_excuse(&self) -> bool {
        !self.registration.is_excused && self.changed.contains(&Aspect::Excuse)
    }

    /// Whether who said before the change that they will not come is to say it again: who has counts.
    pub(super) fn is_excuse_asked(&self) -> bool {
        !self.registration.is_excused && !self.has_lost_excuse()
    }

    /// Whether nothing is other than was told: the day was changed, and is the former one again.
    pub(super) fn is_day_back(&self) -> bool {
        !self.is_again && self.changed == [Aspect::Excuse]
    }

    pub(super) fn offered_until(&self) -> String {
        let until = self.registration.offered_until.unwrap_or(self.event.starts_at);
        date::deadline(until, self.event.zone)
    }
}

/// Why one receives a letter about an event where one has no place yet.
pub(super) fn waits(registration: &Registration) -> Option<&'static str> {
    match registration.state {
        RegistrationState::Pending => Some("letter-reason-asked"),
        RegistrationState::Waitlisted => Some("letter-reason-waiting"),
        RegistrationState::Offered => Some("letter-reason-offered"),
        _ => None,
    }
}

/// The same once the event will not take place: nobody waits for it any more.
pub(super) fn waited(registration: &Registration) -> Option<&'static str> {
    match registration.state {
        RegistrationState::Pending => Some("letter-reason-asked"),
        RegistrationState::Waitlisted => Some("letter-reason-waited"),
        RegistrationState::Offered => Some("letter-reason-was-offered"),
        _ => None,
    }
}
