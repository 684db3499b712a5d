//! The way back for several people at once: whose membership is over, whose is to end later, and what
//! restoring does for each.

use domain::{
    id::MembershipId,
    membership::{Ending, Restore},
};
use locales::{date, text};

use super::{Act, Chosen, ChosenPage};
use crate::{pages::Typed, words};

/// How many of the people whose membership can come back are named.
const MOST_NAMED: usize = 5;

/// What a form names as done before and to be taken back.
pub fn undone(typed: &Typed) -> Vec<Restore> {
    let read = |one: &str| {
        let (id, expected_revision) = match one.split_once(':') {
            Some((id, revision)) => (id, Some(revision.parse().ok()?)),
            None => (one, None),
        };
        Some(Restore { id: id.parse().ok()?, expected_revision })
    };
    typed.all("undone").filter_map(read).collect()
}

/// What restoring does for a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    /// It is over, and goes on again.
    Resumes,
    /// It is to end later, and does not.
    Kept,
    /// A transfer is announced, and does not come about.
    Stays,
    /// The role of before is given back.
    Role,
}

impl Back {
    /// Each with its words, in the order in which they are said.
    const SAID: [(Self, &str); 4] = [
        (Self::Resumes, "page-chosen-restore"),
        (Self::Kept, "page-chosen-keep"),
        (Self::Stays, "page-chosen-stay"),
        (Self::Role, "page-chosen-give-back"),
    ];
}

impl ChosenPage<'_> {
    /// Whether it ended; a role that changed is no end.
    fn is_over(&self, one: &Chosen<'_>) -> bool {
        !one.membership.goes_on(self.today) && one.membership.ending != Some(Ending::Changed)
    }

    pub(super) fn has_over(&self) -> bool {
        self.people.iter().any(|one| self.is_over(one))
    }

    /// Whether what was just done to somebody can be taken back.
    pub(super) fn is_undone(&self, one: &Chosen<'_>) -> bool {
        let id = MembershipId::of(one.membership.id);
        self.may_undo || self.undone.iter().any(|undone| undone.id == id)
    }

    /// What can be taken back, as a form names it.
    pub(super) fn undone(&self) -> impl Iterator<Item = String> {
        self.undone.iter().map(|one| match one.expected_revision {
            Some(revision) => format!("{}:{revision}", one.id),
            None => one.id.to_string(),
        })
    }

    /// Whether any of the ends that were just given lies ahead.
    pub(super) fn has_ending(&self) -> bool {
        self.people.iter().any(|one| self.is_undone(one) && self.ends(one).is_some())
    }

    /// Whether any of the ends that were just given has come.
    pub(super) fn has_ended(&self) -> bool {
        self.people.iter().any(|one| self.is_undone(one) && self.is_over(one))
    }

    /// What was just done, and that it can be taken back.
    pub(super) fn undone_title(&self) -> &'static str {
        if self.is_changed() {
            "Les rôles sont changés, et cela peut encore être annulé"
        } else if self.has_ended() {
            "Les adhésions sont terminées, et cela peut encore être annulé"
        } else {
            "La fin des adhésions est notée, et cela peut encore être annulé"
        }
    }

    /// How a membership is to end that goes on until then.
    fn ends(&self, one: &Chosen<'_>) -> Option<String> {
        let membership = one.membership;
        let ended_on = membership.ended_on.filter(|_| membership.goes_on(self.today))?;
        let day = date::plain(ended_on);
        let day = ("day", (&day).into());
        if membership.ending != Some(Ending::Transferred) {
            return Some(text("page-chosen-until", &[day]));
        }
        Some(match self.moves.get(&membership.id) {
            Some(network) => text("page-chosen-leaves-for", &[day, ("network", network.into())]),
            None => text("page-chosen-transfer-announced", &[day]),
        })
    }

    /// What somebody who is chosen is, what they were before their role was changed, or until when.
    pub(super) fn told(&self, one: &Chosen<'_>) -> String {
        let membership = one.membership;
        let next = self.next.get(&(membership.network_id, membership.member_id));
        if let Some(next) = next.filter(|_| membership.ending == Some(Ending::Changed)) {
            let next = words::both_roles(next.role, next.local_role);
            return words::from_to(&one.role(), &next);
        }
        let role = one.role();
        if !membership.goes_on(self.today) {
            return text("page-chosen-over", &[("role", (&role).into())]);
        }
        match self.ends(one) {
            None => role,
            Some(ends) => format!("{role}, {ends}"),
        }
    }

    fn may_come_back(&self, one: &Chosen<'_>) -> bool {
        self.restorable.contains(&MembershipId::of(one.membership.id))
    }

    fn back(&self, one: &Chosen<'_>) -> Back {
        match one.membership.ending {
            Some(Ending::Changed) => Back::Role,
            Some(Ending::Transferred) => Back::Stays,
            _ if one.membership.goes_on(self.today) => Back::Kept,
            _ => Back::Resumes,
        }
    }

    /// Whether restoring does one of these, and nothing else.
    fn is_only(&self, those: &[Back]) -> bool {
        let mut restorable = self.people.iter().filter(|one| self.may_come_back(one));
        restorable.all(|one| those.contains(&self.back(one)))
    }

    /// Whether to speak of restoring: something can be taken back, some of these memberships are over,
    /// or it was refused. What was just done has a way back of its own.
    pub(super) fn is_about_restoring(&self) -> bool {
        let is_any = !self.restorable.is_empty() || self.has_over();
        let is_refused = self.act == Some(Act::Restore) && !self.problems.is_empty();
        self.may.lead && self.undone.is_empty() && (is_refused || is_any)
    }

    pub(super) fn restore_title(&self) -> &'static str {
        if self.is_only(&[Back::Resumes]) {
            "Rétablir les adhésions terminées"
        } else if self.is_only(&[Back::Kept, Back::Stays]) {
            "Garder ces adhésions"
        } else {
            "Rétablir ces adhésions"
        }
    }

    pub(super) fn restore_button(&self) -> &'static str {
        let is_kept = self.is_only(&[Back::Kept, Back::Stays]);
        if is_kept { "Garder ces adhésions" } else { "Rétablir" }
    }

    /// What restoring does, and for whom.
    pub(super) fn restore_words(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (back, key) in Back::SAID {
            let restorable = self.people.iter().filter(|one| self.may_come_back(one));
            let those = restorable.filter(|one| self.back(one) == back);
            let names: Vec<_> = those.map(|one| self.named(one)).collect();
            if names.is_empty() {
                continue;
            }
            let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
            let names = first_of(names);
            said.push(text(key, &[("count", count.into()), ("names", (&names).into())]));
        }
        said
    }

    /// Somebody's name, and how their membership is to end.
    fn named(&self, one: &Chosen<'_>) -> String {
        let name = one.name();
        let Some(ends) = self.ends(one) else { return name };
        text("page-chosen-name-ends", &[("name", (&name).into()), ("ends", (&ends).into())])
    }

    /// The list in which the chosen stand, of those who are still in or of those who are not.
    pub(super) fn list(&self, is_over: bool) -> String {
        let is_below = self.people.iter().any(|one| one.network.is_some());
        let query = match (is_over, is_below) {
            (false, false) => "",
            (false, true) => "?scope=subtree",
            (true, false) => "?state=over",
            (true, true) => "?state=over&scope=subtree",
        };
        format!("{}{query}", self.at("/members"))
    }
}

/// For whom something was taken back, while it was refused for others.
pub fn restored_for(names: Vec<String>) -> String {
    text("page-chosen-restored", &[("names", (&first_of(names)).into())])
}

/// Several names as one says them; of many, the first.
fn first_of(mut names: Vec<String>) -> String {
    names.dedup();
    if names.len() > MOST_NAMED {
        let more = i64::try_from(names.len() - MOST_NAMED).unwrap_or(i64::MAX);
        names.truncate(MOST_NAMED);
        names.push(text("page-chosen-restore-more", &[("count", more.into())]));
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    words::names(&names)
}
