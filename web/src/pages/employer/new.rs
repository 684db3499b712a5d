//! A structure that nobody wrote down yet.

use askama::Template;
use domain::{employer::Create, id::NetworkId, network::Network};

use crate::{
    component::Form,
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(NewEmployerPage);

/// The form that writes down a structure, in a network's affairs.
#[derive(Template)]
#[template(path = "employer/new.html")]
pub struct NewEmployerPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// In whose affairs.
    pub network: &'a Network,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

/// What the form asks to write down.
pub fn created(network: &Network, typed: &Typed) -> Create {
    let text = |name: &str| typed.get(name).trim().to_owned();
    let some = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    Create {
        network: NetworkId::of(network.id),
        name: text("name"),
        siret: some("siret"),
        rna: some("rna"),
        address: text("address"),
        postal_code: text("postalCode"),
        commune_name: text("communeName"),
        insee_code: some("inseeCode"),
        email: some("email"),
        phone: some("phone"),
        website_url: some("websiteUrl"),
    }
}

impl NewEmployerPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }
}
