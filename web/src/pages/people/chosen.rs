//! What is done for several people at once: what is filled in for each act, one form for them all.

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;
use domain::{
    event::Event,
    id::{EventId, MembershipId},
    membership::{Ending, Membership, Restore},
    network::Network,
};
use locales::text;
use url::form_urlencoded;
use uuid::Uuid;

use super::{Count, Listed, Preview, choice};
use crate::{
    component::{Choice, Form},
    pages::{Frame, Problem, Typed, network::NetworkTabs, written::pages},
    words,
};

pages!(ChosenPage);

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Another role, or another local role.
    Change,
    /// The membership ends.
    End,
    /// A word by letter.
    Write,
    /// An invitation to a meeting.
    Invite,
    /// What was done is taken back.
    Restore,
}

impl Act {
    /// Its word in addresses and identifiers.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::End => "end",
            Self::Write => "write",
            Self::Invite => "invite",
            Self::Restore => "restore",
        }
    }

    /// What somebody fills in for it; no two acts have a field in common, so that one form holds all.
    const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Change => &["role", "localRole"],
            Self::Invite => &["eventId", "word"],
            Self::Write => &["subject", "body"],
            Self::End => &["on", "reason"],
            Self::Restore => &[],
        }
    }
}

/// The acts for which there is something to fill in, as they stand on the page.
const FILLED_IN: [Act; 4] = [Act::Change, Act::Invite, Act::Write, Act::End];

/// What somebody filled in for any of the acts, which goes along to those who follow.
pub fn going_along(typed: &Typed) -> impl Iterator<Item = &(String, String)> {
    let is_filled_in = |name: &str| FILLED_IN.iter().any(|act| act.fields().contains(&name));
    typed.0.iter().filter(move |(name, _)| is_filled_in(name))
}

/// What somebody filled in for the other acts.
pub fn left_by(typed: &Typed, act: Act) -> impl Iterator<Item = &(String, String)> {
    going_along(typed).filter(move |(name, _)| !act.fields().contains(&name.as_str()))
}

/// Whether somebody filled in anything for the other acts.
pub fn has_more(typed: &Typed, act: Act) -> bool {
    left_by(typed, act).any(|(_, value)| !value.trim().is_empty())
}

/// The only act for which anything is filled in.
pub fn filled_in(typed: &Typed) -> Option<Act> {
    let is_filled_in = |act: &Act| act.fields().iter().any(|name| typed.filled(name).is_some());
    let mut acts = FILLED_IN.into_iter().filter(is_filled_in);
    acts.next().filter(|_| acts.next().is_none())
}

/// What was filled in for an act, as one word: what was looked at, to tell whether it is the same that is
/// confirmed. Browsers write the end of a line as they like.
pub fn looked_at(typed: &Typed, act: Act) -> String {
    let mut word = form_urlencoded::Serializer::new(String::new());
    for name in act.fields() {
        word.append_pair(name, typed.get(name).replace("\r\n", "\n").trim());
    }
    word.finish()
}

/// Someone chosen.
pub type Chosen<'a> = Listed<'a>;

/// What this person may do here.
#[derive(Clone, Copy, Debug)]
pub struct May {
    /// Change roles, end memberships.
    pub lead: bool,
    /// Write to many.
    pub write: bool,
    /// Invite to meetings.
    pub invite: bool,
}

/// What is done for several people at once.
#[derive(Template)]
#[template(path = "people/chosen.html")]
pub struct ChosenPage<'a> {
    /// Who looks.
    pub frame: &'a Frame,
    /// The network.
    pub network: &'a Network,
    /// Its pages that this person may open.
    pub tabs: NetworkTabs,
    /// Who is chosen.
    pub people: &'a [Chosen<'a>],
    /// What those whose role was just changed are now, by network and person.
    pub next: &'a HashMap<(Uuid, Uuid), Membership>,
    /// To which network those move whose transfer is announced, by membership, as far as one knows.
    pub moves: &'a HashMap<Uuid, String>,
    /// Which act was asked for.
    pub act: Option<Act>,
    /// What was typed, for that act and the others.
    pub typed: &'a Typed,
    /// Why it was refused.
    pub problems: &'a [Problem],
    /// What would happen.
    pub preview: Option<Preview>,
    /// What this person may do.
    pub may: May,
    /// The meetings to which one may invite.
    pub events: &'a [Event],
    /// Whether something was just done to them that can be taken back.
    pub may_undo: bool,
    /// What was done to these and can be taken back: to those chosen, or before, beside them.
    pub undone: Vec<Restore>,
    /// Those to which something was done that this person may take back.
    pub restorable: Vec<MembershipId>,
    /// What was just done for those before.
    pub done: Option<String>,
    /// Which part of a longer list this is.
    pub told: Option<String>,
    /// What asks for those of the list who follow.
    pub rest: Option<String>,
    /// The present day.
    pub today: NaiveDate,
}

impl ChosenPage<'_> {
    pub(super) fn at(&self, page: &str) -> String {
        format!("/networks/{}{page}", self.network.slug)
    }

    fn action(act: Act, slug: &str) -> String {
        format!("/networks/{slug}/members/chosen/{}", act.word())
    }

    /// What is filled in for an act. What was typed stands there again whichever act was asked for;
    /// what is wrong concerns that one. An address fills nothing in.
    fn form(&self, act: Act) -> Form<'_> {
        const NOTHING: &Typed = &Typed(Vec::new());
        let typed = if self.act.is_some() { self.typed } else { NOTHING };
        let problems: &[Problem] = if self.act == Some(act) { self.problems } else { &[] };
        Form::new(typed, problems).called(act.word())
    }

    fn ids(&self) -> impl Iterator<Item = String> {
        self.people.iter().map(|one| MembershipId::of(one.membership.id).to_string())
    }

    /// Whether any of these memberships goes on: a role that is over does not change any more.
    fn has_running(&self) -> bool {
        self.people.iter().any(|one| one.membership.goes_on(self.today))
    }

    /// Whether this act can be filled in on the page: there is the way on, with what was typed.
    fn has_form(&self, act: Act) -> bool {
        !self.people.is_empty()
            && !self.may_undo
            && match act {
                Act::Change | Act::End => self.may.lead && self.has_running(),
                Act::Write => self.may.write,
                Act::Invite => self.may.invite && !self.events.is_empty(),
                Act::Restore => false,
            }
    }

    fn has_any_form(&self) -> bool {
        FILLED_IN.into_iter().any(|act| self.has_form(act))
    }

    /// Whether there is anything to press: all of it is in one form.
    fn has_any_button(&self) -> bool {
        let is_back =
            !self.undone.is_empty() || (self.is_about_restoring() && !self.restorable.is_empty());
        self.has_any_form() || (!self.people.is_empty() && !self.may_undo && is_back)
    }

    /// The word in the address of the form itself; each of its buttons but that of the Enter key has an
    /// address of its own.
    fn first_word(&self) -> &'static str {
        let first = FILLED_IN.into_iter().find(|act| self.has_form(*act));
        first.unwrap_or(Act::Restore).word()
    }

    /// What was typed, to go along where nothing can be filled in.
    fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        going_along(self.typed)
    }

    /// What the look was at, which goes along with its confirmation.
    fn seen(&self, act: Act) -> String {
        looked_at(self.typed, act)
    }

    /// What was typed for the acts that cannot be filled in here, to go along with the others.
    fn unseen(&self) -> impl Iterator<Item = &(String, String)> {
        let is_seen = move |name: &str| {
            FILLED_IN.iter().any(|act| act.fields().contains(&name) && self.has_form(*act))
        };
        self.kept().filter(move |(name, _)| self.act.is_some() && !is_seen(name))
    }

    /// When an end without a day comes about.
    fn end_hint(&self) -> String {
        let is_ahead = |one: &Chosen<'_>| {
            one.membership.started_on > self.today && one.membership.goes_on(self.today)
        };
        let is_any_ahead = self.people.iter().any(is_ahead);
        text(if is_any_ahead { "page-ends-today-or-never-begins" } else { "page-ends-today" }, &[])
    }

    fn roles() -> Vec<Choice<'static>> {
        choice::roles("Ne pas changer")
    }

    fn local_roles() -> Vec<Choice<'static>> {
        let mut roles = choice::local_roles("Ne pas changer");
        roles.insert(1, Choice::new("none", "Aucun rôle local"));
        roles
    }

    fn event_choices(&self) -> Vec<Choice<'_>> {
        let one = |event: &Event| {
            let label = format!("{}, {}", event.title, words::when(event));
            Choice::new(EventId::of(event.id).to_string(), label)
        };
        let none = Choice::new("", "Choisir une rencontre");
        std::iter::once(none).chain(self.events.iter().map(one)).collect()
    }

    /// Whether a role was changed, rather than a membership ended. Who has another role is chosen by
    /// the period of now, and the former one comes back.
    pub(super) fn is_changed(&self) -> bool {
        let mut undone = self.people.iter().filter(|one| self.is_undone(one));
        undone.all(|one| one.membership.ending == Some(Ending::Changed))
    }

    /// Whether the page says why this act was refused where its fields are, or its way back.
    fn says_why(&self, act: Act) -> bool {
        match act {
            Act::Restore => {
                let is_box = self.may_undo || !self.undone.is_empty();
                !self.people.is_empty() && (is_box || self.is_about_restoring())
            }
            Act::Change | Act::End | Act::Write | Act::Invite => self.has_form(act),
        }
    }

    /// Whether the reason stands on top, because nothing else on the page would say it.
    fn is_why_on_top(&self) -> bool {
        !self.act.is_some_and(|act| self.says_why(act))
    }

    fn count(&self) -> String {
        let count = Count::of(self.people);
        if self.may_undo {
            return count.words();
        }
        count.told("page-chosen", "page-chosen-below")
    }
}
