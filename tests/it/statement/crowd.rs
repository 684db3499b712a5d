//! Two branches alike but for their size: the same questions, asked of five rows and of five hundred.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    database::{Bind, Sql, Transaction},
    id::{CharterId, EmployerId, EventId, NetworkId, RegistrationId},
    secret,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    outside::crowd::{id, insert},
    support::{App, Person},
};

/// The values of one row.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(Bind::from($value)),*] };
}

/// How many children each of the ordinary parents has; the first parent has as many as there are.
const EACH: usize = 3;

/// A branch: a network, all that hangs on it, and the lead who asks about it.
pub(crate) struct Branch {
    pub(crate) slug: &'static str,
    pub(crate) root: NetworkId,
    /// The slug of the network with the most above it.
    pub(crate) deepest: String,
    /// Leads the network, and has as much of everything as there is.
    pub(crate) lead: Person,
    pub(crate) event: EventId,
    pub(crate) events: Vec<EventId>,
    pub(crate) employer: EmployerId,
    pub(crate) charter: CharterId,
    /// The lead's, for the event.
    pub(crate) registration: RegistrationId,
    /// The secret of the link in an invitation's letter.
    pub(crate) invitation: String,
    pub(crate) size: Size,
}

/// How much there is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Of what can be many.
    pub(crate) rows: usize,
    /// Of what one person or one charter can have.
    pub(crate) of_one: usize,
    /// The page that is asked for; so many parents have children of their own.
    pub(crate) page: usize,
    /// How long the agenda of an event is.
    agenda: usize,
    /// How many questions it asks.
    questions: usize,
    /// How many networks host it.
    hosts: usize,
    /// How many networks hang one below the other.
    depth: usize,
}

/// Five of everything.
pub(crate) const FEW: Size =
    Size { rows: 5, of_one: 5, page: 5, agenda: 5, questions: 5, hosts: 2, depth: 5 };

/// Five hundred, as far as a list may grow.
pub(crate) const MANY: Size =
    Size { rows: 500, of_one: 120, page: 100, agenda: 100, questions: 50, hosts: 20, depth: 40 };

/// Writes a branch of this size; the slug tells one from another.
pub(crate) async fn settle(app: &App, slug: &'static str, size: Size) -> Branch {
    let root = app.network(slug).await;
    let lead = app.lead_of(root, &format!("Pilote {slug}")).await;
    let ids = |count: usize| (0..count).map(|_| id()).collect::<Vec<_>>();
    let rows = Rows {
        slug,
        size,
        now: app.clock.now(),
        root: root.uuid(),
        lead: lead.id.uuid(),
        networks: ids(size.rows),
        members: ids(size.rows),
        employers: ids(size.rows),
        events: ids(size.rows),
        charters: ids(size.of_one),
        sessions: ids(size.agenda),
        questions: ids(size.questions),
        registration: id(),
    };
    let invitation = secret::random_token().unwrap();
    let tx = app.server.house.db.begin().await.unwrap();
    rows.networks(&tx).await;
    rows.territories(&tx).await;
    rows.people(&tx).await;
    rows.employers(&tx).await;
    rows.events(&tx).await;
    rows.registrations(&tx).await;
    rows.charters(&tx).await;
    rows.doors(&tx, &lead.email, &invitation).await;
    rows.letters_and_tokens(&tx).await;
    rows.history(&tx).await;
    tx.commit().await.unwrap();
    // As a database that has been in use for a while would know its own tables.
    app.write("analyze", vec![]).await;
    Branch {
        slug,
        root,
        deepest: format!("{slug}-deep-{}", size.depth),
        lead,
        event: rows.events[0].into(),
        events: rows.events.iter().map(|id| EventId::of(*id)).collect(),
        employer: rows.employers[0].into(),
        charter: rows.charters[0].into(),
        registration: rows.registration.into(),
        invitation,
        size,
    }
}

/// The identifiers of what is written.
struct Rows {
    slug: &'static str,
    size: Size,
    now: DateTime<Utc>,
    root: Uuid,
    lead: Uuid,
    /// Right below the root.
    networks: Vec<Uuid>,
    members: Vec<Uuid>,
    employers: Vec<Uuid>,
    events: Vec<Uuid>,
    charters: Vec<Uuid>,
    /// Of the first event.
    sessions: Vec<Uuid>,
    questions: Vec<Uuid>,
    /// The lead's, for the first event.
    registration: Uuid,
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap()
}

impl Rows {
    /// The networks with rows of their own, and how many: the root has as many as there are.
    fn parents(&self, most: usize) -> impl Iterator<Item = (usize, Uuid, usize)> {
        let below = self.networks.iter().take(self.size.page).map(|id| (*id, EACH));
        std::iter::once((self.root, most))
            .chain(below)
            .enumerate()
            .map(|(index, (network, count))| (index, network, count))
    }

    fn member(&self, index: usize) -> Uuid {
        self.members[index % self.members.len()]
    }

    /// A number that no other branch has.
    fn siret(&self, index: usize) -> String {
        format!("{:04}{index:010}", self.slug.len())
    }

    /// When the thing of this number came; no two at once, so that lists have an order.
    fn came_at(&self, index: usize) -> DateTime<Utc> {
        self.now - TimeDelta::seconds(number(index))
    }

    async fn networks(&self, tx: &Transaction) {
        let mut all: Vec<(Uuid, String, Option<Uuid>, Vec<Uuid>)> = Vec::new();
        for (index, network) in self.networks.iter().enumerate() {
            let slug = format!("{}-{index:04}", self.slug);
            all.push((*network, slug.clone(), Some(self.root), vec![self.root]));
            if index < self.size.page {
                all.extend((0..EACH).map(|below| {
                    let above = vec![*network, self.root];
                    (id(), format!("{slug}-{below}"), Some(*network), above)
                }));
            }
        }
        let mut above = Vec::new();
        for depth in 0..=self.size.depth {
            let own = id();
            let slug = format!("{}-deep-{depth}", self.slug);
            all.push((own, slug, above.first().copied(), above.clone()));
            above.insert(0, own);
        }
        let rows = all.iter().map(|(network, slug, parent, _)| {
            let (level, now) = ("local", self.now);
            row![*network, slug, slug, slug, level, *parent, false, "", "", 1, now]
        });
        insert(
            tx,
            "network (id, slug, name, search, level, parent_id, is_thematic, description, host, \
             revision, created_at)",
            rows.collect(),
        )
        .await;
        let reached = all.iter().flat_map(|(network, _, _, above)| {
            let own = std::iter::once(network).chain(above).enumerate();
            own.map(|(depth, above)| row![*above, *network, i32::try_from(depth).unwrap()])
        });
        insert(tx, "network_ancestor (ancestor_id, descendant_id, depth)", reached.collect()).await;
    }

    /// Communes of the official code, which is there from the start.
    async fn territories(&self, tx: &Transaction) {
        for (index, network, count) in self.parents(self.size.rows) {
            let text = format!(
                "insert into network_commune (network_id, insee_code) \
                 select ?, insee_code from commune order by insee_code limit {count} offset {index}"
            );
            Sql::new(&text, row![network]).run(&**tx).await.unwrap();
        }
    }

    async fn people(&self, tx: &Transaction) {
        let people = self.members.iter().enumerate().map(|(index, member)| {
            let name = format!("{} {index:04}", self.slug);
            let key = format!("{}-{index}@exemple.test", self.slug);
            // Two and two, they look like the same person.
            let email = format!("{}-pair-{}@exemple.test", self.slug, index / 2);
            let now = self.now;
            let kind = "volunteer";
            row![
                *member,
                "Ana",
                name.clone(),
                name,
                email,
                key,
                kind,
                false,
                json!([]),
                json!({}),
                false,
                1,
                now
            ]
        });
        insert(
            tx,
            "member (id, first_name, last_name, search, email, email_key, profile_kind, may_train, \
             skills, visibility, is_administrator, revision, created_at)",
            people.collect(),
        )
        .await;
        let member = |network, member| {
            let (role, local_role, origin) = ("member", "pilot", "import");
            row![id(), network, member, role, local_role, day(), origin, 1, self.now]
        };
        let mut held = Vec::new();
        for (index, network, count) in self.parents(self.size.rows) {
            held.extend((0..count).map(|place| member(network, self.member(index + place))));
        }
        let own = self.networks.iter().take(self.size.of_one);
        held.extend(own.map(|network| member(*network, self.lead)));
        insert(
            tx,
            "membership (id, network_id, member_id, role, local_role, started_on, origin, \
             revision, created_at)",
            held,
        )
        .await;
    }

    async fn employers(&self, tx: &Transaction) {
        let rows = self.employers.iter().enumerate().map(|(index, employer)| {
            let name = format!("{} {index:04}", self.slug);
            row![
                *employer,
                name.clone(),
                name,
                None::<String>,
                "1 rue du Port",
                "49000",
                "Angers",
                1,
                self.now
            ]
        });
        // Where the lead's sign-in provider says that they work, without a word of theirs.
        let proposed = (0..self.size.of_one).map(|index| {
            let name = format!("{} proposée {index:04}", self.slug);
            row![
                id(),
                name.clone(),
                name,
                self.siret(index),
                "1 rue du Port",
                "49000",
                "Angers",
                1,
                self.now
            ]
        });
        insert(
            tx,
            "employer (id, name, search, siret, address, postal_code, commune_name, revision, \
             created_at)",
            rows.chain(proposed).collect(),
        )
        .await;
        let mut jobs = Vec::new();
        let mut managers = Vec::new();
        for (index, employer) in self.employers.iter().enumerate() {
            let (staff, acting) = match index {
                0 => (self.size.rows, self.size.of_one),
                _ if index < self.size.page => (EACH, EACH),
                _ => (1, 0),
            };
            jobs.extend((0..staff).map(|place| (self.member(index + place), *employer)));
            managers.extend((0..acting).map(|place| (self.member(index + place), *employer)));
        }
        jobs.extend(self.employers.iter().take(self.size.of_one).map(|at| (self.lead, *at)));
        managers.extend(self.employers.iter().take(self.size.of_one).map(|at| (self.lead, *at)));
        let jobs = jobs.into_iter().map(|(member, employer)| {
            row![id(), member, employer, day(), "confirmed", 1, self.now]
        });
        insert(
            tx,
            "employment (id, member_id, employer_id, started_on, status, revision, created_at)",
            jobs.collect(),
        )
        .await;
        let managers = managers.into_iter().enumerate().map(|(index, (member, employer))| {
            row![id(), employer, member, "confirmed", self.came_at(index)]
        });
        insert(
            tx,
            "employer_manager (id, employer_id, member_id, state, created_at)",
            managers.collect(),
        )
        .await;
        self.places(tx).await;
    }

    async fn places(&self, tx: &Transaction) {
        let mut at = Vec::new();
        for (index, network, count) in self.parents(self.size.rows) {
            at.extend((0..count).map(|place| {
                // All of the first employer, but for some of each other.
                let employer = if index == 0 { 0 } else { (index - 1) % self.employers.len() };
                (network, self.employers[employer], place)
            }));
        }
        let rows = at.into_iter().map(|(network, employer, place)| {
            let name = format!("Lieu {place:04}");
            let lists = json!({});
            row![
                id(),
                network,
                employer,
                format!("lieu-{place}"),
                "",
                name.clone(),
                name,
                "Angers",
                "49000",
                "1 rue du Port",
                day(),
                lists,
                1,
                self.now
            ]
        });
        insert(
            tx,
            "place (id, network_id, employer_id, standard_id, pivot, name, search, commune_name, \
             postal_code, address, updated_on, lists, revision, created_at)",
            rows.collect(),
        )
        .await;
    }

    async fn events(&self, tx: &Transaction) {
        let mut events: Vec<(Uuid, Uuid)> =
            self.events.iter().map(|event| (*event, self.root)).collect();
        for (_, network, count) in self.parents(0).skip(1) {
            events.extend((0..count).map(|_| (id(), network)));
        }
        let rows = events.iter().enumerate().map(|(index, (event, _))| {
            let starts_at = self.now + Days::new(30) + TimeDelta::minutes(number(index));
            let title = format!("Rencontre {index:04}");
            row![
                *event,
                title.clone(),
                title.to_lowercase(),
                "network_meeting",
                "",
                "federation",
                "on_site",
                starts_at,
                starts_at + TimeDelta::hours(3),
                "Europe/Paris",
                starts_at.date_naive(),
                false,
                false,
                10_000,
                "federation",
                false,
                48,
                "published",
                1000_i64,
                1,
                0,
                self.now,
                self.now
            ]
        });
        insert(
            tx,
            "event (id, title, search, kind, description, visibility, mode, starts_at, ends_at, \
             time_zone, starts_on, is_date_tentative, is_venue_tentative, capacity_on_site, audience, \
             needs_approval, offer_hours, state, next_rank, revision, sequence, published_at, \
             created_at)",
            rows.collect(),
        )
        .await;
        let mut hosts = Vec::new();
        for (index, (event, first)) in events.iter().enumerate() {
            hosts.push(row![*event, *first, 0]);
            let others = if index == 0 { self.size.hosts } else { 1 };
            let others =
                self.networks.iter().rev().filter(|network| *network != first).take(others);
            hosts.extend((1..).zip(others).map(|(rank, network)| row![*event, *network, rank]));
        }
        insert(tx, "event_host (event_id, network_id, rank)", hosts).await;
        self.agendas(tx).await;
    }

    async fn agendas(&self, tx: &Transaction) {
        let (mut sessions, mut questions) = (Vec::new(), Vec::new());
        let starts_at = self.now + Days::new(30);
        let mut add = |event: Uuid, session: Uuid, place: usize| {
            let at = starts_at + TimeDelta::minutes(number(place));
            let speaks = |index: usize| {
                let member = self.member(index).to_string();
                json!({ "name": "Ana", "member_id": member })
            };
            let speakers: Vec<_> = (0..EACH).map(|index| speaks(place + index)).collect();
            sessions.push(row![
                session,
                event,
                "Atelier",
                "",
                at,
                at + TimeDelta::minutes(1),
                json!(speakers),
                0,
                1_i64
            ]);
        };
        let mut ask = |event: Uuid, question: Uuid, rank: usize| {
            let rank = i32::try_from(rank).unwrap();
            questions.push(row![question, event, rank, "Quoi ?", "text", json!([]), false, false]);
        };
        for (place, session) in self.sessions.iter().enumerate() {
            add(self.events[0], *session, place);
        }
        for (rank, question) in self.questions.iter().enumerate() {
            ask(self.events[0], *question, rank);
        }
        for event in self.events.iter().take(self.size.page).skip(1) {
            for place in 0..EACH {
                add(*event, id(), place);
                ask(*event, id(), place);
            }
        }
        insert(
            tx,
            "session (id, event_id, title, description, starts_at, ends_at, speakers, rank, \
             next_rank)",
            sessions,
        )
        .await;
        insert(
            tx,
            "question (id, event_id, rank, prompt, kind, choices, is_required, is_sensitive)",
            questions,
        )
        .await;
    }

    async fn registrations(&self, tx: &Transaction) {
        // The lead first, everywhere; then everybody for the first event, and some for the others.
        let mut people = vec![(self.registration, self.events[0], self.lead)];
        people.extend(
            self.events.iter().take(self.size.of_one).skip(1).map(|at| (id(), *at, self.lead)),
        );
        people.extend(self.members.iter().map(|member| (id(), self.events[0], *member)));
        for (index, event) in self.events.iter().enumerate().take(self.size.page).skip(1) {
            people.extend((0..EACH).map(|place| (id(), *event, self.member(index + place))));
        }
        let rows = people.iter().enumerate().map(|(rank, (registration, event, member))| {
            let (state, attends, rank) = ("confirmed", "on_site", number(rank));
            row![
                *registration,
                *event,
                *member,
                state,
                attends,
                rank,
                self.lead,
                1,
                self.now,
                self.now
            ]
        });
        insert(
            tx,
            "registration (id, event_id, member_id, state, attends, rank, registered_by_id, \
             revision, state_changed_at, created_at)",
            rows.collect(),
        )
        .await;
        // They were asked to come before they answered.
        let asked = people.iter().skip_while(|(_, _, member)| *member == self.lead);
        let asked = asked.map(|(_, event, member)| row![id(), *event, *member, "", self.now]);
        insert(tx, "event_invitation (id, event_id, member_id, word, created_at)", asked.collect())
            .await;
        let (mut choices, mut answers, mut attendances) = (Vec::new(), Vec::new(), Vec::new());
        let present = |event: Uuid, session: Option<Uuid>, member: Uuid| {
            row![id(), event, session, member, "present", self.lead, self.now, 1]
        };
        for (index, (registration, event, member)) in people.iter().enumerate() {
            attendances.push(present(*event, None, *member));
            if *event != self.events[0] || index > self.size.of_one + self.size.page {
                continue;
            }
            let own = *registration == self.registration;
            let (sessions, asked) =
                if own { (self.sessions.len(), self.questions.len()) } else { (EACH, EACH) };
            for session in self.sessions.iter().take(sessions) {
                let (state, rank) = ("confirmed", number(index));
                choices.push(row![id(), *registration, *session, state, rank, self.now]);
                attendances.push(present(*event, Some(*session), *member));
            }
            let answered = self.questions.iter().take(asked);
            answers.extend(answered.map(|question| row![*registration, *question, "Oui"]));
        }
        insert(
            tx,
            "session_choice (id, registration_id, session_id, state, rank, created_at)",
            choices,
        )
        .await;
        insert(tx, "answer (registration_id, question_id, value)", answers).await;
        insert(
            tx,
            "attendance (id, event_id, session_id, member_id, state, recorded_by_id, recorded_at, \
             revision)",
            attendances,
        )
        .await;
    }

    async fn charters(&self, tx: &Transaction) {
        let mut charters: Vec<(Uuid, Uuid)> =
            self.charters.iter().map(|charter| (*charter, self.root)).collect();
        for (_, network, count) in self.parents(0).skip(1) {
            charters.extend((0..count).map(|_| (id(), network)));
        }
        let rows = charters.iter().enumerate().map(|(index, (charter, network))| {
            let title = format!("Charte {index:04}");
            row![*charter, *network, title, true, false, "", 1, self.now]
        });
        insert(
            tx,
            "charter (id, network_id, title, asks_volunteer, asks_structure, draft, revision, \
             created_at)",
            rows.collect(),
        )
        .await;
        let (mut versions, mut signatures) = (Vec::new(), Vec::new());
        for (index, (charter, _)) in charters.iter().enumerate() {
            let count = if index == 0 { self.size.of_one } else { 2 };
            for number in 1..=count {
                let version = id();
                let published_at = self.now - Days::new(30);
                versions.push(row![
                    version,
                    *charter,
                    i32::try_from(number).unwrap(),
                    "",
                    "",
                    true,
                    false,
                    false,
                    self.lead,
                    published_at
                ]);
                if number == count {
                    let signers = if index == 0 { self.size.rows } else { EACH };
                    signatures.extend((0..signers).map(|place| {
                        let member = self.member(place);
                        row![
                            id(),
                            *charter,
                            version,
                            "volunteer",
                            member,
                            "signed",
                            member,
                            "email",
                            "",
                            self.now - Days::new(1)
                        ]
                    }));
                }
            }
        }
        insert(
            tx,
            "charter_version (id, charter_id, number, body, body_hash, asks_volunteer, \
             asks_structure, asks_again, published_by_id, published_at)",
            versions,
        )
        .await;
        insert(
            tx,
            "signature (id, charter_id, charter_version_id, side, member_id, state, signed_by_id, \
             authenticated_by, body_hash, signed_at)",
            signatures,
        )
        .await;
    }

    /// Invitations, requests to enter, and what sign-in proposes to the lead.
    async fn doors(&self, tx: &Transaction, email: &str, link: &str) {
        let (mut invitations, mut requests) = (Vec::new(), Vec::new());
        let mut invite = |network: Uuid, email: &str, token_hash: String, at: DateTime<Utc>| {
            let expires_at = self.now + Days::new(30);
            invitations.push(row![
                id(),
                network,
                email,
                email,
                "member",
                "",
                token_hash,
                "sent",
                self.lead,
                1,
                0,
                at,
                expires_at,
                at
            ]);
        };
        let mut request = |network: Uuid, member: Uuid, at: DateTime<Utc>| {
            requests.push(row![id(), network, member, "", "pending", at]);
        };
        for (index, network, count) in self.parents(self.size.rows) {
            for place in 0..count {
                let hash = format!("{}-{index}-{place}", self.slug);
                invite(network, &format!("{hash}@invite.test"), hash, self.came_at(place));
                request(network, self.member(index + place), self.came_at(place));
            }
        }
        for (index, network) in self.networks.iter().take(self.size.of_one).enumerate() {
            let hash =
                if index == 0 { secret::hash(link) } else { format!("{}-{index}", self.slug) };
            invite(*network, email, hash, self.came_at(index));
            request(*network, self.lead, self.came_at(index));
        }
        insert(
            tx,
            "invitation (id, network_id, email, email_key, role, word, token_hash, state, \
             invited_by_id, times_sent, reminders, last_sent_at, expires_at, created_at)",
            invitations,
        )
        .await;
        insert(tx, "join_request (id, network_id, member_id, word, state, created_at)", requests)
            .await;
        let identities = (0..self.size.of_one).map(|index| {
            let subject = format!("{}-{index}", self.slug);
            let (issuer, siret) = ("https://coop.test", self.siret(index));
            row![id(), self.lead, issuer, subject, siret, self.now, self.now]
        });
        insert(
            tx,
            "identity (id, member_id, issuer, subject, siret, linked_at, last_used_at)",
            identities.collect(),
        )
        .await;
    }

    /// What the lead did to everything, and to everyone.
    async fn history(&self, tx: &Transaction) {
        let mut about = Vec::new();
        for (_, network, count) in self.parents(self.size.rows) {
            about.extend(vec![("network", network, network, None); count]);
        }
        for (kind, all) in [
            ("employer", &self.employers),
            ("charter", &self.charters),
            ("event", &self.events),
            ("member", &self.members),
        ] {
            for (index, thing) in all.iter().take(self.size.page).enumerate() {
                let count = if index == 0 { self.size.rows } else { EACH };
                let member = (kind == "member").then_some(*thing);
                about.extend(vec![(kind, *thing, self.root, member); count]);
            }
        }
        let rows = about.into_iter().enumerate().map(|(index, (kind, thing, network, member))| {
            let action = format!("{kind}.update");
            let changes = json!({ "name": { "from": "Avant", "to": "Après" } });
            row![
                id(),
                self.came_at(index),
                self.lead,
                member,
                "api",
                "a",
                action,
                kind,
                thing,
                thing,
                network,
                changes
            ]
        });
        insert(
            tx,
            "audit_line (id, at, actor_id, member_id, door, request_id, action, subject_kind, \
             subject_id, about_id, network_id, changes)",
            rows.collect(),
        )
        .await;
    }

    async fn letters_and_tokens(&self, tx: &Transaction) {
        let (mut letters, mut tokens) = (Vec::new(), Vec::new());
        for (index, network, count) in self.parents(self.size.rows) {
            for place in 0..count {
                let key = format!("{}-{index}-{place}", self.slug);
                let (member, at) = (self.member(index + place), self.came_at(place));
                letters.push(row![
                    id(),
                    key.clone(),
                    json!({}),
                    "event_message",
                    "event",
                    member,
                    "a@exemple.test",
                    network,
                    self.events[place],
                    "sent",
                    at,
                    1,
                    key.clone(),
                    at
                ]);
                tokens.push(row![
                    id(),
                    "Outil",
                    key,
                    "abcd",
                    self.lead,
                    network,
                    json!(["event:read"]),
                    self.now + Days::new(30),
                    at
                ]);
            }
        }
        insert(
            tx,
            "outbox (id, key, told, kind, category, member_id, email, network_id, event_id, state, \
             due_at, attempts, message_id, created_at)",
            letters,
        )
        .await;
        insert(
            tx,
            "token (id, name, token_hash, hint, member_id, network_id, scopes, expires_at, \
             created_at)",
            tokens,
        )
        .await;
    }
}
