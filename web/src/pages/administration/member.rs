//! Everybody, and one person as the administration sees them.

use askama::Template;
use domain::{employer::Employer, id::MemberId, member::Seen, network::Network};

use super::{AdministrationTab, AdministrationTabs, TrailLine};
use crate::{
    component::{Choice, Form, Pager},
    pages::{Frame, Problem, Typed, me, people::CloseView, written::pages},
    words,
};

pages!(PeoplePage, AdministeredPage);

/// Everybody.
#[derive(Template)]
#[template(path = "administration/members.html")]
pub struct PeoplePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is looked for.
    pub asked: &'a Typed,
    /// Who was found.
    pub members: Vec<&'a Seen>,
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl PeoplePage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn kinds() -> Vec<Choice<'static>> {
        let all = Choice::new("", "Tous les profils");
        [all].into_iter().chain(me::kinds()).collect()
    }

    fn sortings() -> Vec<Choice<'static>> {
        vec![Choice::new("", "Par nom"), Choice::new("newest", "Dernières fiches créées d’abord")]
    }

    fn is_filtered(&self) -> bool {
        ["search", "kind", "closed"].iter().any(|name| self.asked.filled(name).is_some())
    }
}

fn path(member: &Seen) -> String {
    format!("/administration/members/{}", MemberId::of(member.id))
}

fn seen_at(member: &Seen) -> String {
    let seen = member.private.as_ref().and_then(|private| private.last_seen_at);
    seen.map_or_else(|| "jamais".to_owned(), words::federation_day)
}

/// One person as the administration sees them.
#[derive(Template)]
#[template(path = "administration/member.html")]
pub struct AdministeredPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Who is looked at.
    pub seen: &'a Seen,
    /// Their networks, with the role in each.
    pub networks: Vec<(&'a Network, String)>,
    /// Where they work.
    pub employers: &'a [Employer],
    /// Closing the record or opening it again.
    pub close: Option<CloseView<'a>>,
    /// Whether one may act as them.
    pub may_act: bool,
    /// What was done to them, and by them, the newest first.
    pub lines: &'a [TrailLine],
    /// The way to the other lines.
    pub pager: Pager,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
}

impl AdministeredPage<'_> {
    fn form(&self) -> Form<'_> {
        let problems = if self.typed.is("act", "archive") { &[] } else { self.problems };
        Form::new(self.typed, problems)
    }

    fn id(&self) -> MemberId {
        MemberId::of(self.seen.id)
    }

    fn name(&self) -> String {
        words::called(self.seen)
    }
}

fn employer_path(employer: &Employer) -> String {
    format!("/employers/{}", domain::id::EmployerId::of(employer.id))
}
