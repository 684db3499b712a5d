//! Constant SQL text with its values, written once for both databases.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, FromQueryResult, QueryResult, Statement, Value,
    sea_query::ArrayType,
};
use uuid::Uuid;

use crate::id::{Id, Kind};

/// One value for a question mark.
#[derive(Clone, Debug)]
pub enum Bind {
    /// A plain value.
    One(Value),
    /// The right side of `in ?`: an array on PostgreSQL, a JSON list on SQLite; one alone, itself.
    Uuids(Vec<Uuid>),
    /// The right side of `in ?`, for words.
    Texts(Vec<String>),
}

/// Collects values for question marks.
macro_rules! binds {
    ($($value:expr),* $(,)?) => { vec![$($crate::database::Bind::from($value)),*] };
}
pub(crate) use binds;

macro_rules! plain {
    ($($type:ty),*) => {$(
        impl From<$type> for Bind {
            fn from(value: $type) -> Self { Self::One(value.into()) }
        }
        impl From<Option<$type>> for Bind {
            fn from(value: Option<$type>) -> Self { Self::One(value.into()) }
        }
    )*};
}
plain!(Uuid, String, i32, i64, bool, f64, DateTime<Utc>, NaiveDate, serde_json::Value);

impl From<&str> for Bind {
    fn from(value: &str) -> Self {
        Self::One(value.into())
    }
}
impl From<&String> for Bind {
    fn from(value: &String) -> Self {
        Self::One(value.as_str().into())
    }
}
impl<K: Kind> From<Id<K>> for Bind {
    fn from(id: Id<K>) -> Self {
        Self::One(id.uuid().into())
    }
}
impl<K: Kind> From<Option<Id<K>>> for Bind {
    fn from(id: Option<Id<K>>) -> Self {
        Self::One(id.map(Id::uuid).into())
    }
}
impl From<Vec<Uuid>> for Bind {
    fn from(ids: Vec<Uuid>) -> Self {
        Self::Uuids(ids)
    }
}
impl From<&[Uuid]> for Bind {
    fn from(ids: &[Uuid]) -> Self {
        Self::Uuids(ids.to_vec())
    }
}
impl<K: Kind> From<&[Id<K>]> for Bind {
    fn from(ids: &[Id<K>]) -> Self {
        Self::Uuids(ids.iter().map(|id| id.uuid()).collect())
    }
}
impl From<Vec<String>> for Bind {
    fn from(words: Vec<String>) -> Self {
        Self::Texts(words)
    }
}

/// The identifiers that a statement joined by commas in one column, as `string_agg` and
/// `group_concat` do.
pub(crate) fn joined_ids(
    row: &QueryResult,
    prefix: &str,
    column: &str,
) -> Result<Vec<Uuid>, DbErr> {
    let joined: Option<String> = row.try_get(prefix, column)?;
    joined
        .iter()
        .flat_map(|joined| joined.split(','))
        .map(|id| Uuid::try_parse(id).map_err(|error| DbErr::Type(error.to_string())))
        .collect()
}

/// The word that stands for an enum's value in the tables.
pub fn in_words<E: sea_orm::ActiveEnum<Value = String>>(value: &E) -> String {
    value.to_value()
}

/// A statement in the making: text with a `?` for each value.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    values: Vec<Bind>,
}

impl Sql {
    /// Begins with this text and its values, one for each `?`.
    pub fn new(text: &str, values: Vec<Bind>) -> Self {
        Self { text: text.to_owned(), values }
    }

    /// Goes on with this text and its values.
    #[must_use]
    pub fn and(mut self, text: &str, values: Vec<Bind>) -> Self {
        self.text.push(' ');
        self.text.push_str(text);
        self.values.extend(values);
        self
    }

    /// Goes on with another statement's text and values.
    #[must_use]
    pub fn append(self, other: Self) -> Self {
        self.and(&other.text, other.values)
    }

    /// The statement as this database understands it.
    pub fn spoken_by(self, backend: DbBackend) -> Statement {
        let mut text = String::with_capacity(self.text.len() + 32);
        let mut values: Vec<Value> = Vec::with_capacity(self.values.len());
        let mut parts = self.text.split('?');
        text.push_str(parts.next().unwrap_or_default());
        for (part, bind) in parts.zip(self.values) {
            let mark = format!("${}", values.len() + 1);
            match (backend, bind) {
                (_, Bind::One(value)) => {
                    text.push_str(&mark);
                    values.push(value);
                }
                // One alone is compared as it is: PostgreSQL plans that once and for all, whereas it
                // plans a list anew each time, which takes longer than finding the row.
                (_, Bind::Uuids(ids)) if ids.len() == 1 => {
                    text.extend(["(", &mark, ")"]);
                    values.extend(ids.into_iter().map(Value::from));
                }
                (DbBackend::Postgres, Bind::Uuids(ids)) => {
                    text.extend(["(select unnest(", &mark, "::uuid[]))"]);
                    let ids = ids.into_iter().map(Value::from).collect();
                    values.push(Value::Array(ArrayType::Uuid, Some(Box::new(ids))));
                }
                (DbBackend::Postgres, Bind::Texts(words)) => {
                    text.extend(["(select unnest(", &mark, "::text[]))"]);
                    let words = words.into_iter().map(Value::from).collect();
                    values.push(Value::Array(ArrayType::String, Some(Box::new(words))));
                }
                (_, Bind::Uuids(ids)) => {
                    text.extend(["(select unhex(value) from json_each(", &mark, "))"]);
                    let ids: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
                    values.push(serde_json::json!(ids).to_string().into());
                }
                (_, Bind::Texts(words)) => {
                    text.extend(["(select value from json_each(", &mark, "))"]);
                    values.push(serde_json::json!(words).to_string().into());
                }
            }
            text.push_str(part);
        }
        Statement::from_sql_and_values(backend, text, values)
    }

    /// All rows.
    pub async fn all<T: FromQueryResult>(self, db: &impl ConnectionTrait) -> Result<Vec<T>, DbErr> {
        let rows = db.query_all_raw(self.spoken_by(db.get_database_backend())).await?;
        rows.iter().map(|row| T::from_query_result(row, "")).collect()
    }

    /// The first row.
    pub async fn one<T: FromQueryResult>(
        self,
        db: &impl ConnectionTrait,
    ) -> Result<Option<T>, DbErr> {
        let row = db.query_one_raw(self.spoken_by(db.get_database_backend())).await?;
        row.map(|row| T::from_query_result(&row, "")).transpose()
    }

    /// One number: the first column of the first row, or zero.
    pub async fn number(self, db: &impl ConnectionTrait) -> Result<i64, DbErr> {
        let row = db.query_one_raw(self.spoken_by(db.get_database_backend())).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    }

    /// Whether there is any row.
    pub async fn exists(self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        Ok(db.query_one_raw(self.spoken_by(db.get_database_backend())).await?.is_some())
    }

    /// Runs a statement that returns no rows; says how many it changed.
    pub async fn run(self, db: &impl ConnectionTrait) -> Result<u64, DbErr> {
        let done: ExecResult = db.execute_raw(self.spoken_by(db.get_database_backend())).await?;
        Ok(done.rows_affected())
    }
}
