//! A structure's own record, as a form.

use askama::Template;
use domain::{
    employer::{Change, Employer},
    id::EmployerId,
    patch::Patch,
};

use super::EmployerTabs;
use crate::{
    component::Form,
    pages::{Frame, Problem, Typed, event::organise::Difference, written::pages},
};

pages!(RecordPage);

/// The fields of the form, and what they are called.
const FIELDS: [(&str, &str); 10] = [
    ("name", "Nom"),
    ("siret", "SIRET"),
    ("rna", "RNA"),
    ("address", "Numéro et rue"),
    ("postalCode", "Code postal"),
    ("communeName", "Commune"),
    ("inseeCode", "Code Insee"),
    ("email", "Courriel"),
    ("phone", "Téléphone"),
    ("websiteUrl", "Site"),
];

/// The record, to change it.
#[derive(Template)]
#[template(path = "employer/record.html")]
pub struct RecordPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The structure.
    pub employer: &'a Employer,
    /// Its pages.
    pub tabs: EmployerTabs,
    /// What was typed, or what is known.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Where somebody else saved another value in the meantime.
    pub differences: &'a [Difference],
}

/// The form as the record fills it in.
pub fn typed_of(employer: &Employer) -> Typed {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let contact = employer.contact.clone().unwrap_or_default();
    let typed = [
        ("expectedRevision", employer.revision.to_string()),
        ("name", employer.name.clone()),
        ("siret", some(&employer.siret)),
        ("rna", some(&employer.rna)),
        ("address", employer.address.clone()),
        ("postalCode", employer.postal_code.clone()),
        ("communeName", employer.commune_name.clone()),
        ("inseeCode", some(&employer.insee_code)),
        ("email", some(&contact.email)),
        ("phone", some(&contact.phone)),
        ("websiteUrl", some(&employer.website_url)),
    ];
    Typed(typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// What the form asks to change: a field that it did not send stays.
pub fn change(typed: &Typed) -> Change {
    let text = |name: &str| typed.find(name).map(str::to_owned);
    let patch = |name: &str| match typed.find(name) {
        None => Patch::Keep,
        Some(text) => Patch::Put(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
    };
    Change {
        expected_revision: typed.revision(),
        name: text("name"),
        siret: patch("siret"),
        rna: patch("rna"),
        address: text("address"),
        postal_code: text("postalCode"),
        commune_name: text("communeName"),
        insee_code: patch("inseeCode"),
        email: patch("email"),
        phone: patch("phone"),
        website_url: patch("websiteUrl"),
    }
}

/// Where what was typed is not what is kept now.
pub fn differences(typed: &Typed, kept: &Typed) -> Vec<Difference> {
    let said = |typed: &Typed, name: &str| match typed.get(name).trim() {
        "" => "(rien)".to_owned(),
        value => value.to_owned(),
    };
    FIELDS
        .into_iter()
        .map(|(name, label)| Difference { label, typed: said(typed, name), kept: said(kept, name) })
        .filter(|difference| difference.typed != difference.kept)
        .collect()
}

impl RecordPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn to(&self, path: &str) -> String {
        format!("/employers/{}/record{path}", EmployerId::of(self.employer.id))
    }
}
