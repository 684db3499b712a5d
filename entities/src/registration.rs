//! The rows of `registration`.

use sea_orm::entity::prelude::*;

/// A row of `registration`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub event_id: Uuid,
    pub member_id: Uuid,
    pub state: State,
    pub attends: Attends,
    /// The place in line: given once, kept when the event grows.
    pub rank: i64,
    /// Since when a place is offered: anew once an event that was put off stands again.
    pub offered_at: Option<DateTimeUtc>,
    pub offered_until: Option<DateTimeUtc>,
    /// Who said no, while declined.
    pub declined_by: Option<DeclinedBy>,
    pub reason: Option<String>,
    pub registered_by_id: Option<Uuid>,
    /// Made by the link of a letter, which may take back only what it made.
    pub is_by_letter: bool,
    pub revision: i32,
    pub state_changed_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

/// How far a registration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Waits for an organiser’s approval.
    #[sea_orm(string_value = "pending")]
    Pending,
    /// Has a place.
    #[sea_orm(string_value = "confirmed")]
    Confirmed,
    /// Stands in line.
    #[sea_orm(string_value = "waitlisted")]
    Waitlisted,
    /// A freed place is kept until a time.
    #[sea_orm(string_value = "offered")]
    Offered,
    /// Refused by an organiser, or an offer not taken.
    #[sea_orm(string_value = "declined")]
    Declined,
    /// Taken back.
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
}

/// Who said no to a registration that is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum DeclinedBy {
    /// An organiser, to a request.
    #[sea_orm(string_value = "organiser")]
    Organiser,
    /// The person, to an offered place.
    #[sea_orm(string_value = "person")]
    Person,
    /// Nobody: the offer's time went by.
    #[sea_orm(string_value = "time")]
    Time,
}

/// How a person takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Attends {
    /// Sur place.
    #[sea_orm(string_value = "on_site")]
    OnSite,
    /// En ligne.
    #[sea_orm(string_value = "online")]
    Online,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
