//! Every component in every state, to look at and to test.

use askama::Template;
use chrono::NaiveDate;

use super::{Frame, Problem, Typed, frame::pages};
use crate::component::{Badge, Bar, Chart, Choice, DateTile, Face, Form, Keep, Pager, Tone};

pages!(DesignPage);

/// Every component in every state.
#[derive(Template)]
#[template(path = "design/design.html")]
pub struct DesignPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    typed: Typed,
    problems: Vec<Problem>,
    bars: Vec<Bar>,
}

impl<'a> DesignPage<'a> {
    /// The page, with a form that was refused and figures that mean nothing.
    pub fn new(frame: &'a Frame) -> Self {
        let typed = [("title", "Ré"), ("mode", "online"), ("skills", "courriel")];
        let bar = |label: &str, value: i64| Bar {
            label: label.to_owned(),
            value,
            words: value.to_string(),
        };
        Self {
            frame,
            typed: Typed(typed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()),
            problems: vec![
                Problem {
                    field: Some("title".into()),
                    words: "Le titre doit compter au moins trois caractères.".to_owned(),
                },
                Problem {
                    field: Some("startsOn".into()),
                    words: "Indiquez le jour de la rencontre.".to_owned(),
                },
            ],
            bars: vec![bar("Médiateur·rice", 32), bar("Bénévole", 14), bar("Coordination", 0)],
        }
    }

    fn refused(&self) -> Form<'_> {
        Form::new(&self.typed, &self.problems).called("refuse")
    }

    fn fresh(&self) -> Form<'_> {
        Form::new(&self.typed, &[]).called("libre")
    }

    fn chart(&self) -> Chart<'_> {
        Chart::new("Personnes par rôle local", &self.bars)
    }
}

fn badges() -> [Badge<'static>; 5] {
    [
        Badge::new("Confirmée", Tone::Good),
        Badge::new("En attente de réponse", Tone::Warn),
        Badge::new("Refusée", Tone::Bad),
        Badge::new("Sur liste d’attente", Tone::Told),
        Badge::new("Annulée", Tone::Quiet),
    ]
}

fn choices() -> [Choice<'static>; 2] {
    [
        Choice::new("on_site", "Sur place").hint("Hôtel du Département, Angers"),
        Choice::new("online", "En ligne"),
    ]
}

fn kinds() -> [Choice<'static>; 2] {
    [Choice::new("meeting", "Rencontre réseau"), Choice::new("webinar", "Webinaire")]
}

fn roles() -> [Choice<'static>; 2] {
    [Choice::new("", "Tous"), Choice::new("lead", "Pilote")]
}

fn skills() -> [Choice<'static>; 2] {
    [Choice::new("courriel", "Courriels"), Choice::new("demarches", "Démarches en ligne")]
}

fn tile(is_tentative: bool) -> DateTile {
    DateTile::new(NaiveDate::default(), is_tentative)
}

fn pager() -> Pager {
    Pager::default().counting("54 personnes".to_owned())
}
