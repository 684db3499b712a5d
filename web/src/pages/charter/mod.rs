//! A charter: its text as it stands, and the answers that it awaits from whoever reads it.

use std::fmt::Display;

use askama::Template;
use chrono::NaiveDate;
use domain::{
    charter::{Charter, Request, State, Version},
    id::{CharterId, CharterVersionId, EmployerId, SignatureId},
    network::Network,
};
use locales::date;

use super::{Frame, Problem, Typed, written::pages};
use crate::{
    component::{Form, Summary},
    markdown, words,
};

pages!(CharterPage);

/// One side that this person may answer for.
pub struct Side<'a> {
    /// How it stands.
    pub request: &'a Request,
    /// The employer's name; none for oneself.
    pub employer: Option<&'a str>,
}

impl Side<'_> {
    fn employer_id(&self) -> Option<String> {
        self.request.employer_id.map(|id| EmployerId::of(id).to_string())
    }

    fn until(&self) -> Option<String> {
        let until = self.request.standing.until?;
        until.pred_opt().map(date::day)
    }

    fn is_refused(&self) -> bool {
        let answer = self.request.standing.signature.as_ref();
        answer.is_some_and(|answer| {
            answer.state == State::Refused && answer.version_id == self.request.version_id
        })
    }

    /// The signature that stands, which can be taken back.
    fn signature_id(&self) -> Option<String> {
        let answer = self.request.standing.signature.as_ref()?;
        let stands = self.request.standing.is_signed && answer.state == State::Signed;
        stands.then(|| SignatureId::of(answer.id).to_string())
    }

    /// When the last signature was taken back.
    fn withdrawn_on(&self) -> Option<String> {
        let answer = self.request.standing.signature.as_ref()?;
        let ended_at = answer.ended_at.filter(|_| answer.state == State::Withdrawn)?;
        Some(words::federation_day(ended_at))
    }

    fn signed_on(&self) -> Option<String> {
        let answer = self.request.standing.signature.as_ref()?;
        Some(words::federation_day(answer.signed_at))
    }
}

/// A charter.
#[derive(Template)]
#[template(path = "charter/charter.html")]
pub struct CharterPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The charter.
    pub charter: &'a Charter,
    /// Whose it is.
    pub network: Option<&'a Network>,
    /// The text that is signed now; none before the first publication.
    pub version: Option<&'a Version>,
    /// What this person may answer.
    pub sides: Vec<Side<'a>>,
    /// The present day.
    pub today: NaiveDate,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl CharterPage<'_> {
    /// Whether the signature that stands may be given anew.
    fn is_renewable(&self, side: &Side<'_>) -> bool {
        let is_open = self.charter.archived_at.is_none();
        let answer = side.request.standing.signature.as_ref().filter(|_| is_open);
        answer
            .is_some_and(|answer| answer.state == State::Signed && answer.is_renewable(self.today))
    }

    fn action(&self, verb: &str) -> String {
        format!("/charters/{}/{verb}", CharterId::of(self.charter.id))
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn text(&self, version: &Version) -> String {
        markdown::to_html(&version.body)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn version_id(&self, version: &Version) -> String {
        CharterVersionId::of(version.id).to_string()
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn published_on(&self, version: &Version) -> String {
        words::federation_day(version.published_at)
    }

    /// Whether this side's form was just refused: the others keep quiet.
    fn is_typed(&self, side: &Side<'_>) -> bool {
        self.typed.get("employer") == side.employer_id().unwrap_or_default()
    }

    /// The form of this side that does this: a signature is named to take it back, a reason is typed
    /// to refuse.
    fn form(&self, side: &Side<'_>, act: &str, number: impl Display) -> Form<'_> {
        let typed = if self.typed.find("signature").is_some() {
            "withdraw"
        } else if self.typed.find("reason").is_some() {
            "refuse"
        } else {
            "sign"
        };
        let form = Form::new(self.typed, self.problems);
        form.only_if(self.is_typed(side) && act == typed).called(format!("{act}-{number}"))
    }

    /// What is wrong with a form that is not shown any more.
    fn loose(&self) -> Summary<'_> {
        let is_shown = self.version.is_some() && self.sides.iter().any(|side| self.is_typed(side));
        Form::new(self.typed, self.problems).only_if(!is_shown).summary()
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn agreement(&self, side: &Side<'_>) -> String {
        match side.employer {
            Some(employer) => {
                format!("J’ai lu cette charte et {employer} s’engage à la respecter.")
            }
            None => "J’ai lu cette charte et je m’engage à la respecter.".to_owned(),
        }
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn sure(&self, side: &Side<'_>) -> &'static str {
        if side.employer.is_some() {
            "Oui, retirer cette signature"
        } else {
            "Oui, retirer ma signature"
        }
    }
}
