//! The pages of those who lead a network: what it says of itself, its territory, reminders, letters,
//! charters, numbers and history.

mod charter;
mod history;
mod letter;
mod number;
mod reminder;
mod settings;
mod signature;
mod territory;

pub use charter::{CharterEditPage, CharterStep, ChartersPage, Written, charter_differences};
pub use history::{HistoryPage, Line};
pub use letter::{Fate, LettersPage, Sent};
pub use number::{NumbersPage, Part, Span, days, figures};
pub use reminder::{Example, RemindersPage, typed_of as typed_of_rule};
pub use settings::{SettingsPage, Stake, Step, differences, typed_of};
pub use signature::SignaturesPage;
pub use territory::{Found, Opened, TerritoryPage};

use domain::{context::Context, network::Network};

use super::{NetworkTabs, Tab};
use crate::pages::event::organise::Difference;

/// What stands above each page.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// The network.
    pub network: &'a Network,
    /// The bar of its pages.
    pub tabs: NetworkTabs,
    /// What the page is about.
    pub title: &'a str,
}

impl<'a> Head<'a> {
    /// The head of this page, for whoever asks.
    pub fn of(ctx: &Context, network: &'a Network, tab: Tab, title: &'a str) -> Self {
        Self { network, tabs: NetworkTabs::of(ctx, network, tab), title }
    }

    fn at(&self, page: &str) -> String {
        format!("/networks/{}{page}", self.network.slug)
    }
}

/// Which fields of a form are not as they are kept, each with both versions.
fn differing(
    fields: &[(&'static str, &'static str)],
    typed: &super::Typed,
    kept: &super::Typed,
    said: impl Fn(&str, &str) -> String,
) -> Vec<Difference> {
    let said = |typed: &super::Typed, name: &str| match typed.get(name).trim() {
        "" => "(rien)".to_owned(),
        "yes" => "oui".to_owned(),
        value => said(name, &value.replace("\r\n", "\n")),
    };
    fields
        .iter()
        .map(|(name, label)| Difference { label, typed: said(typed, name), kept: said(kept, name) })
        .filter(|difference| difference.typed != difference.kept)
        .collect()
}
