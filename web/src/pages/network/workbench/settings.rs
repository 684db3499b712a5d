//! What a network says of itself, and its place in the tree.

use askama::Template;
use domain::{
    id::NetworkId,
    network::{Level, Network},
};

use super::{Head, differing};
use crate::{
    component::{Choice, Form, Pager, Summary},
    pages::{Frame, Problem, Typed, event::organise::Difference, written::pages},
    words,
};

pages!(SettingsPage);

/// A form of the page: its refusals stand beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// What the network says of itself.
    #[default]
    Content,
    /// Founding one below it.
    Found,
    /// Hanging it elsewhere.
    Move,
    /// Closing it.
    Archive,
    /// Opening it again.
    Reopen,
}

/// What closing or moving the network touches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stake {
    /// How many people belong to it.
    pub members: i64,
    /// How many of its meetings are still to come.
    pub coming: i64,
    /// How many open networks hang below, at any depth.
    pub below: i64,
}

/// The fields of the form, and what they are called.
const FIELDS: [(&str, &str); 10] = [
    ("name", "Nom"),
    ("level", "Niveau"),
    ("isThematic", "Réseau thématique"),
    ("host", "Porté par"),
    ("description", "Présentation"),
    ("contactEmail", "Courriel"),
    ("contactPhone", "Téléphone"),
    ("websiteUrl", "Site"),
    ("chatUrl", "Discussion"),
    ("resourcesUrl", "Ressources"),
];

/// What the form shows of a network before anybody types.
pub fn typed_of(network: &Network) -> Typed {
    let links = network.links.clone().unwrap_or_default();
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        ("name", network.name.clone()),
        ("level", network.level.clone()),
        ("isThematic", if network.is_thematic { "yes".to_owned() } else { String::new() }),
        ("host", network.host.clone()),
        ("description", network.description.clone()),
        ("contactEmail", or_nothing(&network.contact_email)),
        ("contactPhone", or_nothing(&network.contact_phone)),
        ("websiteUrl", or_nothing(&links.website_url)),
        ("chatUrl", or_nothing(&links.chat_url)),
        ("resourcesUrl", or_nothing(&links.resources_url)),
        ("expectedRevision", network.revision.to_string()),
    ];
    Typed(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// Where what was typed is not what is kept now.
pub fn differences(typed: &Typed, kept: &Typed, levels: &[Level]) -> Vec<Difference> {
    differing(&FIELDS, typed, kept, |name, value| {
        let level = levels.iter().find(|level| name == "level" && level.code == value);
        level.map_or_else(|| value.to_owned(), |level| level.name.clone())
    })
}

/// What a network says of itself, and its place in the tree.
#[derive(Template)]
#[template(path = "network/workbench/settings.html")]
pub struct SettingsPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The levels of the federation.
    pub levels: &'a [Level],
    /// The networks above, from the top.
    pub above: &'a [Network],
    /// The networks right below, closed ones too.
    pub below: &'a [Network],
    /// How many they are, and the way to the others.
    pub pager: Pager,
    /// Where the network may be hung.
    pub targets: &'a [Network],
    /// Whether it may stand at the top.
    pub may_top: bool,
    /// Whether it may be opened again.
    pub may_reopen: bool,
    /// What closing it touches.
    pub stake: Stake,
    /// In which form something was typed.
    pub step: Step,
    /// What was typed there.
    pub typed: &'a Typed,
    /// What the network says of itself now.
    pub kept: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Where somebody else's change and this one meet.
    pub differences: &'a [Difference],
}

/// Nothing typed yet.
static BLANK: Typed = Typed(Vec::new());

impl SettingsPage<'_> {
    fn is_open(&self) -> bool {
        self.head.network.archived_at.is_none()
    }

    fn form(&self) -> Form<'_> {
        self.form_of(Step::Content)
    }

    fn form_of(&self, step: Step) -> Form<'_> {
        let prefix = match step {
            Step::Content => "",
            Step::Found => "fonder",
            Step::Move => "deplacer",
            Step::Archive => "fermer",
            Step::Reopen => "rouvrir",
        };
        let (typed, problems) = match (self.step == step, step) {
            (true, _) => (self.typed, self.problems),
            (false, Step::Content) => (self.kept, [].as_slice()),
            (false, _) => (&BLANK, [].as_slice()),
        };
        Form::new(typed, problems).called(prefix)
    }

    fn summary_of(&self, step: Step) -> Summary<'_> {
        self.form_of(step).summary()
    }

    fn is_at(&self, step: Step) -> bool {
        self.step == step && !self.problems.is_empty()
    }

    fn fresh(&self) -> String {
        self.head.at("/settings")
    }

    fn has_links(&self) -> bool {
        self.head.network.links.is_some()
    }

    fn level_choices(&self) -> Vec<Choice<'_>> {
        self.levels.iter().map(|level| Choice::new(&level.code, &level.name)).collect()
    }

    /// The level below this one: what is founded here usually has it.
    fn usual_level(&self) -> &str {
        let own = self.levels.iter().find(|level| level.code == self.head.network.level);
        let next = own.and_then(|own| {
            let lower = self.levels.iter().filter(|level| level.rank > own.rank);
            lower.min_by_key(|level| level.rank)
        });
        next.or(own).map(|level| level.code.as_str()).unwrap_or_default()
    }

    fn target_choices(&self) -> Vec<Choice<'_>> {
        let top = self.may_top.then(|| Choice::new("top", "Au sommet, sous aucun réseau"));
        let choice = |network: &Network| {
            Choice::new(NetworkId::of(network.id).to_string(), network.name.clone())
        };
        top.into_iter().chain(self.targets.iter().map(choice)).collect()
    }

    fn may_move(&self) -> bool {
        self.is_open() && (self.may_top || !self.targets.is_empty())
    }

    fn parent(&self) -> Option<&Network> {
        self.above.last()
    }

    fn members(&self) -> String {
        locales::text("page-close-members", &[("count", self.stake.members.into())])
    }

    fn coming(&self) -> String {
        locales::text("page-close-coming", &[("count", self.stake.coming.into())])
    }

    fn parts(&self) -> String {
        locales::text("page-close-below", &[("count", self.stake.below.into())])
    }

    fn level_of<'b>(&'b self, network: &'b Network) -> &'b str {
        let level = self.levels.iter().find(|level| level.code == network.level);
        level.map_or(network.level.as_str(), |level| level.name.as_str())
    }

    fn closed_on(&self) -> String {
        self.head.network.archived_at.map(words::federation_day).unwrap_or_default()
    }
}
