//! The meetings that the staff of a structure may attend, and who of them is registered.

use askama::Template;
use domain::{
    employer::Employer, employment::Participation, event::Event, id::EmployerId,
    registration::State,
};

use super::EmployerTabs;
use crate::{
    component::{EventLine, Pager},
    pages::{Frame, frame::pages},
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
    /// Those who have a place, then those who wait for one; nothing when one does not know.
    fn people(&self) -> Option<String> {
        if !self.is_known {
            return None;
        }
        let of = |is: fn(State) -> bool| {
            let found = self.staff.iter().filter(|one| one.state.is_some_and(is));
            let mut names: Vec<String> = found
                .map(|one| {
                    format!("{} {}", one.member.first_name, one.member.last_name).trim().to_owned()
                })
                .collect();
            names.sort();
            words::names(&names.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let coming = of(|state| state == State::Confirmed);
        let waiting =
            of(|state| matches!(state, State::Pending | State::Waitlisted | State::Offered));
        Some(match (coming.as_str(), waiting.as_str()) {
            ("", "") => "Aucune inscription dans l’équipe.".to_owned(),
            (coming, "") => format!("De l’équipe : {coming}."),
            ("", waiting) => format!("En attente d’une place ou d’une réponse : {waiting}."),
            (coming, waiting) => {
                format!(
                    "De l’équipe : {coming}. En attente d’une place ou d’une réponse : {waiting}."
                )
            }
        })
    }
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
    /// Whether this person sees who comes to some meetings only.
    pub is_partial: bool,
    /// The meetings, the next first.
    pub meetings: &'a [Meeting],
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl EmployerCalendarPage<'_> {
    fn base(&self) -> String {
        format!("/employers/{}", EmployerId::of(self.employer.id))
    }
}
