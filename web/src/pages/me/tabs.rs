//! The pages of one's own space.

use askama::Template;

/// A page of one's own space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is next, what waits, what changed.
    Glance,
    /// What one says of oneself, and to whom.
    Profile,
    /// One's networks, today and before.
    Networks,
    /// Where one works.
    Employments,
    /// What one came to.
    Participation,
    /// Which letters one receives.
    Letters,
    /// What is kept, who is signed in, which tools have a key.
    Personal,
}

impl Tab {
    const ALL: [Self; 7] = [
        Self::Glance,
        Self::Profile,
        Self::Networks,
        Self::Employments,
        Self::Participation,
        Self::Letters,
        Self::Personal,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Glance => "/me",
            Self::Profile => "/me/profile",
            Self::Networks => "/me/networks",
            Self::Employments => "/me/employments",
            Self::Participation => "/me/participation",
            Self::Letters => "/me/letters",
            Self::Personal => "/me/data",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Glance => "En bref",
            Self::Profile => "Profil",
            Self::Networks => "Réseaux",
            Self::Employments => "Structures",
            Self::Participation => "Participation",
            Self::Letters => "Courriels",
            Self::Personal => "Données et accès",
        }
    }
}

/// The bar of one's own pages.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<nav class=\"tabs\" aria-label=\"Mon espace\"><ul>{% for tab in Tab::ALL %}\
              <li><a href=\"{{ tab.path() }}\"{% if tab == current %} aria-current=\"page\"{% endif %}>\
              {{ tab.name() }}</a></li>{% endfor %}</ul></nav>",
    ext = "html"
)]
pub struct OwnTabs {
    current: Tab,
}

impl askama::filters::HtmlSafe for OwnTabs {}

impl OwnTabs {
    /// The bar on this page.
    pub const fn on(current: Tab) -> Self {
        Self { current }
    }
}
