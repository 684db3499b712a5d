//! Several writes in one round trip.

use sea_orm::{ConnectionTrait as _, DbBackend, DbErr};

use super::{Sql, Transaction};

impl Transaction {
    /// Carries out these inserts, updates and deletes, none of which may depend on what another
    /// one changes: PostgreSQL runs them as one statement, on the rows as they were before it;
    /// SQLite runs one after the other.
    pub async fn together(&self, writes: Vec<Sql>) -> Result<(), DbErr> {
        let all = match self.get_database_backend() {
            DbBackend::Postgres if writes.len() > 1 => as_one(writes),
            _ => in_a_row(writes),
        };
        all.run(&**self).await?;
        Ok(())
    }
}

fn as_one(writes: Vec<Sql>) -> Sql {
    let mut all = Sql::new("with", vec![]);
    for (number, write) in writes.into_iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        all = all.and(&format!("{comma} write_{number} as ("), vec![]).append(write);
        all = all.and(")", vec![]);
    }
    all.and("select 1", vec![])
}

fn in_a_row(writes: Vec<Sql>) -> Sql {
    let mut all = Sql::default();
    for (number, write) in writes.into_iter().enumerate() {
        let before = if number == 0 { "" } else { ";" };
        all = all.and(before, vec![]).append(write);
    }
    all
}
