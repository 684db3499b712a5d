//! Where the administration begins, and how the server stands.

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    health::{Check, Part, State},
    outbox::Counts,
};

use super::{AdministrationTab, AdministrationTabs};
use crate::{
    component::{Badge, Tone},
    pages::{Frame, written::pages},
    words,
};

pages!(OverviewPage, HealthPage);

/// Where the administration begins.
#[derive(Template)]
#[template(path = "administration/overview.html")]
pub struct OverviewPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// How many people are there.
    pub members: i64,
    /// How many networks.
    pub networks: i64,
    /// How many structures.
    pub employers: i64,
    /// How the letters stand.
    pub letters: &'a Counts,
}

/// How the server stands.
#[derive(Template)]
#[template(path = "administration/health.html")]
pub struct HealthPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Each part, and how it stands.
    pub checks: &'a [Check],
    /// How the letters stand.
    pub letters: &'a Counts,
    /// The present.
    pub now: DateTime<Utc>,
}

impl HealthPage<'_> {
    fn asked_at(&self) -> String {
        words::federation_moment(self.now)
    }

    fn waits_since(&self) -> Option<String> {
        self.letters.oldest_due_at.map(words::federation_moment)
    }
}

fn part(check: &Check) -> &'static str {
    match check.part {
        Part::Database => "Base de données",
        Part::Mail => "Courriel",
        Part::Provider => "Fournisseur d’identité",
    }
}

fn badge(check: &Check) -> Badge<'static> {
    match check.state {
        State::Good => Badge::new("en ordre", Tone::Good),
        State::Absent => Badge::new("non configuré", Tone::Quiet),
        State::Weak => Badge::new("à réparer", Tone::Warn),
        State::Silent => Badge::new("ne répond pas", Tone::Bad),
    }
}

fn told(check: &Check) -> &'static str {
    match (check.part, check.state) {
        (Part::Database, State::Good) => {
            "Elle répond, elle est à jour et garde ce qu’elle confirme."
        }
        (Part::Database, State::Weak) => "Elle répond, mais quelque chose est à mettre en ordre.",
        (Part::Database, _) => "Elle ne répond pas : rien ne peut être lu ni enregistré.",
        (Part::Mail, State::Good) => "Le serveur de courriel prend les messages.",
        (Part::Mail, State::Absent) => "Aucun serveur de courriel : les messages attendent.",
        (Part::Mail, _) => "Le serveur de courriel ne répond pas : les messages attendent.",
        (Part::Provider, State::Good) => "Il répond : on peut se connecter par lui.",
        (Part::Provider, State::Absent) => "Aucun : on se connecte par un lien reçu par courriel.",
        (Part::Provider, _) => {
            "Il ne répond pas : on ne se connecte que par un lien reçu par courriel."
        }
    }
}
