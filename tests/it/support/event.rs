//! Events as stories begin with them: written straight into the tables, published, a month ahead.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use domain::{
    database::{Bind, Sql},
    id::{EventId, NetworkId, QuestionId, SessionId},
};
use serde_json::json;

use super::{App, beginning};

/// An event that a story begins with.
pub(crate) struct Planned {
    pub mode: &'static str,
    pub visibility: &'static str,
    pub audience: &'static str,
    pub state: &'static str,
    pub on_site: Option<i32>,
    pub online: Option<i32>,
    pub needs_approval: bool,
    pub offer_hours: i32,
    pub starts_at: DateTime<Utc>,
    pub opens_at: Option<DateTime<Utc>>,
    pub closes_at: Option<DateTime<Utc>>,
    pub cancel_until: Option<DateTime<Utc>>,
}

impl Planned {
    /// A day of the federation, on site, three hours, in a month.
    fn new() -> Self {
        Self {
            mode: "on_site",
            visibility: "federation",
            audience: "federation",
            state: "published",
            on_site: None,
            online: None,
            needs_approval: false,
            offer_hours: 48,
            starts_at: beginning() + TimeDelta::days(30),
            opens_at: None,
            closes_at: None,
            cancel_until: None,
        }
    }
}

macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$(Bind::from($value)),*] };
}

impl App {
    /// An event of this network.
    pub(crate) async fn event(
        &self,
        host: NetworkId,
        change: impl FnOnce(&mut Planned),
    ) -> EventId {
        let mut event = Planned::new();
        change(&mut event);
        let id = EventId::new();
        let now = self.clock.now();
        self.write(
            "insert into event (id, title, search, kind, description, visibility, mode, starts_at, \
             ends_at, time_zone, starts_on, is_date_tentative, is_venue_tentative, capacity_on_site, \
             capacity_online, registration_opens_at, registration_closes_at, cancel_until, \
             audience, needs_approval, offer_hours, state, next_rank, revision, sequence, \
             published_at, created_at) values (?, 'Rencontre', 'rencontre', 'network_meeting', '', \
             ?, ?, ?, ?, 'Europe/Paris', ?, false, false, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 0, ?, ?)",
            values![
                id,
                event.visibility,
                event.mode,
                event.starts_at,
                event.starts_at + TimeDelta::hours(3),
                event.starts_at.with_timezone(&Paris).date_naive(),
                event.on_site,
                event.online,
                event.opens_at,
                event.closes_at,
                event.cancel_until,
                event.audience,
                event.needs_approval,
                event.offer_hours,
                event.state,
                now,
                now,
            ],
        )
        .await;
        self.write(
            "insert into event_host (event_id, network_id, rank) values (?, ?, 0)",
            values![id, host],
        )
        .await;
        id
    }

    /// A session of this event, of one hour, so many hours after its start.
    pub(crate) async fn session(
        &self,
        event: EventId,
        hours: i64,
        capacity: Option<i32>,
    ) -> SessionId {
        let id = SessionId::new();
        let starts_at = beginning() + TimeDelta::days(30) + TimeDelta::hours(hours);
        self.write(
            "insert into session (id, event_id, title, description, starts_at, ends_at, speakers, \
             capacity, rank, next_rank) values (?, ?, 'Atelier', '', ?, ?, ?, ?, 0, 1)",
            values![id, event, starts_at, starts_at + TimeDelta::hours(1), json!([]), capacity],
        )
        .await;
        id
    }

    /// A question of this event: `text`, `yes_no`, or `choice` between yellow and green.
    pub(crate) async fn question(
        &self,
        event: EventId,
        kind: &str,
        is_sensitive: bool,
    ) -> QuestionId {
        let id = QuestionId::new();
        self.write(
            "insert into question (id, event_id, rank, prompt, kind, choices, is_required, \
             is_sensitive) values (?, ?, 0, ?, ?, ?, true, ?)",
            values![
                id,
                event,
                format!("Quel {kind} ?"),
                kind,
                json!(["jaune", "vert"]),
                is_sensitive
            ],
        )
        .await;
        id
    }

    /// Changes rows without a story about it.
    pub(crate) async fn write(&self, text: &str, values: Vec<Bind>) {
        Sql::new(text, values).run(self.server.house.db.write()).await.unwrap();
    }

    /// How many rows a condition finds, such as `outbox where kind = 'place_offered'`.
    pub(crate) async fn count(&self, from: &str) -> i64 {
        Sql::new(&format!("select count(*) from {from}"), vec![])
            .number(self.server.house.db.read())
            .await
            .unwrap()
    }
}
