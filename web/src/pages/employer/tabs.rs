//! The pages of a structure, for those who may open them.

use askama::Template;
use domain::{context::Context, employer::Employer, id::EmployerId, policy::Ask};

/// A page of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmployerTab {
    /// What members see, and what waits there.
    Presentation,
    /// Who works there, and how much they took part.
    Staff,
    /// What they registered for and came to.
    Participations,
    /// The meetings that its staff may attend.
    Calendar,
    /// Where it receives the public.
    Places,
    /// Who acts for it.
    Managers,
    /// Its own record.
    Record,
}

impl EmployerTab {
    const ALL: [Self; 7] = [
        Self::Presentation,
        Self::Staff,
        Self::Participations,
        Self::Calendar,
        Self::Places,
        Self::Managers,
        Self::Record,
    ];

    const fn page(self) -> &'static str {
        match self {
            Self::Presentation => "",
            Self::Staff => "/staff",
            Self::Participations => "/participations",
            Self::Calendar => "/calendar",
            Self::Places => "/places",
            Self::Managers => "/managers",
            Self::Record => "/record",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Presentation => "Présentation",
            Self::Staff => "Équipe",
            Self::Participations => "Participations",
            Self::Calendar => "Calendrier",
            Self::Places => "Lieux",
            Self::Managers => "Qui la représente",
            Self::Record => "Fiche",
        }
    }

    fn is_open_to(self, ctx: &Context, employer: &Employer) -> bool {
        let (employer, networks) = (employer.id, employer.networks.as_slice());
        let ask = match self {
            Self::Presentation | Self::Places | Self::Managers => return true,
            Self::Staff | Self::Participations | Self::Calendar => {
                Ask::SeeStaff { employer, networks }
            }
            Self::Record => Ask::EditEmployer { employer, networks },
        };
        ctx.may(&ask).is_ok()
    }
}

/// The bar of a structure's pages: those that this person may open.
#[derive(Clone, Debug, Template)]
#[template(path = "employer/tabs.html")]
pub struct EmployerTabs {
    id: EmployerId,
    name: String,
    current: EmployerTab,
    tabs: Vec<EmployerTab>,
}

impl askama::filters::HtmlSafe for EmployerTabs {}

impl EmployerTabs {
    /// The bar on this page of the structure, for whoever asks.
    pub fn of(ctx: &Context, employer: &Employer, current: EmployerTab) -> Self {
        let tabs = EmployerTab::ALL.into_iter().filter(|tab| tab.is_open_to(ctx, employer));
        Self {
            id: EmployerId::of(employer.id),
            name: employer.name.clone(),
            current,
            tabs: tabs.collect(),
        }
    }
}
