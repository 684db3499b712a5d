//! The pages of a network, for those who may open them.

use askama::Template;
use domain::{context::Context, network::Network, policy::Ask};
use uuid::Uuid;

/// A page of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What everybody sees.
    Presentation,
    /// Who belongs to it.
    People,
    /// Its events, planned and past.
    Meetings,
    /// Who asks to enter.
    Requests,
    /// The letters that it sends, and their fate.
    Letters,
    /// What can be counted.
    Numbers,
    /// Its name, territory, reminders.
    Settings,
}

impl Tab {
    /// The tabs whose page exists, in the order of the bar.
    const ALL: &'static [Self] = &[Self::Presentation, Self::Meetings, Self::Requests];

    const fn page(self) -> &'static str {
        match self {
            Self::Presentation => "",
            Self::People => "/people",
            Self::Meetings => "/events",
            Self::Requests => "/join-requests",
            Self::Letters => "/letters",
            Self::Numbers => "/numbers",
            Self::Settings => "/settings",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Presentation => "Présentation",
            Self::People => "Personnes",
            Self::Meetings => "Rencontres",
            Self::Requests => "Demandes",
            Self::Letters => "Courriels",
            Self::Numbers => "Chiffres",
            Self::Settings => "Réglages",
        }
    }

    fn is_open_to(self, ctx: &Context, network: Uuid) -> bool {
        let ask = match self {
            Self::Presentation => return true,
            Self::People => Ask::SeeHistory { network },
            Self::Meetings => return ctx.may(&Ask::PlanEvent { hosts: &[network] }).is_ok(),
            Self::Requests => Ask::AnswerJoinRequest { network },
            Self::Letters => Ask::SeeLetters { network },
            Self::Numbers => Ask::SeeCounts { network },
            Self::Settings => Ask::EditNetwork { network },
        };
        ctx.may(&ask).is_ok()
    }
}

/// The bar of a network's pages: those that this person may open, and nothing when there is only one.
#[derive(Clone, Debug, Template)]
#[template(path = "network/tabs.html")]
pub struct NetworkTabs {
    slug: String,
    name: String,
    current: Tab,
    tabs: Vec<Tab>,
}

impl askama::filters::HtmlSafe for NetworkTabs {}

impl NetworkTabs {
    /// The bar on this page of the network, for whoever asks.
    pub fn of(ctx: &Context, network: &Network, current: Tab) -> Self {
        let tabs = Tab::ALL.iter().copied().filter(|tab| tab.is_open_to(ctx, network.id));
        Self {
            slug: network.slug.clone(),
            name: network.name.clone(),
            current,
            tabs: tabs.collect(),
        }
    }
}
