//! A charter: its text as it stands, and the answers that it awaits from whoever reads it.

use askama::Template;
use domain::{
    charter::{Charter, Request, State, Version},
    id::{CharterId, CharterVersionId, EmployerId, SignatureId},
    network::Network,
};
use locales::date;

use super::{Frame, Problem, Typed, frame::pages};
use crate::{markdown, words};

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
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl CharterPage<'_> {
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

    fn problems_of(&self, side: &Side<'_>) -> &[Problem] {
        if self.is_typed(side) { self.problems } else { &[] }
    }

    fn reason_of(&self, side: &Side<'_>) -> &str {
        if self.is_typed(side) { self.typed.get("reason") } else { "" }
    }

    /// Problems of a side that is not among those shown.
    fn loose_problems(&self) -> &[Problem] {
        if self.sides.iter().any(|side| self.is_typed(side)) { &[] } else { self.problems }
    }
}
