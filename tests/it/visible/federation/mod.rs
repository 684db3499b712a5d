//! The federation of the story, with everything in each of its states, and the people who ask about it.

mod employer;
mod event;
mod paper;

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
    employer::employers(&mut writer, &networks, &persons, &named("manager")).await;
    event::events(&mut writer, &networks, &persons).await;
    paper::charters(&mut writer, &networks, &persons).await;
    paper::doors(&mut writer, &networks, &persons).await;

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
