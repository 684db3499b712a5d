//! An employer as members see it, and what waits there for those who answer for it.

use askama::Template;
use domain::employer::Employer;

use super::{Frame, Problem, Typed, frame::pages};

pages!(EmployerPage);

/// An employer.
#[derive(Template)]
#[template(path = "employer/employer.html")]
pub struct EmployerPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The employer.
    pub employer: &'a Employer,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl EmployerPage<'_> {
    /// The number in groups, as it is read aloud.
    fn siret(&self) -> Option<String> {
        let siret = self.employer.siret.as_deref()?;
        let groups = [siret.get(..3)?, siret.get(3..6)?, siret.get(6..9)?, siret.get(9..)?];
        Some(groups.join("\u{a0}"))
    }
}
