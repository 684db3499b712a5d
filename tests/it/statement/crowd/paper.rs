//! Charters, what waits at the doors, the trail, letters and tokens.

use chrono::{DateTime, Days, Utc};
use domain::{
    database::{Bind, Transaction},
    secret,
};
use serde_json::json;
use uuid::Uuid;

use super::{EACH, Rows};
use crate::outside::crowd::{id, insert};

impl Rows {
    pub(super) async fn charters(&self, tx: &Transaction) {
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
    pub(super) async fn doors(&self, tx: &Transaction, email: &str, link: &str) {
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
    pub(super) async fn history(&self, tx: &Transaction) {
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

    pub(super) async fn letters_and_tokens(&self, tx: &Transaction) {
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
