//! Who works for a structure, what they registered for and came to, and only that.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    employer::Employer,
    employment::{Attendance, Participation, ParticipationSorting, Staff, StaffSorting},
    event::State as EventState,
    id::{EmployerId, EventId, MemberId},
    registration::State,
};
use locales::{date, text};

use super::EmployerTabs;
use crate::{
    component::{Badge, Choice, Form, Pager, Tone},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(StaffPage, ParticipationsPage);

/// The orders of the list, with their words in the address.
const SORTINGS: [(&str, &str, StaffSorting); 3] = [
    ("", "Par nom", StaffSorting::ByName),
    ("present", "Le plus souvent présent·e d’abord", StaffSorting::MostPresent),
    ("newest", "Dernières arrivées d’abord", StaffSorting::Newest),
];

/// The order of this word.
pub fn sorting(word: &str) -> StaffSorting {
    let known = SORTINGS.into_iter().find(|(known, ..)| *known == word);
    known.map(|(.., sorting)| sorting).unwrap_or_default()
}

/// The orders of what they took part in, with their words in the address.
const PART_SORTINGS: [(&str, &str, ParticipationSorting); 4] = [
    ("", "Les plus récentes d’abord", ParticipationSorting::Latest),
    ("earliest", "Les plus anciennes d’abord", ParticipationSorting::Earliest),
    ("person", "Par personne", ParticipationSorting::ByPerson),
    ("state", "Ce qui attend d’abord, puis par état", ParticipationSorting::ByState),
];

/// The order of this word.
pub fn part_sorting(word: &str) -> ParticipationSorting {
    let known = PART_SORTINGS.into_iter().find(|(known, ..)| *known == word);
    known.map(|(.., sorting)| sorting).unwrap_or_default()
}

/// Who works there, and how much they took part.
#[derive(Template)]
#[template(path = "employer/staff.html")]
pub struct StaffPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// Whether this person sees what concerns some meetings only.
    pub is_partial: bool,
    /// The period that is asked for.
    pub asked: &'a Typed,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// The period as the end of an address, with its question mark.
    pub period: String,
    /// All that is asked for, as the end of an address, with its question mark.
    pub query: String,
    /// Who works there.
    pub staff: &'a [Staff],
    /// How many they are, and the way to the others.
    pub pager: Pager,
    /// The present day.
    pub today: NaiveDate,
}

impl StaffPage<'_> {
    /// The day on which somebody begins there, when that day is not come.
    fn ahead(&self, staff: &Staff) -> Option<String> {
        let begins = staff.employment.started_on;
        (begins > self.today).then(|| date::plain(begins))
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.asked, self.problems)
    }

    fn base(&self) -> String {
        format!("/employers/{}", EmployerId::of(self.employer.id))
    }

    fn has_period(&self) -> bool {
        ["from", "until"].iter().any(|name| !self.asked.get(name).is_empty())
    }

    fn is_searched(&self) -> bool {
        self.asked.filled("search").is_some()
    }

    fn sortings() -> Vec<Choice<'static>> {
        SORTINGS.map(|(word, name, _)| Choice::new(word, name)).to_vec()
    }

    /// The way to what this person took part in over the same period.
    fn of_person(&self, staff: &Staff) -> String {
        let mark = if self.period.is_empty() { "?" } else { "&" };
        let id = MemberId::of(staff.member.id);
        format!("{}/participations{}{mark}member={id}", self.base(), self.period)
    }
}

/// What they registered for and came to.
#[derive(Template)]
#[template(path = "employer/participations.html")]
pub struct ParticipationsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// Whether this person sees what concerns some meetings only.
    pub is_partial: bool,
    /// The period and the person that are asked for.
    pub asked: &'a Typed,
    /// What is wrong with the period.
    pub problems: &'a [Problem],
    /// The same as the end of an address, with its question mark.
    pub query: String,
    /// What they took part in.
    pub participations: Vec<&'a Participation>,
    /// The present.
    pub now: DateTime<Utc>,
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl ParticipationsPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, self.problems)
    }

    fn base(&self) -> String {
        format!("/employers/{}", EmployerId::of(self.employer.id))
    }

    fn is_filtered(&self) -> bool {
        ["from", "until", "search", "member"].iter().any(|name| self.asked.filled(name).is_some())
    }

    fn sortings() -> Vec<Choice<'static>> {
        PART_SORTINGS.map(|(word, name, _)| Choice::new(word, name)).to_vec()
    }

    /// Of whom alone it is, when the address names somebody.
    fn only(&self) -> Option<String> {
        self.asked.filled("member")?;
        self.participations.first().map(|one| words::employed(&one.member))
    }

    fn badges(&self, one: &Participation) -> Vec<Badge<'static>> {
        match Standing::of(one, self.now) {
            Standing::Recorded(attendance) => vec![Badge::attendance(attendance)],
            Standing::CalledOff => vec![Badge::new(called_off(), Tone::Bad)],
            Standing::PutOff(state) => [Badge::registration_of_somebody(state)]
                .into_iter()
                .chain(Badge::event(EventState::Postponed))
                .collect(),
            Standing::Registered(state) => vec![Badge::registration_of_somebody(state)],
            Standing::Unrecorded => vec![Badge::new(UNRECORDED, Tone::Quiet)],
        }
    }
}

const UNRECORDED: &str = "Présence non notée";

/// How a participation stands.
enum Standing {
    /// Whether they came is recorded.
    Recorded(Attendance),
    /// The event is cancelled: whatever else was true no longer matters.
    CalledOff,
    /// The event is put off; the registration is kept.
    PutOff(State),
    /// How far the registration is.
    Registered(State),
    /// It has begun, and nothing is recorded.
    Unrecorded,
}

impl Standing {
    fn of(one: &Participation, now: DateTime<Utc>) -> Self {
        match (one.attendance, one.event_state, one.state) {
            (Some(attendance), ..) => Self::Recorded(attendance),
            (None, EventState::Cancelled, _) => Self::CalledOff,
            (None, EventState::Postponed, Some(state)) => Self::PutOff(state),
            (None, _, Some(State::Confirmed)) if one.starts_at <= now => Self::Unrecorded,
            (None, _, Some(state)) => Self::Registered(state),
            (None, _, None) => Self::Unrecorded,
        }
    }
}

fn called_off() -> String {
    text("page-part-called-off", &[])
}

/// How a participation stands, in a word, as its badges say it.
pub fn standing(one: &Participation, now: DateTime<Utc>) -> String {
    match Standing::of(one, now) {
        Standing::Recorded(attendance) => words::attendance(attendance),
        Standing::CalledOff => called_off(),
        Standing::PutOff(state) => {
            let standing = words::state_of_somebody(state);
            text("page-part-put-off", &[("standing", (&standing).into())])
        }
        Standing::Registered(state) => words::state_of_somebody(state),
        Standing::Unrecorded => UNRECORDED.to_owned(),
    }
}

fn event_path(one: &Participation) -> String {
    format!("/events/{}", EventId::of(one.event_id))
}
