//! A federation of any size, written straight into the tables: for measures, and for processes that a
//! test kills. Stories about one or two people ask the doors instead.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    database::{Bind, Db, Sql, Transaction},
    policy::{Resource, Scope},
    secret,
};
use uuid::Uuid;

/// How many of each; networks hang below one root, members are spread over them.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) networks: usize,
    pub(crate) members: usize,
    pub(crate) events: usize,
    /// Places at each event.
    pub(crate) capacity: i32,
    /// How many are registered for each event already.
    pub(crate) registrations_each: usize,
    pub(crate) employers: usize,
}

/// What was written.
pub(crate) struct Crowd {
    pub(crate) root: Uuid,
    pub(crate) networks: Vec<Uuid>,
    pub(crate) members: Vec<Uuid>,
    pub(crate) events: Vec<Uuid>,
    pub(crate) employers: Vec<Uuid>,
    /// A token of the root's lead, for everything.
    pub(crate) token: String,
}

/// Writes the federation into a migrated database.
pub(crate) async fn settle(db: &Db, size: Size, now: DateTime<Utc>) -> Crowd {
    let ids = |count: usize| (0..count).map(|_| id()).collect::<Vec<_>>();
    let crowd = Crowd {
        root: id(),
        networks: ids(size.networks),
        members: ids(size.members),
        events: ids(size.events),
        employers: ids(size.employers),
        token: secret::random_token().unwrap(),
    };
    let tx = db.begin().await.unwrap();
    networks(&tx, &crowd, now).await;
    members(&tx, &crowd, now).await;
    employers(&tx, &crowd, now).await;
    events(&tx, &crowd, size, now).await;
    token(&tx, &crowd, now).await;
    tx.commit().await.unwrap();
    crowd
}

#[expect(clippy::disallowed_methods, reason = "written beside the domain, which makes its own")]
pub(crate) fn id() -> Uuid {
    Uuid::now_v7()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap()
}

/// The values of one row.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(Bind::from($value)),*] };
}

/// Inserts many rows with few statements.
pub(crate) async fn insert(tx: &Transaction, into: &str, rows: Vec<Vec<Bind>>) {
    for chunk in rows.chunks(400) {
        let marks = vec!["?"; chunk[0].len()].join(", ");
        let lines = vec![format!("({marks})"); chunk.len()].join(", ");
        let values = chunk.iter().flatten().cloned().collect();
        Sql::new(&format!("insert into {into} values {lines}"), values).run(&**tx).await.unwrap();
    }
}

async fn networks(tx: &Transaction, crowd: &Crowd, now: DateTime<Utc>) {
    let level = "insert into network_level (code, name, rank) values ('crowd', 'Crowd', 900) \
                 on conflict do nothing";
    Sql::new(level, vec![]).run(&**tx).await.unwrap();
    let all = [(crowd.root, None)].into_iter();
    let all: Vec<_> = all.chain(crowd.networks.iter().map(|id| (*id, Some(crowd.root)))).collect();
    let rows = all.iter().enumerate().map(|(number, (id, parent))| {
        let (slug, name) = (format!("crowd-{number}"), format!("Réseau {number}"));
        row![*id, slug, name.clone(), name.to_lowercase(), "crowd", *parent, false, "", "", 1, now]
    });
    insert(
        tx,
        "network (id, slug, name, search, level, parent_id, is_thematic, description, host, \
         revision, created_at)",
        rows.collect(),
    )
    .await;
    let above = all.iter().flat_map(|(id, parent)| {
        [Some(row![*id, *id, 0]), parent.map(|parent| row![parent, *id, 1])].into_iter().flatten()
    });
    insert(tx, "network_ancestor (ancestor_id, descendant_id, depth)", above.collect()).await;
}

async fn members(tx: &Transaction, crowd: &Crowd, now: DateTime<Utc>) {
    let people = crowd.members.iter().enumerate().map(|(number, id)| {
        let first = ["Ana", "Binta", "Célestin", "Dora", "Émile"][number % 5];
        let last = format!("Nom{number:05}");
        let search =
            format!("nom{number:05} {}", ["ana", "binta", "celestin", "dora", "emile"][number % 5]);
        let email = format!("personne{number}@example.org");
        let none = serde_json::json!([]);
        let visible = serde_json::json!({});
        row![
            *id,
            first,
            last,
            search,
            email.clone(),
            email,
            "digital_mediator",
            number % 7 == 0,
            none,
            visible,
            false,
            1,
            now,
        ]
    });
    insert(
        tx,
        "member (id, first_name, last_name, search, email, email_key, profile_kind, may_train, \
         skills, visibility, is_administrator, revision, created_at)",
        people.collect(),
    )
    .await;
    // The first leads the whole; the others are spread over the networks.
    let held = crowd.members.iter().enumerate().map(|(number, member)| {
        let network = match number {
            0 => crowd.root,
            _ => crowd
                .networks
                .get(number % crowd.networks.len().max(1))
                .copied()
                .unwrap_or(crowd.root),
        };
        let role = if number == 0 { "lead" } else { "member" };
        row![id(), network, *member, role, day(), "import", 1, now]
    });
    insert(
        tx,
        "membership (id, network_id, member_id, role, started_on, origin, revision, created_at)",
        held.collect(),
    )
    .await;
}

async fn employers(tx: &Transaction, crowd: &Crowd, now: DateTime<Utc>) {
    let rows = crowd.employers.iter().enumerate().map(|(number, id)| {
        let (name, search) = (format!("Structure {number:04}"), format!("structure {number:04}"));
        row![*id, name, search, "1 rue du Port", "49000", "Angers", 1, now]
    });
    insert(
        tx,
        "employer (id, name, search, address, postal_code, commune_name, revision, created_at)",
        rows.collect(),
    )
    .await;
    if crowd.employers.is_empty() {
        return;
    }
    let staff = crowd.members.iter().enumerate().map(|(number, member)| {
        let employer = crowd.employers[number % crowd.employers.len()];
        row![id(), *member, employer, day(), "confirmed", 1, now]
    });
    insert(
        tx,
        "employment (id, member_id, employer_id, started_on, status, revision, created_at)",
        staff.collect(),
    )
    .await;
}

async fn events(tx: &Transaction, crowd: &Crowd, size: Size, now: DateTime<Utc>) {
    let rows = crowd.events.iter().enumerate().map(|(number, id)| {
        let (title, search) = (format!("Rencontre {number:04}"), format!("rencontre {number:04}"));
        let starts_at = now + Days::new(30 + number as u64 % 300);
        let next_rank = i64::try_from(size.registrations_each).unwrap() + 1;
        row![
            *id,
            title,
            search,
            "network_meeting",
            "",
            "federation",
            "on_site",
            starts_at,
            starts_at + TimeDelta::hours(3),
            "Europe/Paris",
            starts_at.date_naive(),
            false,
            "Salle du Port",
            false,
            size.capacity,
            "federation",
            false,
            48,
            "published",
            next_rank,
            1,
            0,
            now,
            now,
        ]
    });
    insert(
        tx,
        "event (id, title, search, kind, description, visibility, mode, starts_at, ends_at, \
         time_zone, starts_on, is_date_tentative, venue, is_venue_tentative, capacity_on_site, audience, \
         needs_approval, offer_hours, state, next_rank, revision, sequence, published_at, created_at)",
        rows.collect(),
    )
    .await;
    let hosts = crowd.events.iter().enumerate().map(|(number, event)| {
        let below = crowd.networks.get(number % crowd.networks.len().max(1));
        row![*event, below.copied().unwrap_or(crowd.root), 0]
    });
    insert(tx, "event_host (event_id, network_id, rank)", hosts.collect()).await;
    let registered = crowd.events.iter().enumerate().flat_map(|(number, event)| {
        (0..size.registrations_each).map(move |place| {
            let member = crowd.members[(number * 37 + place) % crowd.members.len()];
            let rank = i64::try_from(place).unwrap() + 1;
            let state = if rank <= i64::from(size.capacity) { "confirmed" } else { "waitlisted" };
            row![id(), *event, member, state, "on_site", rank, 1, now, now]
        })
    });
    insert(
        tx,
        "registration (id, event_id, member_id, state, attends, rank, revision, state_changed_at, \
         created_at)",
        registered.collect(),
    )
    .await;
}

async fn token(tx: &Transaction, crowd: &Crowd, now: DateTime<Utc>) {
    let scopes: Vec<_> = Resource::ALL
        .into_iter()
        .flat_map(|resource| [false, true].map(|is_write| Scope { resource, is_write }.word()))
        .collect();
    let row = row![
        id(),
        "Crowd",
        secret::hash(&crowd.token),
        "crowd",
        crowd.members[0],
        serde_json::json!(scopes),
        now + Days::new(300),
        now,
    ];
    insert(
        tx,
        "token (id, name, token_hash, hint, member_id, scopes, expires_at, created_at)",
        vec![row],
    )
    .await;
}
