//! The directory: who can be found, what each shows, and a way to write to them.

use std::collections::HashMap;

use askama::Template;
use domain::{
    employer::Employer,
    id::{EmployerId, MemberId},
    member::{Seen, skill::THEMES},
    network::Network,
    text::fold,
};
use uuid::Uuid;

use super::{Frame, Problem, Typed, me, notice, people::LeadView, written::pages};
use crate::{
    component::{Choice, Face, Form, Pager, Whereabouts},
    words,
};

mod tabs;

pub(super) use tabs::branches;
pub use tabs::{DirectoryTab, DirectoryTabs};

pages!(MembersPage, MemberPage);

/// The directory.
#[derive(Template)]
#[template(path = "member/members.html")]
pub struct MembersPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// What is looked for.
    pub asked: &'a Typed,
    /// Who was found.
    pub members: Vec<&'a Seen>,
    /// The networks of each, with the role there.
    pub networks: &'a HashMap<Uuid, Vec<(Network, String)>>,
    /// The networks in which one may look, with their depth.
    pub known: &'a [(usize, Network)],
    /// Where one looks.
    pub whereabouts: &'a Whereabouts,
    /// Whether nobody has just that name, and these have one like it.
    pub is_near: bool,
    /// How many there are, and the way to the others.
    pub pager: Pager,
}

impl MembersPage<'_> {
    fn form(&self) -> Form<'_> {
        Form::new(self.asked, &[])
    }

    fn all(label: &'static str, choices: Vec<Choice<'static>>) -> Vec<Choice<'static>> {
        [Choice::new("", label)].into_iter().chain(choices).collect()
    }

    fn kinds() -> Vec<Choice<'static>> {
        Self::all("Tous les profils", me::kinds())
    }

    fn skills() -> Vec<String> {
        let mut names = THEMES.map(words::skill).to_vec();
        names.sort_by_cached_key(|name| fold(name));
        names
    }

    fn sortings() -> Vec<Choice<'static>> {
        vec![Choice::new("", "Par nom"), Choice::new("newest", "Dernières fiches créées d’abord")]
    }

    fn networks_of(&self, member: &Seen) -> &[(Network, String)] {
        self.networks.get(&member.id).map(Vec::as_slice).unwrap_or_default()
    }

    fn is_filtered(&self) -> bool {
        self.asked.0.iter().any(|(name, value)| name != "sort" && !value.is_empty())
    }
}

fn path(member: &Seen) -> String {
    format!("/members/{}", MemberId::of(member.id))
}

/// What one person shows.
#[derive(Template)]
#[template(path = "member/member.html")]
pub struct MemberPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// Who is looked at.
    pub seen: &'a Seen,
    /// Their networks, with the role in each.
    pub networks: Vec<(&'a Network, String)>,
    /// Where they work, for those who may know.
    pub employers: &'a [Employer],
    /// Whether it is oneself.
    pub is_oneself: bool,
    /// Whether one may write to them.
    pub may_write: bool,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// What those see and do who run a network of theirs.
    pub lead: Option<LeadView<'a>>,
}

impl MemberPage<'_> {
    /// What was just done; of a transfer that was announced, with its day.
    fn notice(&self) -> Option<String> {
        let said = self.frame.notice?;
        let is_announced = notice("transfer-announced") == Some(said);
        let lead = self.lead.as_ref().filter(|_| is_announced);
        Some(lead.and_then(LeadView::transfer_words).unwrap_or_else(|| said.to_owned()))
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }
}

/// Those of the directory who show this skill, too.
pub(in crate::pages) fn with_skill(skill: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("skill", skill);
    format!("/members?{}", query.finish())
}

fn employer_path(employer: &Employer) -> String {
    format!("/employers/{}", EmployerId::of(employer.id))
}
