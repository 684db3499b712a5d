//! The rows of `commune`.

use sea_orm::entity::prelude::*;

/// The communes of INSEE's official geographic code, with the EPCI that they belong to.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "commune")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub insee_code: String,
    pub name: String,
    pub search: String,
    pub postal_codes: String,
    pub epci_code: String,
    pub epci_name: String,
    pub population: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
