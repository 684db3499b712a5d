//! The agenda and the questions, as the page shows them.

use chrono_tz::Tz;
use domain::{
    id::{QuestionId, SessionId},
    question::Kind,
    registration::{Choice as Chosen, ChoiceState, State},
    session::Session,
};
use locales::{date, text};

use super::{EventPage, Part};
use crate::{
    component::{Choice, Field},
    markdown, words,
};

/// What begins at the same time: one goes to one of them.
pub(super) struct Round {
    pub(super) number: i32,
    /// The name of its choice in the form.
    pub(super) name: String,
    pub(super) when: String,
    /// What its choice is called in the form.
    prompt: String,
    pub(super) sessions: Vec<Item>,
}

impl Round {
    /// Whether there is something to choose: not for what everybody goes to.
    pub(super) fn is_choice(&self) -> bool {
        self.sessions.len() > 1 || self.sessions.iter().any(|session| session.seats.is_some())
    }
}

/// An item of the agenda.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) times: String,
    pub(super) room: Option<String>,
    pub(super) speakers: String,
    pub(super) description: String,
    pub(super) seats: Option<String>,
    pub(super) standing: Option<String>,
    /// The title, with what is to be known of one's choice.
    pub(super) chosen: Option<String>,
    /// Whether one stands in its line.
    pub(super) is_awaited: bool,
    /// Whether who chooses it waits for a seat.
    pub(super) is_full: bool,
    /// What becomes of the seat that one has at the same time, for who chooses it.
    pub(super) instead: Option<String>,
    pub(super) has_begun: bool,
}

pub(super) fn rounds(page: &EventPage<'_>) -> Vec<Round> {
    let zone = words::zone(page.event());
    let day = |session: &Session| session.starts_at.with_timezone(&zone).date_naive();
    let first = page.read.sessions.first().map(day);
    let has_days = page.read.sessions.iter().any(|session| Some(day(session)) != first);
    let mut rounds: Vec<Round> = Vec::new();
    for session in &page.read.sessions {
        let item = item(page, session, zone);
        if let Some(round) = rounds.last_mut().filter(|round| round.number == session.round) {
            round.sessions.push(item);
        } else {
            let local = session.starts_at.with_timezone(&zone);
            let time = date::time(local.time());
            let (when, prompt) = if has_days {
                let day = date::day(local.date_naive());
                (format!("{day}, {time}"), words::capital(&format!("{day} à {time}")))
            } else {
                let prompt = format!("À {time}");
                (time, prompt)
            };
            rounds.push(Round {
                number: session.round,
                name: format!("round-{}", session.round),
                when,
                prompt,
                sessions: vec![item],
            });
        }
    }
    rounds
}

fn item(page: &EventPage<'_>, session: &Session, zone: Tz) -> Item {
    let id = SessionId::of(session.id).to_string();
    let held = page.read.seats.get(&session.id).copied().unwrap_or_default();
    let own =
        page.read.choices.iter().find(|choice| {
            choice.session_id == session.id && choice.state != ChoiceState::Cancelled
        });
    let is_full = session.capacity.is_some_and(|capacity| held.taken >= i64::from(capacity));
    let speakers: Vec<_> = session.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    Item {
        title: session.title.clone(),
        times: date::times(session.starts_at, session.ends_at, zone),
        room: session.room.clone().filter(|room| !room.is_empty()),
        speakers: words::names(&speakers),
        description: markdown::to_html(&session.description),
        seats: words::seats(session.capacity, held, page.is_in_line())
            .filter(|_| page.is_to_come()),
        standing: own.map(|choice| standing(page, choice)),
        chosen: own.map(|choice| words::chosen(&session.title, choice)),
        is_awaited: own.is_some_and(|choice| {
            choice.state == ChoiceState::Waitlisted && choice.position.is_some()
        }),
        is_full,
        instead: instead(page, session, is_full).filter(|_| own.is_none()),
        has_begun: session.starts_at <= page.now,
        id,
    }
}

/// What becomes of the seat that one has beside this session.
fn instead(page: &EventPage<'_>, session: &Session, is_full: bool) -> Option<String> {
    let has_seat = |other: &&Session| {
        let choices = &page.read.choices;
        choices.iter().any(|own| own.session_id == other.id && own.state == ChoiceState::Confirmed)
    };
    let mut beside = page
        .read
        .sessions
        .iter()
        .filter(|other| other.starts_at < session.ends_at && session.starts_at < other.ends_at);
    let other = beside.find(has_seat)?;
    let key = if is_full { "page-session-keeps" } else { "page-session-leaves" };
    Some(text(key, &[("title", (&other.title).into())]))
}

fn standing(page: &EventPage<'_>, choice: &Chosen) -> String {
    match choice.state {
        ChoiceState::Waitlisted => match choice.position {
            Some(position) => text("page-session-line", &[("position", position.into())]),
            None => text(
                match page.own().map(|own| own.state) {
                    Some(State::Offered) => "page-session-after-offer",
                    Some(State::Pending) => "page-session-after-approval",
                    _ => "page-session-after-line",
                },
                &[],
            ),
        },
        ChoiceState::Confirmed | ChoiceState::Cancelled => "Vous y avez une place.".to_owned(),
    }
}

/// What is asked of those who register.
pub(super) fn registration_fields<'a>(page: &'a EventPage<'_>) -> Vec<Field<'a>> {
    let form = page.form(Part::Registration);
    let mut fields = Vec::new();
    if page.is_both() {
        let ways = [Choice::new("on_site", "Sur place"), Choice::new("online", "En ligne")];
        fields.push(form.radios("attends", "Comment venez-vous ?", ways).required());
    }
    for round in rounds(page).into_iter().filter(Round::is_choice) {
        let later = Choice::new("", "Je déciderai plus tard");
        let choices = round.sessions.into_iter().map(choice).chain([later]);
        fields.push(form.radios(round.name, round.prompt, choices));
    }
    fields.extend(answer_fields(page, Part::Registration));
    fields
}

fn choice<'a>(session: Item) -> Choice<'a> {
    let choice = Choice::new(session.id, session.title);
    let choice = match session.seats {
        Some(seats) => choice.hint(seats),
        None => choice,
    };
    if session.has_begun { choice.closed() } else { choice }
}

/// The questions, with what was answered before.
pub(super) fn answer_fields<'a>(page: &'a EventPage<'_>, part: Part) -> Vec<Field<'a>> {
    let form = page.form(part);
    let fields = page.read.questions.iter().map(|question| {
        let name = format!("answer-{}", QuestionId::of(question.id));
        let prompt = question.prompt.as_str();
        let field = match question.kind {
            Kind::YesNo => {
                form.radios(name, prompt, [Choice::new("yes", "Oui"), Choice::new("no", "Non")])
            }
            Kind::Choice => {
                let choices = question.choices.iter();
                form.radios(name, prompt, choices.map(|choice| Choice::new(choice, choice)))
            }
            Kind::Text => form.area(2, name, prompt),
        };
        let given = page.read.answers.get(&question.id).map_or("", String::as_str);
        let field = field.first(given);
        let field = if question.is_required { field.required() } else { field };
        if question.is_sensitive {
            field.hint("Votre réponse sera effacée trente jours après la rencontre.")
        } else {
            field
        }
    });
    fields.collect()
}
