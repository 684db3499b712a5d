//! The rows of `event`.

use sea_orm::entity::prelude::*;

/// A row of `event`.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub title: String,
    pub search: String,
    pub kind: Kind,
    pub description: String,
    pub visibility: Visibility,
    pub mode: Mode,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub time_zone: String,
    /// The day on which it starts, as the clocks of its zone show it.
    pub starts_on: Date,
    pub is_date_tentative: bool,
    pub venue: Option<String>,
    pub venue_address: Option<String>,
    pub is_venue_tentative: bool,
    pub online_url: Option<String>,
    /// No number means as many as come.
    pub capacity_on_site: Option<i32>,
    pub capacity_online: Option<i32>,
    pub registration_opens_at: Option<DateTimeUtc>,
    pub registration_closes_at: Option<DateTimeUtc>,
    pub cancel_until: Option<DateTimeUtc>,
    pub audience: Audience,
    pub needs_approval: bool,
    /// How long a freed place stays offered to the first in line.
    pub offer_hours: i32,
    pub state: State,
    pub state_reason: Option<String>,
    /// When it was to begin, until it was put off.
    pub former_starts_at: Option<DateTimeUtc>,
    /// What changed since it was put off: told once it stands again.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub untold: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub reminder_rule: Option<Json>,
    /// The next number in the waiting line.
    pub next_rank: i64,
    pub revision: i32,
    /// The SEQUENCE of RFC 5545: grows with each change that the registered are told.
    pub sequence: i32,
    pub duplicated_from_id: Option<Uuid>,
    pub created_by_id: Option<Uuid>,
    pub published_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    /// Rencontre réseau.
    #[sea_orm(string_value = "network_meeting")]
    NetworkMeeting,
    /// Webinaire.
    #[sea_orm(string_value = "webinar")]
    Webinar,
    /// Formation.
    #[sea_orm(string_value = "training")]
    Training,
    /// Conférence, assises, forum.
    #[sea_orm(string_value = "conference")]
    Conference,
    /// Comité.
    #[sea_orm(string_value = "committee")]
    Committee,
    /// Temps employeurs.
    #[sea_orm(string_value = "employer_time")]
    EmployerTime,
    /// Journée des bénévoles.
    #[sea_orm(string_value = "volunteer_day")]
    VolunteerDay,
}

/// Who may know of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Visibility {
    /// Everyone, signed in or not.
    #[sea_orm(string_value = "public")]
    Public,
    /// Everyone in the tree of the host networks.
    #[sea_orm(string_value = "federation")]
    Federation,
    /// The host networks and those below them.
    #[sea_orm(string_value = "hosts")]
    Hosts,
}

/// Where an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Mode {
    /// En ligne.
    #[sea_orm(string_value = "online")]
    Online,
    /// Sur place.
    #[sea_orm(string_value = "on_site")]
    OnSite,
    /// Sur place et en ligne.
    #[sea_orm(string_value = "both")]
    Both,
}

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Audience {
    /// Whoever may see the event and has an account.
    #[sea_orm(string_value = "everyone")]
    Everyone,
    /// Members of any network of the hosts’ tree.
    #[sea_orm(string_value = "federation")]
    Federation,
    /// Members of the host networks and those below them.
    #[sea_orm(string_value = "hosts")]
    Hosts,
}

/// How far an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Being planned; only its organisers see it.
    #[sea_orm(string_value = "draft")]
    Draft,
    /// Open to its audience.
    #[sea_orm(string_value = "published")]
    Published,
    /// Put off; a new date is to come.
    #[sea_orm(string_value = "postponed")]
    Postponed,
    /// Will not take place.
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
    /// Has taken place.
    #[sea_orm(string_value = "done")]
    Done,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
