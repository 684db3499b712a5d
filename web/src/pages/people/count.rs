//! How many people a list has: below a network, somebody may be in several.

use std::collections::HashSet;

use locales::text;

use super::Listed;

/// How many people, and how many memberships they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The people.
    pub people: i64,
    /// The memberships.
    pub memberships: i64,
}

impl Count {
    /// Of those who are listed.
    pub(super) fn of(listed: &[Listed<'_>]) -> Self {
        let people: HashSet<_> = listed.iter().map(|one| one.membership.member_id).collect();
        let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        Self { people: count(people.len()), memberships: count(listed.len()) }
    }

    /// Both, where they are not the same.
    pub fn words(self) -> String {
        self.told("page-people-found", "page-people-found-below")
    }

    /// One of two phrases: of people alone, or of their memberships besides.
    pub(super) fn told(self, alone: &str, besides: &str) -> String {
        if self.people == self.memberships {
            return text(alone, &[("count", self.people.into())]);
        }
        let counts = [("people", self.people.into()), ("memberships", self.memberships.into())];
        text(besides, &counts)
    }
}
