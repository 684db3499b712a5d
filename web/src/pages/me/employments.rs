//! Where one works, today and before.

use askama::Template;
use domain::{
    employer::Employer,
    employer_manager::{EmployerManager, State},
    employment::{Employment, Status},
    id::{EmployerId, EmploymentId},
    network::Network,
};
use locales::date;
use uuid::Uuid;

use super::{OwnTabs, Tab, employer_path};
use crate::{
    component::{Badge, Choice, Form, Tone},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(EmploymentsPage);

/// A job that one has or had.
pub struct Worked<'a> {
    /// The job.
    pub employment: &'a Employment,
    /// Where.
    pub employer: &'a Employer,
    /// Whether it holds today, or will.
    pub is_open: bool,
    /// Whether it begins after today.
    pub is_ahead: bool,
    /// Whether other days need nobody else's word.
    pub decides: bool,
}

impl Worked<'_> {
    fn id(&self) -> String {
        EmploymentId::of(self.employment.id).to_string()
    }

    fn since(&self) -> String {
        date::plain(self.employment.started_on)
    }

    fn until(&self) -> Option<String> {
        self.employment.ended_on.map(date::plain)
    }

    fn badge(&self) -> Badge<'static> {
        let tone = match self.employment.status {
            Status::Declared => Tone::Warn,
            Status::Confirmed => Tone::Good,
            Status::Refused => Tone::Bad,
        };
        Badge::new(words::employment(self.employment.status), tone)
    }

    fn may_change(&self) -> bool {
        self.employment.status != Status::Refused
    }

    fn title(&self) -> &str {
        self.employment.job_title.as_deref().unwrap_or_default()
    }

    fn first_day(&self) -> String {
        self.employment.started_on.to_string()
    }

    fn last_day(&self) -> String {
        self.employment.ended_on.map(|day| day.to_string()).unwrap_or_default()
    }

    fn may_end(&self) -> bool {
        self.is_open && self.employment.status != Status::Refused && self.until().is_none()
    }
}

/// Where one works, today and before.
#[derive(Template)]
#[template(path = "me/employments.html")]
pub struct EmploymentsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Every job, the latest first.
    pub jobs: Vec<Worked<'a>>,
    /// For whom one acts, acted or asks to.
    pub managed: Vec<(&'a EmployerManager, &'a Employer)>,
    /// What one looks for.
    pub search: &'a str,
    /// What was found; nothing while one looks for nothing.
    pub found: Option<&'a [Employer]>,
    /// The networks in whose affairs one may write down what was not found.
    pub adds_in: Vec<&'a Network>,
    /// Establishments that the sign-in provider names.
    pub proposed: Vec<&'a Employer>,
    /// Whose form was refused; the one that declares when none is named.
    pub refused: Option<Uuid>,
    /// What was typed in it.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

const NOTHING: &Typed = &Typed(Vec::new());

impl EmploymentsPage<'_> {
    fn is_sent(&self, job: &Worked<'_>, act: &str) -> bool {
        self.refused == Some(job.employment.id) && self.typed.is("act", act)
    }

    fn form<'a>(&'a self, job: &Worked<'_>, act: &str, prefix: &'a str) -> Form<'a> {
        if self.is_sent(job, act) {
            Form::new(self.typed, self.problems).called(prefix)
        } else {
            Form::new(NOTHING, &[]).called(prefix)
        }
    }

    /// The form that writes down what was looked for: a number, or a name.
    fn adding(&self, network: &Network) -> String {
        let is_number = self.search.starts_with(|first: char| first.is_ascii_digit());
        let name = if is_number { "siret" } else { "name" };
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair(name, self.search);
        format!("/networks/{}/employers/new?{}", network.slug, query.finish())
    }

    fn declaring(&self) -> Form<'_> {
        let problems = if self.refused.is_none() { self.problems } else { &[] };
        Form::new(self.typed, problems)
    }

    fn choices(&self) -> Vec<Choice<'_>> {
        let found = self.found.unwrap_or_default().iter();
        let choices = found.map(|employer| {
            let place = format!("{} {}", employer.postal_code, employer.commune_name);
            Choice::new(EmployerId::of(employer.id).to_string(), employer.name.as_str())
                .hint(place.trim().to_owned())
        });
        choices.collect()
    }

    fn acts(manager: &EmployerManager) -> Badge<'static> {
        match manager.state {
            State::Claimed => Badge::new("En attente de réponse", Tone::Warn),
            State::Confirmed => Badge::new("Référent·e", Tone::Good),
            State::Refused => Badge::new("Refusé", Tone::Bad),
            State::Ended => Badge::new("Terminé", Tone::Quiet),
        }
    }
}
