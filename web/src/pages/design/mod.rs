//! Every component in every state, to look at and to test.

use askama::Template;
use chrono::NaiveDate;
use domain::page::Page;

use super::{Frame, Problem, Typed, written::shown};
use crate::component::{
    Badge, Bar, Chart, Choice, DateTile, Face, Form, Keep, OwnName, Pager, Tone,
};

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
    /// The page as HTML. Its errors are examples: the title tells of none.
    pub fn to_html(&self) -> String {
        shown(self)
    }

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

    fn own_name(&self) -> OwnName<'_> {
        OwnName::of(&self.fresh(), ("", ""))
    }

    fn chart(&self) -> Chart<'_> {
        Chart::new("Personnes par rôle local", &self.bars)
    }
}

fn badges() -> [Badge<'static>; 6] {
    [
        Badge::new("Confirmée", Tone::Good),
        Badge::new("En attente de réponse", Tone::Warn),
        Badge::new("Refusée", Tone::Bad),
        Badge::new("Sur liste d’attente", Tone::Told),
        Badge::new("Annulée", Tone::Quiet),
        Badge::new("pilotage, médiateur·rice pour le public", Tone::Good),
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

fn own_skills() -> [String; 2] {
    ["Langue des signes", "Santé"].map(str::to_owned)
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
    let between = Page {
        items: vec![("cursor".to_owned(), ())],
        has_next: true,
        has_previous: true,
        total: Some(54),
    };
    Pager::of(&between, "/design", &[]).counting("54 personnes".to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const STYLES: [&str; 3] = [
        include_str!("../../assets/style/base.css"),
        include_str!("../../assets/style/component.css"),
        include_str!("../../assets/style/print.css"),
    ];

    /// What only one page has: the frame in which a demonstration shows a letter.
    const ELSEWHERE: [&str; 1] = ["letter"];

    /// Each class for which there is a rule.
    fn styled() -> BTreeSet<String> {
        let mut classes = BTreeSet::new();
        for style in STYLES {
            // Without its comments, the stylesheet is blocks, and a selector stands before each.
            let spoken =
                style.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest));
            for selector in spoken.collect::<String>().split('{') {
                let selector = selector.rsplit(['}', ';']).next().unwrap_or_default();
                for part in selector.split('.').skip(1) {
                    let is_of_a_name = |one: char| one.is_ascii_alphanumeric() || one == '-';
                    let class = part.split(|one| !is_of_a_name(one)).next().unwrap_or_default();
                    if class.starts_with(|first: char| first.is_ascii_alphabetic()) {
                        classes.insert(class.to_owned());
                    }
                }
            }
        }
        classes
    }

    /// Each class that a page uses.
    fn used(html: &str) -> BTreeSet<&str> {
        html.split(" class=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .flat_map(str::split_whitespace)
            .collect()
    }

    #[test]
    fn each_rule_of_the_stylesheet_is_to_be_seen_on_the_page_of_components() {
        let frame = Frame::default();
        let acting = Frame {
            viewer: Some("Olga".to_owned()),
            acting_until: Some("midi".to_owned()),
            ..Frame::default()
        };
        let pages = DesignPage::new(&frame).to_html() + &DesignPage::new(&acting).to_html();
        let (styled, used) = (styled(), used(&pages));

        let missing: Vec<_> = styled
            .iter()
            .filter(|class| !used.contains(class.as_str()) && !ELSEWHERE.contains(&class.as_str()))
            .collect();

        assert!(styled.len() > 60, "only {} classes were read: {styled:?}", styled.len());
        assert!(missing.is_empty(), "not to be seen on /design: {missing:?}");
    }
}
