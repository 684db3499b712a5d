//! An event: what, when, where, and everything that one may do there about oneself.

mod letter;
pub mod organise;
mod own;
mod view;

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    attendance::{Attendance, State as Came},
    error::{Denied, Needs},
    event::{Audience, Event, Held, Mode, State as EventState},
    id::EventId,
    network::Network,
    question::Question,
    registration::{Attends, Chance, Choice, Registration, State, cancellable_until},
    session::Session,
};
use locales::text;
use uuid::Uuid;

use super::{Frame, Problem, Typed, written::pages};
use crate::{
    component::{Badge, DateTile, Field, Form, OwnName, Tone},
    markdown, words,
};
pub use letter::{AnswerPage, ClosedLinkPage};
use view::Round;

pages!(EventPage);

/// What was read about an event for whoever looks at it.
#[derive(Debug)]
pub struct Read {
    /// The event.
    pub event: Event,
    /// Who hosts it, in order.
    pub hosts: Vec<Network>,
    /// Its agenda, in order.
    pub sessions: Vec<Session>,
    /// How many seats are held in each.
    pub seats: HashMap<Uuid, Held>,
    /// What is asked of those who register.
    pub questions: Vec<Question>,
    /// What would come of registering.
    pub chance: Option<Chance>,
    /// Whether one is invited, whatever one answered.
    pub is_invited: bool,
    /// What is recorded of oneself.
    pub attendance: Option<Attendance>,
    /// One's own registration.
    pub own: Option<Registration>,
    /// The sessions that one chose.
    pub choices: Vec<Choice>,
    /// What one answered, by question.
    pub answers: HashMap<Uuid, String>,
}

/// A form of the page: its refusals stand beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Registering, or what became of it.
    #[default]
    Registration,
    /// Cancelling.
    Cancel,
    /// Saying that one will not come.
    Excuse,
    /// The answers to the questions.
    Answers,
    /// The agenda.
    Agenda,
}

impl Part {
    /// How the identifiers of its inputs begin.
    const fn word(self) -> &'static str {
        match self {
            Self::Registration => "register",
            Self::Cancel => "cancel",
            Self::Excuse => "excuse",
            Self::Answers => "change",
            Self::Agenda => "agenda",
        }
    }
}

/// An event.
#[derive(Template)]
#[template(path = "event/event.html")]
pub struct EventPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What was read about it.
    pub read: &'a Read,
    /// The bar of its pages, for those who organise it.
    pub tabs: Option<organise::EventTabs>,
    /// The present.
    pub now: DateTime<Utc>,
    /// What was typed.
    pub typed: &'a Typed,
    /// In which form.
    pub part: Part,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// What the link of the letter carries by which one answers without signing in.
    pub link: Option<&'a str>,
    /// Whether who registers is asked what they are called.
    pub asks_name: bool,
}

impl EventPage<'_> {
    fn event(&self) -> &Event {
        &self.read.event
    }

    fn tile(&self) -> DateTile {
        let event = self.event();
        let day = event.starts_at.with_timezone(&words::zone(event)).date_naive();
        DateTile::new(day, event.is_date_tentative && !self.is_cancelled())
    }

    /// How it stands, and what may still change.
    fn badges(&self) -> Vec<Badge<'static>> {
        // Of what is cancelled, whatever else was true no longer matters.
        let (own, noted) = if self.is_cancelled() {
            (None, None)
        } else {
            (self.own(), self.read.attendance.as_ref())
        };
        let own = own.filter(|_| !self.is_over());
        let noted = noted.filter(|noted| self.is_over() || noted.state == Came::Excused);
        let own = own.map(|own| Badge::registration(own.state));
        let noted = noted.map(|noted| Badge::attendance(noted.state));
        own.into_iter().chain(noted).chain(self.unsettled()).collect()
    }

    /// How the event itself stands, and what of it may still change, whoever looks.
    fn unsettled(&self) -> Vec<Badge<'static>> {
        let event = self.event();
        let may_change = !self.is_over() && !self.is_cancelled();
        let maybe = |is_so: bool, words: &'static str| {
            (is_so && may_change).then(|| Badge::new(words, Tone::Warn))
        };
        let rest = [
            Badge::event(event.state),
            maybe(event.is_date_tentative, "Date à confirmer"),
            maybe(event.is_venue_tentative && event.venue.is_some(), "Lieu à confirmer"),
        ];
        rest.into_iter().flatten().collect()
    }

    fn path(&self) -> String {
        format!("/events/{}", EventId::of(self.event().id))
    }

    fn action(&self, verb: &str) -> String {
        let path = self.path();
        match self.link {
            Some(link) => format!("{path}/letter/{link}/{verb}"),
            None => format!("{path}/{verb}"),
        }
    }

    /// One of the page's forms: what was typed in another stays there.
    fn form(&self, part: Part) -> Form<'_> {
        Form::new(self.typed, self.problems).only_if(self.part == part).called(part.word())
    }

    fn description(&self) -> String {
        markdown::to_html(&self.event().description)
    }

    fn is_draft(&self) -> bool {
        self.event().state == EventState::Draft
    }

    /// Why it does not take place as announced.
    fn change(&self) -> Option<String> {
        let event = self.event();
        match event.state {
            EventState::Draft => Some(text("page-event-is-draft", &[])),
            EventState::Postponed => {
                let former = event.former_starts_at.unwrap_or(event.starts_at);
                let former = former.with_timezone(&words::zone(event)).date_naive();
                let former = locales::date::day(former);
                let times = words::times(event);
                Some(if event.has_no_date() {
                    text("page-event-is-postponed", &[("former", (&former).into())])
                } else {
                    text(
                        "page-event-is-postponed-to",
                        &[("former", (&former).into()), ("times", (&times).into())],
                    )
                })
            }
            EventState::Cancelled => {
                let zone = words::zone(event);
                let times = locales::date::on_span(event.starts_at, event.ends_at, zone);
                Some(text("page-event-is-cancelled", &[("times", (&times).into())]))
            }
            EventState::Published | EventState::Done => None,
        }
    }

    /// What was just done, in the section where one lands.
    fn notice(&self, is_of_agenda: bool) -> Option<&'static str> {
        let of_agenda = ["session-chosen", "session-left"].map(super::notice);
        self.frame.notice.filter(|_| of_agenda.contains(&self.frame.notice) == is_of_agenda)
    }

    /// Whether its places are still to be had.
    fn has_places(&self) -> bool {
        !self.is_over() && matches!(self.event().state, EventState::Draft | EventState::Published)
    }

    fn is_cancelled(&self) -> bool {
        self.event().state == EventState::Cancelled
    }

    /// Whether it still takes place.
    fn is_to_come(&self) -> bool {
        !self.is_over() && !self.is_cancelled()
    }

    /// What was put off is to come, whatever day was said.
    fn is_over(&self) -> bool {
        let has_ended = self.event().ends_at <= self.now && !self.is_put_off();
        self.event().state == EventState::Done || has_ended
    }

    fn is_put_off(&self) -> bool {
        self.event().state == EventState::Postponed
    }

    /// The places of each way to take part.
    fn places(&self) -> Vec<(String, String)> {
        let places = self.read.chance.iter().flat_map(|chance| &chance.places);
        places
            .filter(|(attends, _)| self.is_possible(*attends))
            .map(|(attends, places)| (words::attends(*attends), words::places(*places)))
            .collect()
    }

    fn is_possible(&self, attends: Attends) -> bool {
        match self.event().mode {
            Mode::Both => true,
            Mode::OnSite => attends == Attends::OnSite,
            Mode::Online => attends == Attends::Online,
        }
    }

    fn is_both(&self) -> bool {
        self.event().mode == Mode::Both
    }

    /// Whether each place that one could have is taken.
    fn is_full(&self) -> bool {
        let Some(chance) = &self.read.chance else { return false };
        let mut places =
            chance.places.iter().filter(|(attends, _)| self.is_possible(*attends)).peekable();
        places.peek().is_some() && places.all(|(_, places)| !places.has_room())
    }

    /// Whether the event's line decides whether one gets seats in its sessions.
    fn is_in_line(&self) -> bool {
        match self.own() {
            Some(own) => own.state == State::Waitlisted,
            None => self.is_full(),
        }
    }

    fn may_register(&self) -> bool {
        let chance = self.read.chance.as_ref();
        chance.is_some_and(|chance| chance.answer.is_ok() && chance.refusal.is_none())
    }

    fn must_sign_in(&self) -> bool {
        let chance = self.read.chance.as_ref();
        chance.is_some_and(|chance| {
            chance.refusal.is_none() && chance.answer == Err(Denied::Anonymous)
        })
    }

    /// Why one cannot register, when it is neither over nor a question of signing in.
    fn why_not(&self) -> Option<String> {
        let chance = self.read.chance.as_ref()?;
        if let Some(refusal) = &chance.refusal {
            return Some(words::refusal(refusal));
        }
        match chance.answer {
            Ok(_) | Err(Denied::Anonymous) => None,
            Err(Denied::Forbidden(Needs::Membership)) => self.is_for(),
            Err(_) => Some("Les inscriptions ne vous sont pas ouvertes.".to_owned()),
        }
    }

    /// Whether one has to be in a network to register.
    fn must_enter(&self) -> bool {
        let chance = self.read.chance.as_ref();
        chance.is_some_and(|chance| {
            chance.refusal.is_none() && chance.answer == Err(Denied::Forbidden(Needs::Membership))
        })
    }

    /// For whom it is, when not for everybody.
    fn is_for(&self) -> Option<String> {
        let hosts: Vec<_> = self.read.hosts.iter().map(|host| host.name.as_str()).collect();
        let hosts = words::names(&hosts);
        match self.event().audience {
            Audience::Everyone => None,
            Audience::Federation => Some(format!(
                "Cette rencontre est réservée aux membres de {hosts} et des réseaux de la même fédération."
            )),
            Audience::Hosts => {
                Some(format!("Cette rencontre est réservée aux membres de {hosts}."))
            }
        }
    }

    fn needs_approval(&self) -> bool {
        self.read.chance.as_ref().is_some_and(|chance| chance.needs_approval)
    }

    fn submit(&self) -> &'static str {
        if self.needs_approval() {
            "Demander à m’inscrire"
        } else if self.is_full() {
            "Rejoindre la liste d’attente"
        } else {
            "M’inscrire"
        }
    }

    /// When registration opens or closes, when that is still to come.
    fn window(&self) -> Option<String> {
        let event = self.event();
        let opens = event.registration_opens_at.filter(|opens| *opens > self.now);
        if let Some(opens) = opens {
            return Some(format!("à partir du {}", words::moment(event, opens)));
        }
        let closes = event.registration_closes_at.filter(|closes| *closes > self.now)?;
        Some(format!("jusqu’au {}", words::deadline(event, closes)))
    }

    fn cancellable_until(&self) -> Option<String> {
        let event = self.event();
        let until = event.cancel_until.filter(|until| *until > self.now && !self.is_put_off())?;
        Some(words::deadline(event, until))
    }

    /// Whether one may still leave by oneself.
    fn may_cancel(&self) -> bool {
        let event = self.event();
        let until = cancellable_until(event.state, event.cancel_until, event.starts_at);
        !self.is_confirmed() || until.is_none_or(|until| until > self.now)
    }

    fn has_begun(&self) -> bool {
        self.event().starts_at <= self.now
    }

    fn rounds(&self) -> Vec<Round> {
        view::rounds(self)
    }

    /// What one chose at each hour at which there is something to choose; nothing where it is still open.
    fn chosen(&self) -> Vec<(String, String)> {
        let rounds = self.rounds().into_iter().filter_map(|round| {
            let chosen = round.sessions.iter().filter_map(|session| session.chosen.as_deref());
            let titles: Vec<_> = chosen.collect();
            let is_open =
                round.sessions.len() > 1 && round.sessions.iter().all(|session| !session.has_begun);
            (is_open || !titles.is_empty()).then(|| (round.when.clone(), titles.join(", ")))
        });
        rounds.collect()
    }

    fn own_name(&self) -> Option<OwnName<'_>> {
        self.asks_name.then(|| OwnName::of(&self.form(Part::Registration), ("", "")))
    }

    /// What those who register must say: the way, and the questions that need an answer.
    fn needed_fields(&self) -> Vec<Field<'_>> {
        let fields = view::registration_fields(self).into_iter();
        fields.filter(|field| !field.is_optional()).collect()
    }

    /// What they may say: a session in each round, and the other questions.
    fn optional_fields(&self) -> Vec<Field<'_>> {
        view::registration_fields(self).into_iter().filter(Field::is_optional).collect()
    }

    fn answer_fields(&self) -> Vec<Field<'_>> {
        view::answer_fields(self, Part::Answers)
    }
}
