//! Who acts for a structure: inviting, asking to, stopping.

use askama::Template;
use domain::{
    employer::Employer,
    employer_manager::EmployerManager,
    id::{EmployerId, EmployerManagerId, NetworkId},
    network::Network,
};

use super::{EmployerTabs, manager_name};
use crate::{
    component::{Choice, Form, Pager},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(ManagersPage);

/// Who acts for a structure.
#[derive(Template)]
#[template(path = "employer/managers.html")]
pub struct ManagersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// Who acts for it, and whether this person may end it.
    pub managers: Vec<(&'a EmployerManager, bool)>,
    /// How many act for it, and the way to the others.
    pub pager: Pager,
    /// How this person stands: they asked, and wait for the answer.
    pub asked: Option<&'a EmployerManager>,
    /// How many ask, and wait for this person's answer.
    pub claims: i64,
    /// Whether this person may see who acts for it.
    pub sees_all: bool,
    /// Whether this person may ask to act for it.
    pub may_claim: bool,
    /// The networks in whose affairs this person may invite somebody.
    pub inviting: Vec<&'a Network>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl ManagersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn networks(&self) -> Vec<Choice<'_>> {
        let choice = |network: &&Network| {
            Choice::new(NetworkId::of(network.id).to_string(), network.name.clone())
        };
        self.inviting.iter().map(choice).collect()
    }

    const fn has_claims(&self) -> bool {
        self.claims > 0
    }

    fn to(&self, path: &str) -> String {
        format!("/employers/{}{path}", EmployerId::of(self.employer.id))
    }

    fn ending(&self, manager: &EmployerManager) -> String {
        self.to(&format!("/managers/{}/end", EmployerManagerId::of(manager.id)))
    }
}

fn since(manager: &EmployerManager) -> String {
    words::federation_day(manager.decided_at.unwrap_or(manager.created_at))
}
