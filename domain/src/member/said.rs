//! The name that somebody says where they come in; it is heard of whoever never said one.

use super::NAMELESS;
use crate::{
    audit::Line,
    database::{Sql, binds},
    id::MemberId,
    refusals,
    text::{fold, is_long, line},
};

/// A first and a last name, one of which may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidName {
    first_name: String,
    last_name: String,
}

refusals! {
    /// Why a name is not heard.
    SaidName: pub enum SaidNameRefusal {
        /// A name is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
    }
}

impl SaidName {
    /// As it is typed, on one line; nothing when both are empty.
    pub fn read(first_name: &str, last_name: &str) -> Result<Option<Self>, SaidNameRefusal> {
        let (first_name, last_name) = (line(first_name), line(last_name));
        for (name, field) in [(&first_name, "firstName"), (&last_name, "lastName")] {
            if is_long(name) {
                return Err(SaidNameRefusal::TooLong { field });
            }
        }
        Ok(Self::of(&first_name, &last_name))
    }

    /// What somebody else wrote down for them; nothing when both are empty.
    pub(crate) fn of(first_name: &str, last_name: &str) -> Option<Self> {
        let is_said = !first_name.is_empty() || !last_name.is_empty();
        is_said.then(|| Self { first_name: first_name.to_owned(), last_name: last_name.to_owned() })
    }

    /// First and last name, apart.
    pub(crate) fn parts(&self) -> (&str, &str) {
        (&self.first_name, &self.last_name)
    }

    /// First and last name, as one.
    pub(crate) fn whole(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// Calls this person so, when they never said a name.
    pub(crate) fn put_down(&self, member: MemberId) -> Sql {
        let search = fold(&format!("{} {}", self.last_name, self.first_name));
        Sql::new(
            "update member set first_name = ?, last_name = ?, search = ?, \
             revision = revision + 1 where id = ? and first_name = '' and last_name in ('', ?)",
            binds![&self.first_name, &self.last_name, search, member, NAMELESS],
        )
    }

    /// What the trail tells of it.
    pub(crate) fn line(member: MemberId) -> Line {
        Line::new("member.update", member).on_behalf_of(member)
    }
}
