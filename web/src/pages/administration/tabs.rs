//! The bar of the administration's pages.

use askama::Template;

/// A page of the administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdministrationTab {
    /// Where to go.
    Overview,
    /// Everybody.
    Members,
    /// Every network, closed ones too.
    Networks,
    /// Records of the same person.
    Duplicates,
    /// Who did what.
    Trail,
    /// How the server stands.
    Health,
}

impl AdministrationTab {
    const ALL: [Self; 6] = [
        Self::Overview,
        Self::Members,
        Self::Networks,
        Self::Duplicates,
        Self::Trail,
        Self::Health,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/administration",
            Self::Members => "/administration/members",
            Self::Networks => "/administration/networks",
            Self::Duplicates => "/administration/duplicates",
            Self::Trail => "/administration/trail",
            Self::Health => "/administration/health",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Vue d’ensemble",
            Self::Members => "Personnes",
            Self::Networks => "Réseaux",
            Self::Duplicates => "Doublons",
            Self::Trail => "Historique",
            Self::Health => "État du service",
        }
    }
}

/// The bar.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "administration/tabs.html")]
pub struct AdministrationTabs {
    current: AdministrationTab,
}

impl askama::filters::HtmlSafe for AdministrationTabs {}

impl AdministrationTabs {
    /// The bar on this page.
    pub const fn on(current: AdministrationTab) -> Self {
        Self { current }
    }
}
