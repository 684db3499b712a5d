//! Who signed a charter, and who has not yet.

use std::collections::HashMap;

use askama::Template;
use domain::{
    charter::{Charter, Coverage, CoverageSide, State},
    id::{CharterId, MemberId},
    member::Seen,
};
use locales::date;
use uuid::Uuid;

use super::Head;
use crate::{
    component::{Badge, Choice, Form, Pager, Summary, Tone},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(SignaturesPage);

/// Who signed a charter, and who has not yet.
#[derive(Template)]
#[template(path = "network/workbench/signature.html")]
pub struct SignaturesPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The charter.
    pub charter: &'a Charter,
    /// How each stands, by name.
    pub coverage: &'a [Coverage],
    /// Who they are.
    pub members: &'a HashMap<Uuid, Seen>,
    /// How many people are concerned.
    pub total: i64,
    /// How many of them are covered.
    pub covered: i64,
    /// How many have not answered, for who may remind them.
    pub unanswered: Option<i64>,
    /// The way to the pages beside.
    pub pager: Pager,
    /// What is asked of the list, as the end of an address.
    pub list: String,
    /// What was asked or typed.
    pub typed: &'a Typed,
    /// Why nobody was reminded.
    pub problems: &'a [Problem],
}

impl SignaturesPage<'_> {
    fn summary(&self) -> Summary<'_> {
        Form::new(self.typed, self.problems).summary()
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, &[]).called("filtre")
    }

    fn states() -> Vec<Choice<'static>> {
        vec![
            Choice::new("", "Tout le monde"),
            Choice::new("covered", "En règle"),
            Choice::new("missing", "À qui il manque une signature"),
        ]
    }

    /// Whether those of this word are covered; nothing for everybody.
    pub fn is_covered_of(word: &str) -> Option<bool> {
        match word {
            "covered" => Some(true),
            "missing" => Some(false),
            _ => None,
        }
    }

    fn is_filtered(&self) -> bool {
        ["search", "state"].iter().any(|name| !self.typed.get(name).trim().is_empty())
    }

    fn at(&self, page: &str) -> String {
        format!("/charters/{}{page}", CharterId::of(self.charter.id))
    }

    fn name(&self, coverage: &Coverage) -> String {
        let known = self.members.get(&coverage.member_id);
        known.map_or_else(|| locales::text("page-history-someone", &[]), words::called)
    }

    fn record(coverage: &Coverage) -> String {
        format!("/members/{}", MemberId::of(coverage.member_id))
    }

    fn badge(coverage: &Coverage) -> Badge<'static> {
        if coverage.is_covered {
            Badge::new("En règle", Tone::Good)
        } else {
            Badge::new("Manque", Tone::Warn)
        }
    }

    fn side(side: Option<&CoverageSide>) -> String {
        let Some(side) = side else { return locales::text("page-signature-not-asked", &[]) };
        let answer = side.signature.as_ref();
        let on = answer.map(|answer| words::federation_day(answer.signed_at)).unwrap_or_default();
        if side.is_signed {
            let until = side.until.and_then(|until| until.pred_opt()).map(date::day);
            return match until {
                Some(until) => locales::text(
                    "page-signature-until",
                    &[("on", (&on).into()), ("until", (&until).into())],
                ),
                None => locales::text("page-signature-signed", &[("on", (&on).into())]),
            };
        }
        let key = match answer.map(|answer| answer.state) {
            None => "page-signature-none",
            Some(State::Refused) => "page-signature-refused",
            Some(State::Withdrawn) => "page-signature-withdrawn",
            Some(_) => "page-signature-over",
        };
        locales::text(key, &[("on", (&on).into())])
    }

    fn waiting(&self) -> String {
        let count = self.unanswered.unwrap_or_default();
        locales::text("page-signature-waiting", &[("count", count.into())])
    }

    fn may_remind(&self) -> bool {
        self.charter.archived_at.is_none() && self.unanswered.is_some_and(|count| count > 0)
    }

    fn number(count: &i64) -> String {
        words::number(*count)
    }

    fn missing(&self) -> i64 {
        (self.total - self.covered).max(0)
    }
}
