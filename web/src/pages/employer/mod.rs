//! An employer as members see it, and what waits there for those who answer for it.

mod calendar;
mod list;
mod managers;
mod new;
mod place;
mod place_form;
mod record;
mod staff;
mod tabs;

use askama::Template;
use chrono::NaiveDate;
use domain::{
    employer::Employer,
    employer_manager::EmployerManager,
    employment::Staff,
    id::{EmployerId, EmployerManagerId, EmploymentId},
};
use locales::date;
use uuid::Uuid;

use super::{Frame, Problem, Typed, written::pages};
use crate::{
    component::{Form, Pager, Summary},
    words,
};

pub use calendar::{EmployerCalendarPage, Meeting};
pub use list::EmployersPage;
pub use managers::ManagersPage;
pub use new::{NewEmployerPage, created};
pub use place::{PlacePage, PlacesPage};
pub use place_form::{described, differences as differences_of_place, typed_of as typed_of_place};
pub use record::{RecordPage, change, differences, typed_of};
pub use staff::{ParticipationsPage, StaffPage, part_sorting, sorting, standing};
pub use tabs::{EmployerTab, EmployerTabs};

pages!(EmployerPage);

/// An employer.
#[derive(Template)]
#[template(path = "employer/employer.html")]
pub struct EmployerPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The employer.
    pub employer: &'a Employer,
    /// Who says that they work there, and waits for this person's answer.
    pub declared: &'a [Staff],
    /// How many they are, and the way to the others.
    pub declared_pager: Pager,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// Who acts for it, as far as this person may see: the first of them.
    pub managers: &'a [EmployerManager],
    /// Whether there are more than these.
    pub has_more_managers: bool,
    /// Who asks to act for it, and waits for this person's answer.
    pub claims: &'a [EmployerManager],
    /// How many they are, and the way to the others.
    pub claims_pager: Pager,
    /// The lists as the address asks for them.
    pub list: String,
    /// Whose form was refused.
    pub refused: Option<Uuid>,
    /// What was typed in it.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// The present day.
    pub today: NaiveDate,
}

impl EmployerPage<'_> {
    /// The number in groups, as it is read aloud.
    fn siret(&self) -> Option<String> {
        let siret = self.employer.siret.as_deref()?;
        let groups = [siret.get(..3)?, siret.get(3..6)?, siret.get(6..9)?, siret.get(9..)?];
        Some(groups.join("\u{a0}"))
    }

    fn employment(&self, staff: &Staff, verb: &str) -> String {
        let (employer, id) =
            (EmployerId::of(self.employer.id), EmploymentId::of(staff.employment.id));
        format!("/employers/{employer}/employments/{id}/{verb}")
    }

    fn claim(&self, claim: &EmployerManager, verb: &str) -> String {
        let (employer, id) = (EmployerId::of(self.employer.id), EmployerManagerId::of(claim.id));
        format!("/employers/{employer}/managers/{id}/{verb}")
    }

    /// The form to refuse what this one asks or says.
    fn form(&self, id: Uuid) -> Form<'_> {
        let form = Form::new(self.typed, self.problems).only_if(self.refused == Some(id));
        form.called(format!("refuse-{}", id.simple()))
    }

    /// What is wrong with a form that no longer waits.
    fn loose(&self) -> Summary<'_> {
        let declared = self.declared.iter().map(|staff| staff.employment.id);
        let mut waiting = declared.chain(self.claims.iter().map(|claim| claim.id));
        let is_listed = waiting.any(|id| self.refused == Some(id));
        Form::new(self.typed, self.problems).only_if(!is_listed).summary()
    }

    fn is_ahead(&self, staff: &Staff) -> bool {
        staff.employment.started_on > self.today
    }

    fn started_on(staff: &Staff) -> String {
        date::plain(staff.employment.started_on)
    }

    fn asked_on(claim: &EmployerManager) -> String {
        words::federation_day(claim.created_at)
    }
}

fn employer_id(employer: &Employer) -> EmployerId {
    EmployerId::of(employer.id)
}

fn manager_name(manager: &EmployerManager) -> String {
    words::named(&manager.first_name, &manager.last_name)
}
