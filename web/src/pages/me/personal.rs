//! What is kept about a person, who is signed in, and which tools have a key.

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    id::{SignInSessionId, TokenId},
    policy::{Resource, Scope},
    sign_in::OpenSession,
    token::{Created, Token},
};

use super::{OwnTabs, Tab};
use crate::{
    component::{Badge, Choice, Form, Tone},
    pages::{Frame, Problem, Typed, written::pages},
};

pages!(PersonalPage, ErasePage);

/// Data and access.
#[derive(Template)]
#[template(path = "me/personal.html")]
pub struct PersonalPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The browsers that are signed in, and which one this is.
    pub sessions: Vec<(&'a OpenSession, bool)>,
    /// The keys of tools.
    pub tokens: &'a [Token],
    /// The key that was made just now: its secret is shown this once.
    pub created: Option<&'a Created>,
    /// The present.
    pub now: DateTime<Utc>,
    /// What was typed for a new key.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl PersonalPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn scopes() -> Vec<Choice<'static>> {
        scopes().map(|scope| Choice::new(scope.word(), scope_name(scope))).collect()
    }

    fn days() -> [Choice<'static>; 3] {
        [("30", "30 jours"), ("90", "90 jours"), ("365", "un an")]
            .map(|(value, label)| Choice::new(value, label))
    }

    fn badge(&self, token: &Token) -> Badge<'static> {
        if token.revoked_at.is_some() {
            Badge::new("Retiré", Tone::Quiet)
        } else if token.expires_at <= self.now {
            Badge::new("Expiré", Tone::Quiet)
        } else {
            Badge::new("Actif", Tone::Good)
        }
    }

    fn is_active(&self, token: &Token) -> bool {
        token.revoked_at.is_none() && token.expires_at > self.now
    }
}

fn token_id(token: &Token) -> String {
    TokenId::of(token.id).to_string()
}

fn session_id(session: &OpenSession) -> String {
    SignInSessionId::of(session.id).to_string()
}

fn how(session: &OpenSession) -> &'static str {
    match session.authenticated_by.as_str() {
        "oidc" => "par un compte professionnel",
        "email" => "par un lien reçu par courriel",
        _ => "par la démonstration",
    }
}

/// Erasing one's account, asked a second time.
#[derive(Template)]
#[template(path = "me/erase.html")]
pub struct ErasePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl ErasePage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }
}

/// Every right that a key may have.
fn scopes() -> impl Iterator<Item = Scope> {
    let of = |resource| [false, true].map(|is_write| Scope { resource, is_write });
    Resource::ALL.into_iter().flat_map(of)
}

fn scope_name(scope: Scope) -> String {
    let name = match scope.resource {
        Resource::Network => "réseaux",
        Resource::Member => "membres et adhésions",
        Resource::Employer => "structures, lieux, emplois",
        Resource::Event => "rencontres",
        Resource::Registration => "inscriptions et présences",
        Resource::Charter => "chartes",
    };
    let verb = if scope.is_write { "Lire et modifier" } else { "Lire" };
    format!("{verb} : {name}")
}

/// What the right of this word is called.
pub(crate) fn scope_called(word: &str) -> Option<String> {
    scopes().find(|scope| *scope.word() == *word).map(scope_name)
}
