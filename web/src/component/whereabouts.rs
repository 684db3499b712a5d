//! Where one looks: a commune or an intercommunal body, typed in words and then chosen.

use askama::Template;

/// One of the places that the words may mean.
#[derive(Clone, Debug)]
pub struct WhereaboutsOne {
    /// The same list, limited to it.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// What tells it from others of the same name.
    pub detail: String,
}

/// Where one looks, as a field of a form.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "whereabouts.html")]
pub struct Whereabouts {
    /// What was typed, or what was chosen is called.
    pub typed: String,
    /// The official code of what was chosen.
    pub code: Option<String>,
    /// What the words may mean, when they mean several.
    pub choices: Vec<WhereaboutsOne>,
    /// Whether nothing is called so.
    pub is_unknown: bool,
}

impl askama::filters::HtmlSafe for Whereabouts {}

/// What the words may mean, to choose from.
#[derive(Clone, Debug, Template)]
#[template(path = "whereabouts_choice.html")]
pub struct WhereaboutsChoice<'a> {
    choices: &'a [WhereaboutsOne],
    is_unknown: bool,
}

impl askama::filters::HtmlSafe for WhereaboutsChoice<'_> {}

impl Whereabouts {
    /// What the words may mean, below the form.
    pub fn choice(&self) -> WhereaboutsChoice<'_> {
        WhereaboutsChoice { choices: &self.choices, is_unknown: self.is_unknown }
    }
}
