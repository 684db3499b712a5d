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
    /// What it says of itself, its place in the tree.
    Settings,
    /// Its communes.
    Territory,
    /// When its reminders leave.
    Reminders,
    /// The charters that it writes.
    Charters,
    /// Who did what.
    History,
}

impl Tab {
    /// The tabs whose page exists, in the order of the bar.
    const ALL: &'static [Self] = &[
        Self::Presentation,
        Self::People,
        Self::Meetings,
        Self::Requests,
        Self::Letters,
        Self::Numbers,
        Self::Settings,
    ];

    /// The tabs below «Réglages», in the order of the second bar.
    const SETTINGS: &'static [Self] =
        &[Self::Settings, Self::Territory, Self::Reminders, Self::Charters, Self::History];

    const fn page(self) -> &'static str {
        match self {
            Self::Presentation => "",
            Self::People => "/members",
            Self::Meetings => "/events",
            Self::Requests => "/join-requests",
            Self::Letters => "/letters",
            Self::Numbers => "/numbers",
            Self::Settings => "/settings",
            Self::Territory => "/territory",
            Self::Reminders => "/reminders",
            Self::Charters => "/charters",
            Self::History => "/history",
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
            Self::Territory => "Territoire",
            Self::Reminders => "Rappels",
            Self::Charters => "Chartes",
            Self::History => "Historique",
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
            Self::Settings | Self::Territory => Ask::EditNetwork { network },
            Self::Reminders => Ask::SetReminders { network },
            Self::Charters => Ask::EditCharter { network },
            Self::History => Ask::SeeAudit { network },
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
    below: Vec<Tab>,
}

impl askama::filters::HtmlSafe for NetworkTabs {}

impl NetworkTabs {
    /// The bar on this page of the network, for whoever asks.
    pub fn of(ctx: &Context, network: &Network, current: Tab) -> Self {
        let open = |tabs: &[Tab]| {
            let open = tabs.iter().copied().filter(|tab| tab.is_open_to(ctx, network.id));
            open.collect::<Vec<_>>()
        };
        let is_below = Tab::SETTINGS.contains(&current);
        Self {
            slug: network.slug.clone(),
            name: network.name.clone(),
            current,
            tabs: open(Tab::ALL),
            below: if is_below { open(Tab::SETTINGS) } else { Vec::new() },
        }
    }

    /// How the bar marks this tab.
    fn mark(&self, tab: &Tab) -> &'static str {
        let is_below = Tab::SETTINGS.contains(&self.current);
        match (*tab == self.current, is_below && *tab == Tab::Settings) {
            (_, true) => " aria-current=\"true\"",
            (true, _) => " aria-current=\"page\"",
            _ => "",
        }
    }

    /// How the second bar calls its first tab, which has the name of the bar.
    fn name_below(tab: &Tab) -> &'static str {
        if *tab == Tab::Settings { "Le réseau" } else { tab.name() }
    }
}
