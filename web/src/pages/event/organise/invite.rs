//! Asking people to come: whom, and who would get a letter, before it leaves.

use askama::Template;
use domain::{
    database::in_words,
    event::Guest,
    id::MemberId,
    member::Seen,
    membership::{LocalRole, Role},
};

use super::Head;
use crate::{
    component::{Choice, Form},
    pages::{Frame, Problem, Typed, frame::pages},
    words,
};

pages!(InvitePage);

const ROLES: [Role; 3] = [Role::Lead, Role::Organiser, Role::Member];
const LOCAL_ROLES: [LocalRole; 5] = [
    LocalRole::Pilot,
    LocalRole::Mediator,
    LocalRole::Helper,
    LocalRole::FirstAider,
    LocalRole::Scout,
];

/// The role of this word.
pub fn role(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| in_words(role) == word)
}

/// The local role of this word.
pub fn local_role(word: &str) -> Option<LocalRole> {
    LOCAL_ROLES.into_iter().find(|role| in_words(role) == word)
}

/// Asking people to come.
#[derive(Template)]
#[template(path = "event/organise/invite.html")]
pub struct InvitePage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The event.
    pub head: Head<'a>,
    /// What was typed.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// Those who would be asked, once a preview was asked for.
    pub guests: Option<&'a [Guest]>,
    /// Those whom one may choose: what the search found, and who is chosen already.
    pub people: &'a [Seen],
}

impl InvitePage<'_> {
    #[expect(clippy::unused_self, reason = "the head of every page asks for it")]
    fn title(&self) -> &'static str {
        "Inviter"
    }

    fn form(&self) -> Form<'_> {
        Form::new(self.typed, self.problems)
    }

    fn is_open(&self) -> bool {
        self.head.event.state == domain::event::State::Published
    }

    fn guest_choices() -> [Choice<'static>; 4] {
        [
            Choice::new("everyone", "Tous les membres des réseaux hôtes")
                .hint("Et ceux des réseaux qui en font partie."),
            Choice::new("role", "Ceux qui ont un rôle dans le réseau"),
            Choice::new("local_role", "Ceux qui ont un rôle local"),
            Choice::new("members", "Des personnes choisies"),
        ]
    }

    fn roles() -> Vec<Choice<'static>> {
        ROLES.into_iter().map(|role| Choice::new(in_words(&role), words::role(role))).collect()
    }

    fn local_roles() -> Vec<Choice<'static>> {
        let choice = |role| Choice::new(in_words(&role), words::local_role(role));
        LOCAL_ROLES.into_iter().map(choice).collect()
    }

    fn people_choices(&self) -> Vec<Choice<'static>> {
        let choice = |seen: &Seen| Choice::new(MemberId::of(seen.id).to_string(), seen.name());
        self.people.iter().map(choice).collect()
    }

    fn letters(count: usize) -> String {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        locales::text("page-letters", &[("count", count.into())])
    }
}
