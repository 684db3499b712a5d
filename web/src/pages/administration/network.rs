//! Every network, closed ones too.

use askama::Template;
use domain::network::{Level, Network};

use super::{AdministrationTab, AdministrationTabs};
use crate::{
    component::{Choice, Form, Pager},
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(AdministeredNetworksPage);

/// Every network.
#[derive(Template)]
#[template(path = "administration/networks.html")]
pub struct AdministeredNetworksPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is looked for.
    pub asked: &'a Typed,
    /// The level that was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// The levels of the federation.
    pub levels: &'a [Level],
    /// The networks.
    pub networks: Vec<&'a Network>,
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl AdministeredNetworksPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn level_form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems).called("level")
    }

    fn choices(&self) -> Vec<Choice<'_>> {
        let one = |level: &Level| Choice::new(level.code.clone(), level.name.clone());
        let all = Choice::new("", "Tous les niveaux");
        [all].into_iter().chain(self.levels.iter().map(one)).collect()
    }

    fn sortings() -> Vec<Choice<'static>> {
        vec![Choice::new("", "Par nom"), Choice::new("newest", "Derniers créés d’abord")]
    }

    fn level<'l>(&'l self, network: &'l Network) -> &'l str {
        let level = self.levels.iter().find(|level| level.code == network.level);
        level.map_or(&network.level, |level| &level.name)
    }
}
