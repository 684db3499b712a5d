//! The agenda and the questions, as the page shows them.

use chrono_tz::Tz;
use domain::{
    id::{QuestionId, SessionId},
    question::Kind,
    registration::{Choice, ChoiceState},
    session::Session,
};
use locales::{date, text};

use super::EventPage;
use crate::{markdown, words};

/// What begins at the same time: one goes to one of them.
pub(super) struct Round {
    pub(super) number: i32,
    /// The name of its choice in the form.
    pub(super) name: String,
    pub(super) when: String,
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
    pub(super) is_typed: bool,
    pub(super) is_chosen: bool,
    pub(super) standing: Option<String>,
    pub(super) has_begun: bool,
}

/// A question to those who register.
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the form")]
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) prompt: String,
    pub(super) choices: Vec<String>,
    pub(super) is_choice: bool,
    pub(super) is_yes_no: bool,
    pub(super) is_required: bool,
    pub(super) is_sensitive: bool,
    pub(super) value: String,
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
            let when =
                if has_days { format!("{}, {time}", date::day(local.date_naive())) } else { time };
            rounds.push(Round {
                number: session.round,
                name: format!("round-{}", session.round),
                when,
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
    let speakers: Vec<_> = session.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    Item {
        title: session.title.clone(),
        times: date::times(session.starts_at, session.ends_at, zone),
        room: session.room.clone().filter(|room| !room.is_empty()),
        speakers: words::names(&speakers),
        description: markdown::to_html(&session.description),
        seats: words::seats(session.capacity, held.taken, held.waiting),
        is_typed: page.typed.is(&format!("round-{}", session.round), &id),
        is_chosen: own.is_some(),
        standing: own.map(standing),
        has_begun: session.starts_at <= page.now,
        id,
    }
}

fn standing(choice: &Choice) -> String {
    match choice.state {
        ChoiceState::Waitlisted => {
            text("page-line", &[("position", choice.position.unwrap_or(1).into())])
        }
        ChoiceState::Confirmed | ChoiceState::Cancelled => "Vous y avez une place.".to_owned(),
    }
}

pub(super) fn questions(page: &EventPage<'_>) -> Vec<Asked> {
    let asked = page.read.questions.iter().map(|question| {
        let name = format!("answer-{}", QuestionId::of(question.id));
        let given = page.read.answers.get(&question.id).map(String::as_str);
        let value = page.typed.find(&name).or(given).unwrap_or_default().to_owned();
        Asked {
            name,
            prompt: question.prompt.clone(),
            choices: question.choices.clone(),
            is_choice: question.kind == Kind::Choice,
            is_yes_no: question.kind == Kind::YesNo,
            is_required: question.is_required,
            is_sensitive: question.is_sensitive,
            value,
        }
    });
    asked.collect()
}
