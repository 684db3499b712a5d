//! What is done for several people at once: first a look at what would happen to whom, then the act,
//! then the way back.

use std::collections::{HashMap, HashSet};

use askama::Template;
use chrono::NaiveDate;
use domain::{
    event::Event,
    id::{EventId, MembershipId},
    membership::{Ending, Membership},
    network::Network,
};
use locales::text;
use url::form_urlencoded;
use uuid::Uuid;

use super::{Count, Listed, choice};
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

/// What comes of an act for one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upshot {
    /// It is done, and can be taken back.
    Undoable,
    /// It is done for good.
    Lasting,
    /// There is nothing to do.
    Unchanged,
    /// It is refused.
    Refused,
}

/// What would happen to one person.
#[derive(Debug)]
pub struct ActLine {
    /// Who.
    pub name: String,
    /// Which member that is.
    pub member: Uuid,
    /// What would happen, or why not.
    pub words: String,
    /// What comes of it.
    pub upshot: Upshot,
}

impl ActLine {
    /// Whether the rules say no.
    pub fn is_refused(&self) -> bool {
        self.upshot == Upshot::Refused
    }

    /// Whether something happens.
    const fn is_done(&self) -> bool {
        matches!(self.upshot, Upshot::Undoable | Upshot::Lasting)
    }
}

/// What would happen to whom.
#[derive(Debug)]
pub struct Preview {
    /// By which act.
    pub act: Act,
    /// To each.
    pub lines: Vec<ActLine>,
    /// How many letters would leave.
    pub letters: usize,
    /// Whether it is done, for some of them.
    pub is_over: bool,
}

impl Preview {
    fn done(&self) -> i64 {
        let count = self.lines.iter().filter(|line| line.is_done()).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    fn refused(&self) -> i64 {
        let count = self.lines.iter().filter(|line| line.is_refused()).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    /// How many people that is done for: below a network, somebody may be in several.
    fn people(&self) -> i64 {
        let done = self.lines.iter().filter(|line| line.is_done());
        let people: HashSet<_> = done.map(|line| line.member).collect();
        i64::try_from(people.len()).unwrap_or(i64::MAX)
    }

    fn title(&self) -> String {
        if self.is_over && self.refused() == 0 {
            return text("page-chosen-noted", &[("count", self.done().into())]);
        }
        if self.is_over {
            let people: HashSet<_> = self.lines.iter().map(|line| line.member).collect();
            let is_of_people = people.len() == self.lines.len();
            let key = if is_of_people { "page-chosen-partly" } else { "page-chosen-partly-below" };
            let counts = [("done", self.done().into()), ("refused", self.refused().into())];
            return text(key, &counts);
        }
        // What ends, and comes back, is a membership; the rest comes to a person.
        let count = match self.act {
            Act::End | Act::Restore => self.done(),
            Act::Change | Act::Write | Act::Invite => self.people(),
        };
        let key = match self.act {
            Act::Change => "page-chosen-would-change",
            Act::End => "page-chosen-would-end",
            Act::Write => "page-chosen-would-write",
            Act::Invite => "page-chosen-would-invite",
            Act::Restore => "page-chosen-would-restore",
        };
        text(key, &[("count", count.into())])
    }

    fn letters(&self) -> String {
        let count = i64::try_from(self.letters).unwrap_or(i64::MAX);
        text("page-chosen-letters", &[("count", count.into())])
    }

    fn confirm(&self) -> &'static str {
        match self.act {
            Act::Change => "Changer les rôles",
            Act::End => "Mettre fin aux adhésions",
            Act::Write => "Envoyer les courriels",
            Act::Invite => "Envoyer les invitations",
            Act::Restore => "Rétablir",
        }
    }

    const fn is_dangerous(&self) -> bool {
        matches!(self.act, Act::End)
    }

    /// Whether one can take it back afterwards, in words.
    fn way_back(&self) -> &'static str {
        let has = |upshot| self.lines.iter().any(|line| line.upshot == upshot);
        match (self.act, has(Upshot::Undoable), has(Upshot::Lasting)) {
            (Act::Write | Act::Invite, _, _) if self.letters == 0 => "",
            (Act::Write | Act::Invite, _, _) => "Un courriel parti ne se rappelle pas.",
            (_, true, false) => "Vous pourrez l’annuler ensuite.",
            (_, true, true) => "Vous pourrez l’annuler ensuite, sauf où c’est dit ci-dessous.",
            (_, false, true) => "Cela ne pourra pas être annulé.",
            (_, false, false) => "",
        }
    }
}

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

    /// The act that was asked for, where it can be filled in again.
    fn asked_again(&self) -> Option<Act> {
        self.act.filter(|act| self.has_form(*act))
    }

    /// The word in the address of the form itself; each of its buttons has an address of its own.
    fn first_word(&self) -> &'static str {
        let first = FILLED_IN.into_iter().find(|act| self.has_form(*act));
        self.asked_again().or(first).map_or("", Act::word)
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
        self.events.iter().map(one).collect()
    }

    /// Whether a role was changed, rather than a membership ended.
    fn is_changed(&self) -> bool {
        self.people.iter().all(|one| one.membership.ending == Some(Ending::Changed))
    }

    fn count(&self) -> String {
        let count = Count::of(self.people);
        if self.may_undo {
            return count.words();
        }
        count.told("page-chosen", "page-chosen-below")
    }
}
