//! A look at what an act would do to whom, or at what it did.

use std::collections::HashSet;

use locales::text;
use uuid::Uuid;

use super::Act;

/// What comes of an act for one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upshot {
    /// It is done, and can be taken back.
    Undoable,
    /// It is done for good.
    Lasting,
    /// It is done, and with it the asker gives up the right to take it back.
    Lost,
    /// There is nothing to do.
    Unchanged,
    /// It is refused.
    Refused,
}

impl Upshot {
    /// Whether something happens.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Undoable | Self::Lasting | Self::Lost)
    }
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
        self.upshot.is_done()
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
    pub(super) fn done(&self) -> i64 {
        let count = self.lines.iter().filter(|line| line.is_done()).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    pub(super) fn refused(&self) -> i64 {
        let count = self.lines.iter().filter(|line| line.is_refused()).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }

    /// How many people that is done for: below a network, somebody may be in several.
    fn people(&self) -> i64 {
        let done = self.lines.iter().filter(|line| line.is_done());
        let people: HashSet<_> = done.map(|line| line.member).collect();
        i64::try_from(people.len()).unwrap_or(i64::MAX)
    }

    pub(super) fn title(&self) -> String {
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

    pub(super) fn letters(&self) -> String {
        let count = i64::try_from(self.letters).unwrap_or(i64::MAX);
        text("page-chosen-letters", &[("count", count.into())])
    }

    pub(super) fn confirm(&self) -> &'static str {
        match self.act {
            Act::Change => "Changer les rôles",
            Act::End => "Mettre fin aux adhésions",
            Act::Write => "Envoyer les courriels",
            Act::Invite => "Envoyer les invitations",
            Act::Restore => "Rétablir",
        }
    }

    pub(super) const fn is_dangerous(&self) -> bool {
        matches!(self.act, Act::End)
    }

    /// Whether one can take it back afterwards, in words.
    pub(super) fn way_back(&self) -> &'static str {
        let has = |upshot| self.lines.iter().any(|line| line.upshot == upshot);
        let is_lost = has(Upshot::Lost);
        match (self.act, has(Upshot::Undoable), has(Upshot::Lasting) || is_lost) {
            (Act::Write | Act::Invite, _, _) if self.letters == 0 => "",
            (Act::Write | Act::Invite, _, _) => "Un courriel parti ne se rappelle pas.",
            (_, true, false) => "Vous pourrez l’annuler ensuite.",
            (_, true, true) => "Vous pourrez l’annuler ensuite, sauf où c’est dit ci-dessous.",
            (_, false, true) if is_lost => {
                "Vous ne piloterez plus ce réseau : vous ne pourrez pas l’annuler."
            }
            (_, false, true) => "Cela ne pourra pas être annulé.",
            (_, false, false) => "",
        }
    }
}
