//! Which rows are closed: one way for all that is closed and not deleted.

use std::collections::HashSet;

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{Sql, Transaction, binds};
use crate::error::Halt;

impl Transaction {
    /// Those of these rows of a table that are closed.
    pub(crate) async fn archived(
        &self,
        table: &str,
        ids: Vec<Uuid>,
    ) -> Result<HashSet<Uuid>, Halt> {
        #[derive(FromQueryResult)]
        struct Closed {
            id: Uuid,
        }
        let text = format!("select id from {table} where id in ? and archived_at is not null");
        let closed: Vec<Closed> = Sql::new(&text, binds![ids]).all(&**self).await?;
        Ok(closed.into_iter().map(|closed| closed.id).collect())
    }
}
