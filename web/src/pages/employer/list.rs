//! The structures of the federation, for those who are signed in.

use askama::Template;
use domain::{employer::Employer, id::EmployerId, network::Network};

use crate::{
    component::{Choice, Form, Pager, Whereabouts},
    pages::{
        Frame, Typed,
        member::{DirectoryTab, DirectoryTabs, branches},
        written::pages,
    },
};

pages!(EmployersPage);

/// The structures of the federation.
#[derive(Template)]
#[template(path = "employer/employers.html")]
pub struct EmployersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is looked for.
    pub asked: &'a Typed,
    /// Where.
    pub whereabouts: &'a Whereabouts,
    /// The structures.
    pub employers: &'a [Employer],
    /// The networks in which one may look, with their depth.
    pub networks: &'a [(usize, Network)],
    /// The network in whose affairs this person may add one.
    pub adding: Option<&'a Network>,
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl EmployersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn managed() -> Vec<Choice<'static>> {
        vec![
            Choice::new("", "Toutes"),
            Choice::new("yes", "Avec un·e référent·e"),
            Choice::new("no", "Sans référent·e"),
        ]
    }

    fn sortings() -> Vec<Choice<'static>> {
        vec![Choice::new("", "Par nom"), Choice::new("newest", "Dernières ajoutées d’abord")]
    }

    fn is_filtered(&self) -> bool {
        let names = ["search", "network", "where", "manager"];
        names.iter().any(|name| self.asked.filled(name).is_some())
    }
}

fn path(employer: &Employer) -> String {
    format!("/employers/{}", EmployerId::of(employer.id))
}
