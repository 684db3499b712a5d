//! One's own space: what is next, what waits for an answer, what changed, and one's own pages.

mod email_change;
mod employments;
mod kept;
mod letters;
mod networks;
mod participation;
mod personal;
mod profile;
mod tabs;

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    attendance::{Attendance, State as Came},
    employer::Employer,
    event::{Event, State as EventState},
    id::{CharterId, EmployerId, EventId, InvitationId},
    letter::Lately,
    network::Network,
    registration::{Registration, State},
};
use locales::text;
use uuid::Uuid;

use super::{Frame, Problem, written::pages};
use crate::{
    component::{Badge, DateTile, Tone},
    words,
};

pub use email_change::{EmailChangePage, EmailConfirmPage};
pub use employments::{EmploymentsPage, Worked};
pub use kept::KeptFile;
pub use letters::LettersPage;
pub use networks::{Belonged, NetworksPage};
pub use participation::ParticipationPage;
pub(crate) use personal::scope_called;
pub use personal::{ErasePage, PersonalPage};
pub use profile::kind_of;
pub(crate) use profile::kinds;
pub use profile::{LookPage, Looks, ProfilePage};
pub use tabs::{OwnTabs, Tab};

pages!(MePage);

/// One's own space at one glance.
#[derive(Template)]
#[template(path = "me/me.html")]
pub struct MePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Why an answer was refused.
    pub problems: &'a [Problem],
    /// What waits for an answer, the most urgent first.
    pub awaited: Vec<Awaited<'a>>,
    /// One's next registrations.
    pub coming: Vec<Coming<'a>>,
    /// What else is announced where one may come.
    pub announced: Vec<&'a Event>,
    /// What one was told of late.
    pub lately: Vec<Told<'a>>,
    /// One's networks, with the role in each.
    pub networks: Vec<(&'a Network, String)>,
    /// Networks that one asks to enter.
    pub asked: Vec<&'a Network>,
    /// The employers for whom one acts.
    pub managed: &'a [Employer],
}

/// A registration to come.
pub struct Coming<'a> {
    /// The registration.
    pub registration: &'a Registration,
    /// Its event.
    pub event: &'a Event,
    /// The sessions that were chosen, with what is to be known of each.
    pub chosen: Vec<String>,
    /// The hours at which one still has to choose between sessions.
    pub to_choose: Vec<String>,
    /// What is recorded of oneself.
    pub noted: Option<&'a Attendance>,
}

impl Coming<'_> {
    fn path(&self) -> String {
        event_path(self.event)
    }

    fn tile(&self) -> DateTile {
        tile(self.event)
    }

    /// How one's registration stands, unless there is nothing left to come to, or one is there.
    fn badge(&self) -> Option<Badge<'static>> {
        (!self.is_cancelled() && !self.is_there())
            .then(|| Badge::registration(self.registration.state))
    }

    /// Whether one came, with or without a place.
    fn is_there(&self) -> bool {
        self.noted.is_some_and(|noted| noted.state == Came::Present)
    }

    fn is_cancelled(&self) -> bool {
        self.event.state == EventState::Cancelled
    }

    /// How soon it is, in a word, when it takes place.
    fn soon(&self, today: &NaiveDate) -> Option<String> {
        words::soon(self.event, *today).filter(|_| !self.is_cancelled())
    }

    fn event_badge(&self) -> Option<Badge<'static>> {
        Badge::event(self.event.state)
    }

    /// Whether one came, or said that one will not, in a word.
    fn noted_badge(&self) -> Option<Badge<'static>> {
        let is_said = |noted: &&Attendance| matches!(noted.state, Came::Present | Came::Excused);
        let noted = self.noted.filter(is_said)?;
        Some(Badge::attendance(noted.state))
    }

    /// What is still to be chosen.
    fn left(&self) -> Option<String> {
        let is_excused = self.noted.is_some_and(|noted| noted.state == Came::Excused);
        if self.to_choose.is_empty() || is_excused {
            return None;
        }
        let hours: Vec<_> = self.to_choose.iter().map(String::as_str).collect();
        Some(text("page-to-choose", &[("hours", (&words::names(&hours)).into())]))
    }

    fn line(&self) -> Option<String> {
        let position = self.registration.position?;
        let is_waiting = self.registration.state == State::Waitlisted && !self.is_there();
        (is_waiting && !self.is_cancelled())
            .then(|| text("page-line", &[("position", position.into())]))
    }
}

/// Something that waits for an answer.
pub enum Awaited<'a> {
    /// A place that is kept for a while.
    Offer(&'a Registration, &'a Event),
    /// An event that one is asked to come to.
    Event(&'a Event),
    /// A charter to sign, for oneself or for an employer.
    Charter {
        /// Which.
        id: Uuid,
        /// Its title.
        title: &'a str,
        /// For whom, when it is not for oneself.
        employer: Option<&'a str>,
    },
    /// An invitation to a network, or to act for an employer.
    Invitation {
        /// Which.
        id: Uuid,
        /// For which employer one would act, if that is what it is about.
        employer: Option<&'a str>,
        /// To which network.
        network: Option<&'a Network>,
        /// Where the letter went.
        email: &'a str,
        /// Until when.
        expires_at: DateTime<Utc>,
    },
    /// Registrations for an event that one organises.
    Registrations(&'a Event, i64),
    /// Claims to act for an employer of one's networks.
    Claims(&'a Employer, i64),
    /// Requests to enter a network that one leads.
    Requests(&'a Network, i64),
    /// People who say that they work for an employer, and whom one may confirm.
    Employments(&'a Employer, i64),
}

impl Awaited<'_> {
    fn path(&self) -> Option<String> {
        Some(match self {
            Self::Offer(_, event) | Self::Event(event) => event_path(event),
            Self::Charter { id, .. } => format!("/charters/{}", CharterId::of(*id)),
            Self::Invitation { .. } => return None,
            Self::Registrations(event, _) => format!("{}/people?state=pending", event_path(event)),
            Self::Claims(employer, _) => format!("/employers/{}", EmployerId::of(employer.id)),
            Self::Requests(network, _) => format!("/networks/{}/join-requests", network.slug),
            Self::Employments(employer, _) => format!("/employers/{}", EmployerId::of(employer.id)),
        })
    }

    fn title(&self) -> String {
        match self {
            Self::Offer(_, event) => format!("Une place vous est proposée : {}", event.title),
            Self::Event(event) => format!("Vous êtes invité·e : {}", event.title),
            Self::Charter { title, .. } => format!("Charte à lire et à signer : {title}"),
            Self::Invitation { employer: Some(employer), .. } => {
                format!("Invitation à représenter {employer}")
            }
            Self::Invitation { network: Some(network), .. } => {
                format!("Invitation à rejoindre {}", network.name)
            }
            Self::Invitation { network: None, .. } => "Invitation".to_owned(),
            Self::Requests(_, count) => {
                text("page-requests-waiting", &[("count", (*count).into())])
            }
            Self::Registrations(_, count) => {
                text("page-registrations-waiting", &[("count", (*count).into())])
            }
            Self::Claims(_, count) => text("page-claims-waiting", &[("count", (*count).into())]),
            Self::Employments(_, count) => {
                text("page-employments-waiting", &[("count", (*count).into())])
            }
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Offer(registration, event) => match registration.offered_until {
                Some(until) => {
                    format!("Elle vous est gardée jusqu’au {}.", words::deadline(event, until))
                }
                None => words::when(event),
            },
            Self::Event(event) => format!("{}, {}", words::when(event), words::place(event)),
            Self::Charter { employer: Some(employer), .. } => {
                format!("Au nom {}.", locales::elision::of(employer))
            }
            Self::Charter { employer: None, .. } => "En votre nom.".to_owned(),
            Self::Invitation { email, expires_at, .. } => format!(
                "Envoyée à {email}. Répondez au plus tard le {}.",
                words::federation_day(*expires_at)
            ),
            Self::Requests(network, _) => network.name.clone(),
            Self::Registrations(event, _) => format!("{}, {}", event.title, words::when(event)),
            Self::Employments(employer, _) | Self::Claims(employer, _) => employer.name.clone(),
        }
    }

    /// How soon it wants an answer, with a word that keeps the order the same.
    pub fn urgency(&self) -> (u8, String) {
        let kind = match self {
            Self::Registrations(..) => 0,
            Self::Requests(..) => 1,
            Self::Employments(..) => 2,
            _ => 3,
        };
        (kind, self.detail())
    }

    /// The invitation that is answered right here.
    fn invitation(&self) -> Option<String> {
        match self {
            Self::Invitation { id, .. } => Some(InvitationId::of(*id).to_string()),
            _ => None,
        }
    }

    fn badge(&self) -> Badge<'static> {
        match self {
            Self::Offer(..) => Badge::new("À répondre vite", Tone::Warn),
            _ => Badge::new("À répondre", Tone::Told),
        }
    }
}

/// Something that one was told.
pub struct Told<'a> {
    what: String,
    about: Option<(String, &'a str)>,
    when: String,
}

impl<'a> Told<'a> {
    /// What a letter told, when there are words for it.
    pub fn of(
        told: &Lately,
        events: &'a HashMap<Uuid, Event>,
        networks: &'a HashMap<Uuid, Network>,
        employers: &'a HashMap<Uuid, Employer>,
        today: NaiveDate,
    ) -> Option<Self> {
        // What was answered, as long as it stands, and else that there was an answer.
        let answer = match (told.kind.as_str(), told.state.as_deref()) {
            ("employment_decided", Some("confirmed")) => Some("page-lately-employment-confirmed"),
            ("employment_decided", Some("refused")) => Some("page-lately-employment-refused"),
            ("manager_decided", Some("confirmed")) => Some("page-lately-manager-confirmed"),
            ("manager_decided", Some("refused")) => Some("page-lately-manager-refused"),
            _ => None,
        };
        let what = match answer {
            Some(key) => text(key, &[]),
            None => locales::find(&format!("page-lately-{}", told.kind.replace('_', "-")), &[])?,
        };
        let event = told.event_id.and_then(|id| events.get(&id));
        let network = told.network_id.and_then(|id| networks.get(&id));
        let employer = told.employer_id.and_then(|id| employers.get(&id));
        let about = match (employer, event, network) {
            (Some(employer), ..) => Some((answered_at(told, employer), employer.name.as_str())),
            (None, Some(event), _) => Some((event_path(event), event.title.as_str())),
            (None, None, Some(network)) => {
                Some((format!("/networks/{}", network.slug), network.name.as_str()))
            }
            (None, None, None) => None,
        };
        Some(Self { what, about, when: words::lately(told.created_at, today) })
    }
}

fn tile(event: &Event) -> DateTile {
    let day = event.starts_at.with_timezone(&words::zone(event)).date_naive();
    DateTile::new(day, event.is_date_tentative)
}

fn event_path(event: &Event) -> String {
    format!("/events/{}", EventId::of(event.id))
}

/// Where one goes on from an answer: one's jobs, or the structure.
fn answered_at(told: &Lately, employer: &Employer) -> String {
    if told.kind == "employment_decided" {
        "/me/employments".to_owned()
    } else {
        employer_path(employer)
    }
}

fn employer_path(employer: &Employer) -> String {
    format!("/employers/{}", EmployerId::of(employer.id))
}
