//! The meetings that the staff of a structure may attend, and who of them is registered.

use askama::Template;
use domain::{
    employer::Employer,
    employment::{Attendance, Participation},
    event::Event,
    id::EmployerId,
    network::Network,
    registration::State,
};

use super::EmployerTabs;
use crate::{
    component::{EventLine, Form, Pager},
    pages::{Frame, Typed, calendar, member::branches, written::pages},
    words,
};

pages!(EmployerCalendarPage);

/// One meeting, and who of the staff is registered.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// The meeting.
    pub event: Event,
    /// Who of the staff has a registration, however far it is.
    pub staff: Vec<Participation>,
    /// Whether this person knows who of the staff comes.
    pub is_known: bool,
}

impl Meeting {
    /// Those who come, then those who wait for a place, then those who said that they will not come;
    /// nothing when one does not know.
    fn people(&self) -> Option<String> {
        if !self.is_known {
            return None;
        }
        let of = |label: &str, is: fn(&Participation) -> bool| {
            let found = self.staff.iter().filter(|one| is(one));
            let mut names: Vec<String> = found.map(|one| words::employed(&one.member)).collect();
            names.sort();
            let names = words::names(&names.iter().map(String::as_str).collect::<Vec<_>>());
            (!names.is_empty()).then(|| format!("{label} : {names}."))
        };
        let sentences = [
            of("De l’équipe", |one| one.state == Some(State::Confirmed) && !is_excused(one)),
            of("En attente d’une place ou d’une réponse", |one| {
                let waits = [State::Pending, State::Waitlisted, State::Offered];
                one.state.is_some_and(|state| waits.contains(&state)) && !is_excused(one)
            }),
            of("Absence annoncée", is_excused),
        ];
        let sentences: Vec<_> = sentences.into_iter().flatten().collect();
        if sentences.is_empty() {
            return Some("Aucune inscription dans l’équipe.".to_owned());
        }
        Some(sentences.join(" "))
    }
}

fn is_excused(one: &Participation) -> bool {
    one.attendance == Some(Attendance::Excused)
}

/// The meetings that the staff may attend.
#[derive(Template)]
#[template(path = "employer/calendar.html")]
pub struct EmployerCalendarPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// What is looked for.
    pub asked: &'a Typed,
    /// The networks in which one may look, with their depth.
    pub networks: &'a [(usize, Network)],
    /// Whether this person sees who comes to some meetings only.
    pub is_partial: bool,
    /// The meetings, the next first.
    pub meetings: &'a [Meeting],
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl EmployerCalendarPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn is_filtered(&self) -> bool {
        ["search", "network", "kind"].iter().any(|name| self.asked.filled(name).is_some())
    }

    fn base(&self) -> String {
        format!("/employers/{}", EmployerId::of(self.employer.id))
    }
}
