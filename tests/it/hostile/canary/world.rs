//! A federation in which each private word is one of its kind, and the people who look at it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    database::Bind,
    id::{EventId, InvitationId, NetworkId},
    membership::Role,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    column::{Column, Holds, tables},
    decision::{self, Decision},
};
use crate::support::{App, Person};

/// Somebody who looks.
pub(super) struct Onlooker {
    pub(super) name: &'static str,
    pub(super) cookie: Option<String>,
    pub(super) bearer: Option<String>,
}

/// The federation.
pub(super) struct World {
    pub(super) app: App,
    tables: BTreeMap<String, Vec<Column>>,
    pub(super) decisions: BTreeMap<String, Decision>,
    /// Each canary, and the column that it sits in.
    pub(super) canaries: BTreeMap<String, String>,
    pub(super) onlookers: Vec<Onlooker>,
    /// The word before the identifier of a thing, and its row.
    pub(super) things: Vec<(&'static str, Uuid)>,
    pub(super) network: NetworkId,
}

/// The values of some columns.
macro_rules! given {
    ($($name:ident: $value:expr),* $(,)?) => { vec![$((stringify!($name), Bind::from($value))),*] };
}

impl World {
    pub(super) async fn settle(app: App) -> Self {
        let region = app.network("region").await;
        let network = app.network_below(Some(region), "cybanjou").await;
        let mut world = Self {
            app,
            tables: tables(),
            decisions: decision::table(),
            canaries: BTreeMap::new(),
            onlookers: Vec::new(),
            things: Vec::new(),
            network,
        };
        world.fill(region).await;
        world
    }

    /// What can stand in an address where it says `:name`, after the part before it.
    pub(super) fn named(&self, before: &str, name: &str) -> Vec<String> {
        let prefix = match (before, name) {
            ("networks", "slug") => return vec!["cybanjou".to_owned()],
            // An invitation and a letter show to whoever holds their secret.
            ("invitations" | "letter" | "letters", _) => return vec!["secret".to_owned()],
            ("join" | "join-requests", "id") => "joinrequest",
            // Lists of what is one's own, and of what the world has none of.
            ("sessions" | "places", _) => return vec!["x".to_owned()],
            (_, "kept" | "duplicate") => "member",
            (folder, "id") => folder.trim_end_matches('s'),
            (_, name) => name,
        };
        let things = self.things.iter().filter(|(known, _)| *known == prefix);
        let ids: Vec<_> =
            things.map(|(prefix, id)| domain::id::write_any(prefix, *id).unwrap()).collect();
        assert!(!ids.is_empty(), "tell the canary sweep what to put after /{before} for {name}");
        ids
    }

    async fn fill(&mut self, region: NetworkId) {
        let network = self.network;
        let elsewhere = self.app.network("ailleurs").await;
        let subject = self.person_in(network, "Sujet", Role::Member).await;
        let lead = self.person_in(network, "Pilote", Role::Lead).await;
        let member = self.person_in(network, "Autre", Role::Member).await;
        let foreign_lead = self.person_in(elsewhere, "Voisine", Role::Lead).await;
        let lead_above = self.person_in(region, "Régionale", Role::Lead).await;
        let stranger = self.app.person("Inconnu").await;
        let manager = self.app.person("Référente").await;
        let foreign_manager = self.app.person("Patron").await;
        let administrator = self.app.person("Administratrice").await;
        let house = self.app.house();
        let address = administrator.email.parse().unwrap();
        domain::member::grant_administrator(&house, &address).await.unwrap();

        self.things.push(("network", network.uuid()));
        let links = ["contact_email", "contact_phone", "chat_url", "resources_url", "website_url"];
        self.mark("network", network.uuid(), &links).await;
        self.employers(&subject, &manager, &foreign_manager).await;
        self.memberships(&subject, &lead).await;
        self.event(&subject, &lead).await;
        self.charter(&subject).await;
        self.sign_in(&subject).await;
        self.house(&subject).await;
        // Last: what stands here would be overwritten above.
        let own = ["first_name", "last_name", "email", "email_key", "phone", "job_title", "skills"];
        self.mark("member", subject.id.uuid(), &own).await;
        let unsaid = ["search"];
        self.mark("member", subject.id.uuid(), &unsaid).await;
        self.things.push(("member", subject.id.uuid()));

        let narrow = self.narrow_token(&lead).await;
        for (name, person) in [
            ("nobody", None),
            ("stranger", Some(&stranger)),
            ("foreign-lead", Some(&foreign_lead)),
            ("foreign-manager", Some(&foreign_manager)),
            ("member", Some(&member)),
            ("oneself", Some(&subject)),
            ("manager", Some(&manager)),
            ("lead", Some(&lead)),
            ("lead-above", Some(&lead_above)),
            ("administrator", Some(&administrator)),
        ] {
            let cookie = person.map(|person| format!("maillage={}", person.token));
            self.onlookers.push(Onlooker { name, cookie, bearer: None });
        }
        let bearer = Some(format!("Bearer {narrow}"));
        self.onlookers.push(Onlooker { name: "narrow-token", cookie: None, bearer });
    }

    async fn person_in(&self, network: NetworkId, name: &str, role: Role) -> Person {
        self.app.person_with(network, name, role, None).await
    }

    async fn employers(&mut self, subject: &Person, manager: &Person, foreign: &Person) {
        let day = day();
        let employer = self.row("employer", given! { siret: "13002603200016" }).await;
        let other = self
            .row("employer", given! { siret: "21490007800012", email: "x@y.fr", phone: "x" })
            .await;
        for (employer, person) in [(employer, manager), (other, foreign)] {
            let values = given! { employer_id: employer, member_id: person.id, state: "confirmed",
            reason: None::<String> };
            self.row("employer_manager", values).await;
        }
        let claim = given! { employer_id: employer, member_id: subject.id, state: "refused" };
        self.row("employer_manager", claim).await;
        let works = given! { employer_id: employer, member_id: subject.id, status: "confirmed",
        started_on: day, ended_on: None::<NaiveDate>, refusal_reason: None::<String> };
        self.row("employment", works).await;
        let refused = given! { employer_id: employer, member_id: subject.id, status: "refused",
        started_on: day, job_title: None::<String> };
        self.row("employment", refused).await;
    }

    async fn memberships(&mut self, subject: &Person, lead: &Person) {
        let network = self.network;
        let over = given! { network_id: network, member_id: subject.id, role: "member",
        local_role: None::<String>, started_on: day(), ended_on: day(), origin: "import",
        ending: "removed" };
        self.row("membership", over).await;
        let now = self.app.clock.now();
        let open = given! { network_id: network, role: "member", local_role: None::<String>,
        state: "sent", invited_by_id: lead.id, expires_at: now + TimeDelta::days(30),
        employer_id: None::<Uuid>, member_id: None::<Uuid> };
        self.row("invitation", open).await;
        let below = self.app.network_below(Some(network), "rlin-bauge").await;
        let asks = given! { network_id: below, member_id: subject.id, state: "refused" };
        self.row("join_request", asks).await;
    }

    async fn event(&mut self, subject: &Person, lead: &Person) {
        let event: EventId = self.app.event(self.network, |_| {}).await;
        self.mark("event", event.uuid(), &["online_url"]).await;
        self.things.push(("event", event.uuid()));
        let draft = self.app.event(self.network, |event| event.state = "draft").await;
        self.mark_as("event", draft.uuid(), "title", "event.title-of-a-draft").await;
        self.things.push(("event", draft.uuid()));
        let plain = self.app.question(event, "text", false).await;
        let sensitive = self.app.question(event, "text", true).await;
        let registered = given! { event_id: event, member_id: subject.id, state: "confirmed",
        attends: "on_site", rank: 1_i64, registered_by_id: lead.id };
        let registration = self.row("registration", registered).await;
        for (question, label) in [(plain, "answer.value"), (sensitive, "answer.value-sensitive")] {
            let value = self.canary(label, "value");
            let text = "insert into answer (registration_id, question_id, value) values (?, ?, ?)";
            self.app.write(text, vec![registration.into(), question.into(), value.into()]).await;
        }
        let there = given! { event_id: event, member_id: subject.id, state: "excused",
        session_id: None::<Uuid>, recorded_by_id: lead.id };
        self.row("attendance", there).await;
        let asked = given! { event_id: event, member_id: subject.id, invited_by_id: lead.id };
        self.row("event_invitation", asked).await;
        let waits = self.things.iter().find(|(kind, _)| *kind == "invitation").unwrap().1;
        self.row("event_newcomer", given! { invitation_id: waits, event_id: event }).await;
        let letter = given! { kind: "invited", category: "invitation", state: "failed",
        told: json!({ "kind": "invited", "invitation": InvitationId::new() }),
        network_id: self.network, event_id: event, member_id: subject.id };
        self.row("outbox", letter).await;
    }

    async fn charter(&mut self, subject: &Person) {
        let network = self.network;
        let charter = given! { network_id: network, asks_volunteer: true, asks_structure: false,
        archived_at: None::<chrono::DateTime<chrono::Utc>> };
        let charter = self.row("charter", charter).await;
        let version =
            given! { charter_id: charter, asks_volunteer: true, asks_structure: false, number: 1 };
        let version = self.row("charter_version", version).await;
        let signed = given! { charter_id: charter, charter_version_id: version, side: "volunteer",
        member_id: subject.id, state: "withdrawn", signed_by_id: subject.id,
        employer_id: None::<Uuid>, authenticated_by: "email" };
        self.row("signature", signed).await;
    }

    async fn sign_in(&mut self, subject: &Person) {
        let siret = self.canary("identity.siret", "siret");
        self.row("identity", given! { member_id: subject.id, siret: siret }).await;
        self.row("identity_confirmation", given! { member_id: subject.id }).await;
        self.row("email_change", given! { member_id: subject.id }).await;
        let link = given! { member_id: subject.id };
        self.row("email_link", link).await;
        let id_token = self.canary("sign_in_session.sealed_id_token", "sealed_id_token");
        let text = "update sign_in_session set sealed_id_token = ? where member_id = ?";
        self.app.write(text, vec![id_token.into(), subject.id.into()]).await;
    }

    async fn house(&mut self, subject: &Person) {
        for table in ["address_refusal", "idempotency", "server_secret"] {
            self.row(table, Vec::new()).await;
        }
        self.row("letter_refusal", given! { member_id: subject.id, category: "news" }).await;
        let line = given! { actor_id: subject.id, network_id: self.network,
        subject_id: subject.id, door: "page", action: "member.update", subject_kind: "member", about_id: subject.id };
        self.row("audit_line", line).await;
        let scopes = json!(["event:read"]);
        self.row("token", given! { member_id: subject.id, scopes: scopes }).await;
    }

    /// A token of this person that may read events and nothing else.
    async fn narrow_token(&self, lead: &Person) -> String {
        let create = "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) {
            created { secret } userErrors { code } } }";
        let input = json!({ "input": { "name": "Agenda", "scopes": ["event:read"] } });
        let answer = self.app.ask(Some(lead), create, input).await;
        answer.done()["created"]["secret"].as_str().unwrap().to_owned()
    }

    /// A new canary of this column, in a shape that it takes.
    fn canary(&mut self, label: &str, column: &str) -> String {
        let number = 1_000 + self.canaries.len();
        let (canary, text) = match column {
            "siret" => (format!("3562000004{number}"), format!("3562000004{number}")),
            name if name.contains("phone") => {
                (format!("+3392000{number}"), format!("+3392000{number}"))
            }
            name if name.contains("email") => {
                (format!("canari{number}x"), format!("canari{number}x@canari.test"))
            }
            name if name.ends_with("_url") => {
                (format!("canari{number}x"), format!("https://canari.test/canari{number}x"))
            }
            _ => (format!("canari{number}x"), format!("canari{number}x")),
        };
        self.canaries.insert(canary, label.to_owned());
        text
    }

    /// Puts canaries into columns of a row that is there.
    async fn mark(&mut self, table: &str, id: Uuid, columns: &[&str]) {
        for column in columns {
            self.mark_as(table, id, column, &format!("{table}.{column}")).await;
        }
    }

    async fn mark_as(&mut self, table: &str, id: Uuid, column: &str, label: &str) {
        let holds = self.tables[table].iter().find(|c| c.name == column).unwrap().holds;
        let text = self.canary(label, column);
        let value = if holds == Holds::Json { json!([text]).into() } else { Bind::from(text) };
        self.app
            .write(&format!("update {table} set {column} = ? where id = ?"), vec![value, id.into()])
            .await;
    }

    /// A new row: what is given, canaries in the other columns of words, anything in the rest.
    async fn row(&mut self, table: &str, given: Vec<(&str, Bind)>) -> Uuid {
        let id = Uuid::now_v7();
        let now = self.app.clock.now();
        let mut names = Vec::new();
        let mut values = Vec::new();
        for column in self.tables[table].clone() {
            let label = format!("{table}.{}", column.name);
            let found = given.iter().find(|(name, _)| *name == column.name);
            let is_open = self.decisions.get(&label) == Some(&Decision::Open);
            let value = match (found, column.holds) {
                (Some((_, value)), _) => value.clone(),
                (None, Holds::Words) if is_open && !column.is_required => continue,
                (None, Holds::Words) if is_open => Bind::from(format!("public-{}", column.name)),
                (None, Holds::Words) => self.canary(&label, &column.name).into(),
                (None, Holds::Json) => json!({ "note": self.canary(&label, &column.name) }).into(),
                (None, Holds::Identifier) if column.name == "id" => id.into(),
                (None, Holds::Instant) if column.name == "expires_at" => {
                    (now + TimeDelta::days(30)).into()
                }
                (None, _) if !column.is_required => continue,
                (None, Holds::Instant) => now.into(),
                (None, Holds::Day) => day().into(),
                (None, Holds::Number) => Bind::from(1),
                (None, Holds::Flag) => Bind::from(false),
                (None, Holds::Identifier) => panic!("give {label}"),
            };
            names.push(column.name);
            values.push(value);
        }
        let marks = vec!["?"; names.len()].join(", ");
        let text = format!("insert into {table} ({}) values ({marks})", names.join(", "));
        self.app.write(&text, values).await;
        if let Some(prefix) = prefix(table) {
            self.things.push((prefix, id));
        }
        id
    }
}

/// The word before the identifier of what a table holds, where the API knows it as a `Node`.
fn prefix(table: &str) -> Option<&'static str> {
    Some(match table {
        "attendance" => "attendance",
        "charter" => "charter",
        "charter_version" => "charterversion",
        "employer" => "employer",
        "employer_manager" => "manager",
        "employment" => "employment",
        "invitation" => "invitation",
        "join_request" => "joinrequest",
        "membership" => "membership",
        "outbox" => "letter",
        "registration" => "registration",
        "signature" => "signature",
        "token" => "token",
        _ => return None,
    })
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 1).unwrap()
}

/// What an onlooker's request carries.
impl Onlooker {
    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        let cookie = self.cookie.clone().map(|cookie| ("cookie", cookie));
        let bearer = self.bearer.clone().map(|bearer| ("authorization", bearer));
        cookie.into_iter().chain(bearer).collect()
    }
}
