//! What one is called, asked of whoever never said it.

use askama::Template;

use super::{Field, Form};

/// First and last name, which one may leave empty.
#[derive(Clone, Debug, Template)]
#[template(path = "own_name.html")]
pub struct OwnName<'a> {
    fields: [Field<'a>; 2],
}

impl<'a> OwnName<'a> {
    /// As fields of this form, filled in as far as the name is known.
    pub fn of(form: &Form<'a>, (first_name, last_name): (&'a str, &'a str)) -> Self {
        let field = |name, label, known, what| {
            form.text(name, label).first(known).one_line().autocomplete(what)
        };
        Self {
            fields: [
                field("firstName", "Votre prénom", first_name, "given-name"),
                field("lastName", "Votre nom", last_name, "family-name"),
            ],
        }
    }
}
