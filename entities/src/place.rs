//! The rows of `place`.

use sea_orm::entity::prelude::*;

/// Where the public is received: the fields of the national places standard 1.0.2.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub network_id: Uuid,
    pub employer_id: Option<Uuid>,
    /// The standard's own `id`, unique in one network's file.
    pub standard_id: String,
    pub pivot: String,
    pub name: String,
    pub search: String,
    pub commune_name: String,
    pub postal_code: String,
    pub insee_code: Option<String>,
    pub address: String,
    pub address_complement: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub phone: Option<String>,
    pub opening_hours: Option<String>,
    pub summary: Option<String>,
    pub detail: Option<String>,
    pub source: Option<String>,
    pub parent_structure: Option<String>,
    pub updated_on: Date,
    pub accessibility_url: Option<String>,
    pub appointment_url: Option<String>,
    /// The standard's list columns, by their French heading.
    #[sea_orm(column_type = "JsonBinary")]
    pub lists: Json,
    pub archived_at: Option<DateTimeUtc>,
    pub revision: i32,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
