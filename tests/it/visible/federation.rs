//! The federation of the story, with everything in each of its states, and the people who ask about it.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    database::{Bind, Sql},
    id::{NetworkId, write_any},
    policy::{Resource, Scope},
    secret,
};
use serde_json::json;
use uuid::Uuid;

use super::{Asker, Known, Shown, THINGS};
use crate::{
    outside::crowd::id,
    support::{App, Person},
};

macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(Bind::from($value)),*] };
}

/// What there is, by table.
#[derive(Default)]
pub(super) struct Story(HashMap<&'static str, Vec<Known>>);

impl Story {
    pub(super) fn all(&self, table: &str) -> &[Known] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    fn note(&mut self, table: &'static str, key: Uuid, name: String, shown: Shown) {
        let prefix = THINGS.iter().find(|thing| thing.table == table).unwrap().prefix;
        let id = write_any(prefix, key).unwrap();
        self.0.entry(table).or_default().push(Known { id, name, shown });
    }
}

/// Writes the story.
struct Writer<'a> {
    app: &'a App,
    now: DateTime<Utc>,
    today: NaiveDate,
    story: Story,
}

impl Writer<'_> {
    /// One row, whose first column is its identifier.
    async fn put(
        &mut self,
        table: &'static str,
        columns: &str,
        name: String,
        shown: Shown,
        values: Vec<Bind>,
    ) -> Uuid {
        let key = id();
        let marks = vec!["?"; values.len() + 1].join(", ");
        let text = format!("insert into {table} (id, {columns}) values ({marks})");
        let values = std::iter::once(Bind::from(key)).chain(values).collect();
        Sql::new(&text, values).run(self.app.server.house.db.write()).await.unwrap();
        self.story.note(table, key, name, shown);
        key
    }

    async fn person(&mut self, name: &str) -> Person {
        let person = self.app.person(name).await;
        self.story.note("member", person.id.uuid(), name.to_owned(), Shown::All);
        person
    }

    /// In a network from so many days ago, until so many days from now.
    async fn joins(&mut self, who: &Person, network: &Net, role: &str, days: (i64, Option<i64>)) {
        let day = |days: i64| self.today + TimeDelta::days(days);
        let (started_on, ended_on) = (day(-days.0), days.1.map(day));
        let ending = ended_on.map(|_| "left".to_owned());
        let name = format!("of {} in {}, {role}, {days:?}", who.email, network.name);
        self.put(
            "membership",
            "network_id, member_id, role, started_on, ended_on, origin, ending, revision, created_at",
            name,
            Shown::All,
            row![network.id, who.id, role, started_on, ended_on, "import", ending, 1, self.now],
        )
        .await;
    }

    async fn token(&mut self, who: &Person, within: Option<Uuid>, scopes: &[String]) -> String {
        let token = secret::random_token().unwrap();
        let name = format!("of {} within {within:?}", who.email);
        self.put(
            "token",
            "name, token_hash, hint, member_id, network_id, scopes, expires_at, created_at",
            name,
            Shown::All,
            row![
                "Outil",
                secret::hash(&token),
                "abcd",
                who.id,
                within,
                json!(scopes),
                self.now + Days::new(30),
                self.now
            ],
        )
        .await;
        token
    }
}

/// A network of the story.
#[derive(Clone)]
struct Net {
    id: Uuid,
    name: &'static str,
}

/// A department with two branches and a group by theme, one of them closed; and another department.
struct Networks {
    department: Net,
    local: Net,
    sibling: Net,
    closed: Net,
    elsewhere: Net,
}

impl Networks {
    fn all(&self) -> [&Net; 5] {
        [&self.department, &self.local, &self.sibling, &self.closed, &self.elsewhere]
    }
}

async fn networks(writer: &mut Writer<'_>) -> Networks {
    let app = writer.app;
    let department = app.network("departement").await;
    let mut below = Vec::new();
    for slug in ["local", "voisin", "ferme"] {
        below.push(app.network_below(Some(department), slug).await);
    }
    let elsewhere = app.network("ailleurs").await;
    app.write(
        "update network set archived_at = ? where slug = 'ferme'",
        row![writer.now - Days::new(1)],
    )
    .await;
    let mut net = |id: NetworkId, name: &'static str| {
        writer.story.note("network", id.uuid(), name.to_owned(), Shown::All);
        Net { id: id.uuid(), name }
    };
    Networks {
        department: net(department, "departement"),
        local: net(below[0], "local"),
        sibling: net(below[1], "voisin"),
        closed: net(below[2], "ferme"),
        elsewhere: net(elsewhere, "ailleurs"),
    }
}

/// The federation, and everyone who asks about it.
pub(super) async fn settle(app: &App) -> (Vec<Asker>, Story) {
    let now = app.clock.now();
    let today = app.house().today();
    let mut writer = Writer { app, now, today, story: Story::default() };
    let networks = networks(&mut writer).await;
    let (now_on, before, later) = ((200, None), (200, Some(-5)), (-5, None));
    let mut people = Vec::new();
    for (name, network, role, days) in [
        ("stranger", None, "", now_on),
        ("member", Some(&networks.local), "member", now_on),
        ("member of the sibling", Some(&networks.sibling), "member", now_on),
        ("member of the department", Some(&networks.department), "member", now_on),
        ("member elsewhere", Some(&networks.elsewhere), "member", now_on),
        ("member of what is closed", Some(&networks.closed), "member", now_on),
        ("organiser", Some(&networks.local), "organiser", now_on),
        ("organiser above", Some(&networks.department), "organiser", now_on),
        ("lead", Some(&networks.local), "lead", now_on),
        ("lead above", Some(&networks.department), "lead", now_on),
        ("lead elsewhere", Some(&networks.elsewhere), "lead", now_on),
        ("lead of what is closed", Some(&networks.closed), "lead", now_on),
        ("lead who left", Some(&networks.local), "lead", before),
        ("lead to come", Some(&networks.local), "lead", later),
        ("manager", Some(&networks.elsewhere), "member", now_on),
        ("administrator", None, "", now_on),
    ] {
        let person = writer.person(name).await;
        if let Some(network) = network {
            writer.joins(&person, network, role, days).await;
        }
        people.push((name, person));
    }
    let named = |name: &str| people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    let administrator = named("administrator");
    app.write("update member set is_administrator = true where id = ?", row![administrator.id])
        .await;
    // Whoever changed branch is known to both.
    writer.joins(&named("member of the sibling"), &networks.local, "member", before).await;

    let persons: Vec<Person> = people.iter().map(|(_, person)| person.clone()).collect();
    employers(&mut writer, &networks, &persons, &named("manager")).await;
    events(&mut writer, &networks, &persons).await;
    charters(&mut writer, &networks, &persons).await;
    doors(&mut writer, &networks, &persons).await;

    let every: Vec<String> = Resource::ALL
        .into_iter()
        .map(|resource| Scope { resource, is_write: true }.word())
        .collect();
    let reading = |resources: &[&str]| {
        resources.iter().map(|resource| format!("{resource}:read")).collect::<Vec<_>>()
    };
    let local = Some(networks.local.id);
    let mut askers = vec![Asker { name: "nobody", person: None, token: None }];
    for (name, who, within, scopes) in [
        ("tool of the lead above, within the local network", "lead above", local, every.clone()),
        (
            "tool of the administrator, within the local network",
            "administrator",
            local,
            every.clone(),
        ),
        ("tool of the manager, within the local network", "manager", local, every.clone()),
        ("tool of the lead, for everything", "lead", None, every),
        ("tool of the lead, for events", "lead", None, reading(&["event"])),
        ("tool of the lead, for people", "lead", None, reading(&["member"])),
        ("tool of the manager, for registrations", "manager", None, reading(&["registration"])),
        (
            "tool of the member, for charters and employers",
            "member",
            None,
            reading(&["charter", "employer"]),
        ),
    ] {
        let person = named(who);
        let token = Some(writer.token(&person, within, &scopes).await);
        askers.push(Asker { name, person: Some(person), token });
    }
    askers.extend(people.into_iter().map(|(name, person)| Asker {
        name,
        person: Some(person),
        token: None,
    }));
    (askers, writer.story)
}

async fn employers(
    writer: &mut Writer<'_>,
    networks: &Networks,
    people: &[Person],
    manager: &Person,
) {
    let (now, today) = (writer.now, writer.today);
    let mut employers = Vec::new();
    for (name, archived_at) in
        [("first", None), ("second", None), ("closed", Some(now - Days::new(1)))]
    {
        let employer = writer
            .put(
                "employer",
                "name, search, address, postal_code, commune_name, archived_at, revision, created_at",
                name.to_owned(),
                Shown::All,
                row![name, name, "", "49000", "Angers", archived_at, 1, now],
            )
            .await;
        employers.push(employer);
    }
    for (index, person) in people.iter().enumerate() {
        for (employer, status, ended_on) in [
            (employers[index % 2], "confirmed", None),
            (employers[(index + 1) % 2], ["declared", "refused"][index % 2], None),
            (employers[2], "confirmed", Some(today - Days::new(5))),
        ] {
            // A refused employment is no part of a staff list, but of the person's own.
            let name = format!("{status} of {}", person.email);
            writer
                .put(
                    "employment",
                    "member_id, employer_id, started_on, ended_on, status, revision, created_at",
                    name,
                    Shown::All,
                    row![person.id, employer, today - Days::new(100), ended_on, status, 1, now],
                )
                .await;
        }
    }
    let mut acting = vec![(manager, employers[0], "confirmed")];
    let states = ["claimed", "confirmed", "refused", "ended"];
    for (index, person) in people.iter().enumerate().filter(|(_, person)| person.id != manager.id) {
        acting.push((person, employers[1 - index % 2], states[(index / 2) % 4]));
    }
    for (person, employer, state) in acting {
        // Whoever acts for an employer sees more: the others ask to, or did.
        let state = if state == "confirmed" && person.id != manager.id { "ended" } else { state };
        let shown = match state {
            "claimed" | "confirmed" => Shown::All,
            _ => Shown::Oneself(person.id.uuid()),
        };
        writer
            .put(
                "employer_manager",
                "employer_id, member_id, state, created_at",
                format!("{state} of {}", person.email),
                shown,
                row![employer, person.id, state, now],
            )
            .await;
    }
    for (index, network) in networks.all().into_iter().enumerate() {
        for archived_at in [None, Some(now - Days::new(1))] {
            let (employer, name) =
                (employers[index % 3], format!("lieu {}", archived_at.is_some()));
            let shown = if archived_at.is_none() { Shown::All } else { Shown::Nobody };
            writer
                .put(
                    "place",
                    "network_id, employer_id, standard_id, pivot, name, search, commune_name, \
                     postal_code, address, updated_on, lists, archived_at, revision, created_at",
                    format!("{name} of {}", network.name),
                    shown,
                    row![
                        network.id,
                        employer,
                        name.clone(),
                        "",
                        name.clone(),
                        name,
                        "Angers",
                        "49000",
                        "",
                        today,
                        json!({}),
                        archived_at,
                        1,
                        now
                    ],
                )
                .await;
        }
    }
}

async fn events(writer: &mut Writer<'_>, networks: &Networks, people: &[Person]) {
    let hosts: [&[&Net]; 5] = [
        &[&networks.local],
        &[&networks.department],
        &[&networks.elsewhere],
        &[&networks.closed],
        &[&networks.local, &networks.elsewhere],
    ];
    let mut number = 0;
    for hosts in hosts {
        for visibility in ["public", "federation", "hosts"] {
            for state in ["draft", "published", "cancelled"] {
                number += 1;
                let names: Vec<_> = hosts.iter().map(|host| host.name).collect();
                let name = format!("{state}, {visibility}, of {}", names.join(" and "));
                event(writer, hosts, people, (number, &name, visibility, state)).await;
            }
        }
    }
}

async fn event(
    writer: &mut Writer<'_>,
    hosts: &[&Net],
    people: &[Person],
    (number, name, visibility, state): (usize, &str, &str, &str),
) {
    let now = writer.now;
    let starts_at = now - Days::new(3);
    let ends_at = starts_at + TimeDelta::hours(3);
    let event = writer
        .put(
            "event",
            "title, search, kind, description, visibility, mode, starts_at, ends_at, time_zone, \
             starts_on, is_date_tentative, is_venue_tentative, audience, needs_approval, offer_hours, state, \
             next_rank, revision, sequence, created_at",
            name.to_owned(),
            Shown::All,
            row![
                name,
                name,
                "webinar",
                "",
                visibility,
                "online",
                starts_at,
                ends_at,
                "Europe/Paris",
                starts_at.date_naive(),
                false,
                false,
                "everyone",
                false,
                48,
                state,
                9_i64,
                1,
                0,
                now
            ],
        )
        .await;
    for (rank, host) in (0..).zip(hosts) {
        writer
            .app
            .write(
                "insert into event_host (event_id, network_id, rank) values (?, ?, ?)",
                row![event, host.id, rank],
            )
            .await;
    }
    let session = writer
        .put(
            "session",
            "event_id, title, description, starts_at, ends_at, speakers, rank, next_rank",
            format!("of {name}"),
            Shown::All,
            row![event, "Atelier", "", starts_at, ends_at, json!([]), 0, 1_i64],
        )
        .await;
    writer
        .put(
            "question",
            "event_id, rank, prompt, kind, choices, is_required, is_sensitive",
            format!("of {name}"),
            Shown::All,
            row![event, 0, "Quoi ?", "text", json!([]), false, false],
        )
        .await;
    let states = ["confirmed", "pending", "waitlisted", "cancelled", "declined"];
    for place in 0..3 {
        let person = &people[(number + place * 5) % people.len()];
        let state = states[(number + place) % states.len()];
        let of = format!("{state} of {} for {name}", person.email);
        writer
            .put(
                "registration",
                "event_id, member_id, state, attends, rank, revision, state_changed_at, created_at",
                of.clone(),
                Shown::All,
                row![event, person.id, state, "online", i64::try_from(place).unwrap(), 1, now, now],
            )
            .await;
        for session in [None, Some(session)] {
            writer
                .put(
                    "attendance",
                    "event_id, session_id, member_id, state, recorded_at, revision",
                    format!("{} of {of}", if session.is_some() { "session" } else { "whole" }),
                    Shown::All,
                    row![event, session, person.id, "present", now, 1],
                )
                .await;
        }
    }
}

async fn charters(writer: &mut Writer<'_>, networks: &Networks, people: &[Person]) {
    let now = writer.now;
    for network in networks.all() {
        for (title, is_published, is_archived) in
            [("draft", false, false), ("published", true, false), ("closed", true, true)]
        {
            let name = format!("{title} of {}", network.name);
            let archived_at = is_archived.then(|| now - Days::new(1));
            let charter = writer
                .put(
                    "charter",
                    "network_id, title, asks_volunteer, asks_structure, draft, archived_at, \
                     revision, created_at",
                    name.clone(),
                    Shown::All,
                    row![network.id, title, true, false, "", archived_at, 1, now],
                )
                .await;
            if !is_published {
                continue;
            }
            let version = writer
                .put(
                    "charter_version",
                    "charter_id, number, body, body_hash, asks_volunteer, asks_structure, \
                     asks_again, published_at",
                    name.clone(),
                    Shown::All,
                    row![charter, 1, "", "", true, false, false, now - Days::new(30)],
                )
                .await;
            for person in people {
                writer
                    .put(
                        "signature",
                        "charter_id, charter_version_id, side, member_id, state, signed_by_id, \
                         authenticated_by, body_hash, signed_at",
                        format!("of {} to {name}", person.email),
                        Shown::All,
                        row![
                            charter,
                            version,
                            "volunteer",
                            person.id,
                            "signed",
                            person.id,
                            "email",
                            "",
                            now - Days::new(10)
                        ],
                    )
                    .await;
            }
        }
    }
}

/// Invitations, requests, letters and tokens: each person has one of each, in one network or another.
async fn doors(writer: &mut Writer<'_>, networks: &Networks, people: &[Person]) {
    let now = writer.now;
    let all = networks.all();
    for (index, person) in people.iter().enumerate() {
        for (place, state) in ["sent", "accepted", "declined"].into_iter().enumerate() {
            let network = all[(index + place) % all.len()];
            let own = person.id.uuid();
            let member = (state != "sent").then_some(person.id);
            let shown = if state == "sent" { Shown::All } else { Shown::Others(own) };
            writer
                .put(
                    "invitation",
                    "network_id, email, email_key, role, word, token_hash, state, member_id, \
                     times_sent, reminders, last_sent_at, expires_at, created_at",
                    format!("{state} for {} to {}", person.email, network.name),
                    shown,
                    row![
                        network.id,
                        person.email.clone(),
                        person.email.clone(),
                        "member",
                        "",
                        format!("{index}-{place}"),
                        state,
                        member,
                        1,
                        0,
                        now,
                        now + Days::new(9),
                        now
                    ],
                )
                .await;
        }
        for (place, state) in ["pending", "refused"].into_iter().enumerate() {
            let network = all[(index + place + 3) % all.len()];
            writer
                .put(
                    "join_request",
                    "network_id, member_id, word, state, created_at",
                    format!("{state} of {} for {}", person.email, network.name),
                    Shown::All,
                    row![network.id, person.id, "", state, now],
                )
                .await;
        }
        let network = all[index % all.len()];
        writer
            .put(
                "outbox",
                "key, told, kind, category, member_id, email, network_id, state, due_at, attempts, \
                 message_id, created_at",
                format!("to {} in {}", person.email, network.name),
                Shown::All,
                row![
                    format!("{index}"),
                    json!({}),
                    "event_message",
                    "event",
                    person.id,
                    person.email.clone(),
                    network.id,
                    "sent",
                    now,
                    1,
                    format!("{index}"),
                    now
                ],
            )
            .await;
        for within in [None, Some(network.id)] {
            let scopes = vec!["event:read".to_owned()];
            writer.token(person, within, &scopes).await;
        }
    }
}
