//! Who did what in a network's affairs.

use askama::Template;
use domain::{
    audit::{Actor, Change, ChangeKind},
    context::Door,
    id::{MemberId, write_any},
    member::Seen,
};
use uuid::Uuid;

use super::Head;
use crate::{
    change::{self, Names},
    component::{Choice, Form, Pager},
    pages::{Frame, Problem, Typed, written::pages},
    words,
};

pages!(HistoryPage);

/// A line of the trail.
#[derive(Debug)]
pub struct Line {
    /// The change.
    pub change: Change,
}

/// Who did what in a network's affairs.
#[derive(Template)]
#[template(path = "network/workbench/history.html")]
pub struct HistoryPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What stands above.
    pub head: Head<'a>,
    /// The lines.
    pub lines: &'a [Line],
    /// What they speak of.
    pub names: &'a Names,
    /// The people of the name that was searched for.
    pub found: Option<&'a [Seen]>,
    /// By whom only.
    pub actor: Option<String>,
    /// Of what only.
    pub subject: Option<String>,
    /// The way to the pages beside.
    pub pager: Pager,
    /// What was asked.
    pub typed: &'a Typed,
    /// What is wrong with the period.
    pub problems: &'a [Problem],
}

fn kind_name(kind: ChangeKind) -> String {
    locales::text(&format!("change-kind-{}", kind.word().replace('_', "-")), &[])
}

impl HistoryPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn is_filtered(&self) -> bool {
        ["kind", "actor", "subject", "from", "until"]
            .iter()
            .any(|name| !self.typed.get(name).is_empty())
    }

    fn kinds() -> Vec<Choice<'static>> {
        let mut kinds: Vec<_> =
            ChangeKind::ALL.into_iter().map(|kind| (kind_name(kind), kind.word())).collect();
        kinds.sort();
        let kinds = kinds.into_iter().map(|(name, word)| Choice::new(word, name));
        std::iter::once(Choice::new("", "Tout")).chain(kinds).collect()
    }

    fn scopes() -> [Choice<'static>; 2] {
        [Choice::new("network", "Ce réseau seul"), Choice::new("subtree", "Et ceux en dessous")]
    }

    fn what(line: &Line) -> String {
        change::what(&line.change)
    }

    fn when(line: &Line) -> String {
        words::federation_moment(line.change.at)
    }

    fn name_of(&self, member: Uuid) -> Option<String> {
        self.names.member(member)
    }

    fn actor(&self, line: &Line) -> String {
        let named = |member: Option<Uuid>| {
            member
                .and_then(|member| self.name_of(member))
                .unwrap_or_else(|| locales::text("page-history-someone", &[]))
        };
        match line.change.actor {
            Actor::Person(member) => named(Some(member)),
            Actor::Token { member, .. } => {
                let name = named(member);
                locales::text("page-history-token", &[("name", (&name).into())])
            }
            Actor::System => locales::text("page-history-system", &[]),
            Actor::Visitor => locales::text("page-history-visitor", &[]),
        }
    }

    /// The way to all that this line's actor did.
    fn actor_path(&self, line: &Line) -> Option<String> {
        let Actor::Person(member) = line.change.actor else { return None };
        self.name_of(member)?;
        Some(self.only("actor", &MemberId::of(member).to_string()))
    }

    /// This page with one more filter.
    fn only(&self, name: &str, value: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = ["kind", "scope", "from", "until", "actor", "subject"];
        let kept = kept.iter().filter(|kept| **kept != name);
        query.extend_pairs(
            kept.map(|kept| (*kept, self.typed.get(kept))).filter(|(_, value)| !value.is_empty()),
        );
        if !value.is_empty() {
            query.append_pair(name, value);
        }
        format!("{}?{}", self.head.at("/history"), query.finish())
    }

    fn without(&self, name: &str) -> String {
        self.only(name, "")
    }

    fn by(&self, seen: &Seen) -> String {
        self.only("actor", &MemberId::of(seen.id).to_string())
    }

    /// Whom it concerns, when that is not who did it.
    fn concerned(&self, line: &Line) -> Option<String> {
        let member = line.change.member_id?;
        if line.change.actor == Actor::Person(member) {
            return None;
        }
        self.name_of(member)
    }

    /// What it was done to, with the way to its page.
    fn subject(&self, line: &Line) -> Option<(String, Option<String>)> {
        self.names.subject(&line.change)
    }

    fn subject_path(&self, line: &Line) -> Option<String> {
        let (kind, id) = &line.change.subject;
        Some(self.only("subject", &write_any(kind, *id)?))
    }

    const fn door(line: &Line) -> Option<&'static str> {
        match line.change.door {
            Door::Page => None,
            Door::Api => Some("par l’API"),
            Door::Letter => Some("par le lien d’un courriel"),
            Door::Command => Some("en ligne de commande"),
            Door::Worker => Some("de lui-même, à son heure"),
        }
    }

    fn details(&self, line: &Line) -> Vec<(String, String)> {
        change::details(&line.change, self.names)
    }

    /// The page of whom it concerns, when the asker may know them.
    fn record(&self, line: &Line) -> Option<String> {
        let member = line.change.member_id?;
        let known = self.names.members.contains_key(&member);
        known.then(|| format!("/members/{}", MemberId::of(member)))
    }
}
