//! Holding rows until a change is certain: one way for all. `docs/architecture.md` says in which order.

use sea_orm::{DbBackend, EntityTrait, QuerySelect as _, Select, sea_query::LockType};

use super::Sql;

/// A question whose rows are held.
pub(crate) trait Hold: Sized {
    /// Whoever wants to hold or change these rows too waits until this change is certain. Whoever only
    /// writes something that refers to them does not: no key changes here and no row goes, and one who
    /// already holds what we are about to take would wait for us while we wait for them. On SQLite the
    /// transaction itself holds everything.
    #[must_use]
    fn hold(self) -> Self;
}

impl<E: EntityTrait> Hold for Select<E> {
    fn hold(self) -> Self {
        self.lock(LockType::NoKeyUpdate)
    }
}

impl Sql {
    /// The same for the rows of one table, at the end of a text.
    #[must_use]
    pub(crate) fn holding(self, table: &str, backend: DbBackend) -> Self {
        match backend {
            DbBackend::Postgres => self.and("for no key update of", vec![]).and(table, vec![]),
            _ => self,
        }
    }
}
