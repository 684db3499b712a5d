//! The rows of `question`.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// A row of `question`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub event_id: Uuid,
    pub rank: i32,
    pub prompt: String,
    pub kind: Kind,
    #[sea_orm(column_type = "JsonBinary")]
    pub choices: Json,
    pub is_required: bool,
    pub is_sensitive: bool,
}

/// How a question is answered.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// In words.
    #[sea_orm(string_value = "text")]
    Text,
    /// By one of the given choices.
    #[sea_orm(string_value = "choice")]
    Choice,
    /// By yes or no.
    #[sea_orm(string_value = "yes_no")]
    YesNo,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
