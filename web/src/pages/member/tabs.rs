//! The pages of the directory: people, structures, places.

use askama::Template;
use domain::{id::NetworkId, network::Network};

use crate::component::Choice;

/// A page of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectoryTab {
    /// People.
    Members,
    /// Structures.
    Employers,
    /// Places.
    Places,
}

/// The bar of the directory's pages.
#[derive(Clone, Copy, Debug, Template)]
#[template(
    source = "<nav class=\"tabs\" aria-label=\"Annuaire\"><ul>\
              {% for (tab, path, name) in Self::TABS %}<li><a href=\"{{ path }}\"\
              {% if tab == current %} aria-current=\"page\"{% endif %}>{{ name }}</a></li>\
              {% endfor %}</ul></nav>",
    ext = "html"
)]
pub struct DirectoryTabs {
    current: DirectoryTab,
}

impl askama::filters::HtmlSafe for DirectoryTabs {}

impl DirectoryTabs {
    const TABS: [(DirectoryTab, &'static str, &'static str); 3] = [
        (DirectoryTab::Members, "/members", "Personnes"),
        (DirectoryTab::Employers, "/employers", "Structures"),
        (DirectoryTab::Places, "/places", "Lieux"),
    ];

    /// The bar on this page.
    pub const fn on(current: DirectoryTab) -> Self {
        Self { current }
    }
}

/// The networks of a tree, to choose from.
pub(in crate::pages) fn branches(networks: &[(usize, Network)]) -> Vec<Choice<'_>> {
    let known = networks.iter().map(|(depth, network)| {
        let name = format!("{}{}", "\u{2003}".repeat((*depth).min(4)), network.name);
        Choice::new(NetworkId::of(network.id).to_string(), name)
    });
    std::iter::once(Choice::new("", "Tous les réseaux")).chain(known).collect()
}
