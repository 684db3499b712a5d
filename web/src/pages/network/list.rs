//! All networks: the tree, or those that somebody looks for.

use askama::Template;
use domain::network::{Level, Network};
use locales::text;

use crate::{
    component::{Choice, Field, Form, Pager},
    pages::{Frame, Typed, written::pages},
};

pages!(NetworksPage);

/// All networks.
#[derive(Template)]
#[template(path = "network/networks.html")]
pub struct NetworksPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is looked for.
    pub typed: &'a Typed,
    /// The levels of the federation, from the widest.
    pub levels: &'a [Level],
    /// The networks with their depth below the top; all at the top of a search.
    pub branches: &'a [(usize, Network)],
    /// How many there are of those that are looked for.
    pub total: i64,
    /// Whether there are more than the tree shows.
    pub has_more: bool,
    /// The pages of a search.
    pub pager: Option<Pager>,
}

impl NetworksPage<'_> {
    fn search(&self) -> Field<'_> {
        Form::new(self.typed, &[]).search("q", "Nom du réseau, ou de qui le porte").longest(80)
    }

    fn level(&self) -> Field<'_> {
        let levels = self.levels.iter();
        let levels = levels.map(|level| Choice::new(level.code.as_str(), level.name.as_str()));
        let all = [Choice::new("", "Tous les niveaux")];
        Form::new(self.typed, &[]).select("level", "Niveau", all.into_iter().chain(levels))
    }

    fn is_filtered(&self) -> bool {
        self.pager.is_some()
    }

    fn count(&self) -> String {
        text("page-networks", &[("count", self.total.into())])
    }

    fn level_of(&self, network: &Network) -> &str {
        if network.is_thematic {
            return "Thématique";
        }
        let found = self.levels.iter().find(|level| level.code == network.level);
        found.map_or("", |level| level.name.as_str())
    }
}

/// How deep a branch of the tree is drawn.
fn depth(depth: &usize) -> usize {
    (*depth).min(4)
}
