//! Rows that another statement brings along: as a list in JSON, in one of its columns.

use sea_orm::{ColIdx, DbBackend, DbErr, QueryResult, TryGetError, TryGetable};
use serde::de::DeserializeOwned;

use super::Sql;

/// What a column that [`Sql::listed`] made brings along.
pub(crate) struct Listed<T>(pub(crate) Vec<T>);

impl<T: DeserializeOwned> TryGetable for Listed<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let text = String::try_get_by(row, index)?;
        let rows = serde_json::from_str(&text).map_err(|error| DbErr::Type(error.to_string()))?;
        Ok(Self(rows))
    }
}

impl Sql {
    /// The rows of this select as one column of another, in their order: read it as [`Listed`].
    /// PostgreSQL knows how to write each of them; SQLite, which keeps identifiers as bytes and truths
    /// as numbers, is told the names and values of its `json_object`.
    #[must_use]
    pub(crate) fn listed(self, on_sqlite: &str, backend: DbBackend) -> Self {
        let list = match backend {
            DbBackend::Postgres => "cast(coalesce(json_agg(listed), '[]') as text)".to_owned(),
            _ => format!("json_group_array(json_object({on_sqlite}))"),
        };
        Self::new(&format!("(select {list} from ("), vec![]).append(self).and(") listed)", vec![])
    }
}
