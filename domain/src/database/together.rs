//! Several writes at once: one round trip on PostgreSQL, one after the other on SQLite, which has no way to go.

use sea_orm::{ConnectionTrait as _, DbBackend, DbErr};

use super::{Sql, Transaction};

impl Transaction {
    /// Carries out these inserts, updates and deletes, none of which may depend on what another
    /// one changes: PostgreSQL runs them as one statement, on the rows as they were before it.
    pub async fn together(&self, writes: Vec<Sql>) -> Result<(), DbErr> {
        if self.get_database_backend() != DbBackend::Postgres || writes.len() < 2 {
            for write in writes {
                write.run(&**self).await?;
            }
            return Ok(());
        }
        let mut all = Sql::new("with", vec![]);
        for (number, write) in writes.into_iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            all = all.and(&format!("{comma} write_{number} as ("), vec![]).append(write);
            all = all.and(")", vec![]);
        }
        all.and("select 1", vec![]).run(&**self).await?;
        Ok(())
    }
}
